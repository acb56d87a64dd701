import type { RoleUsage } from '@healthcare-dr/aws-models/iam';
import { neededBy, staleness, sufficiency, unseenTypes } from './assertions';
import { deployDocuments } from './documents';

const usage = (used: readonly string[], denied: readonly string[] = []): RoleUsage => ({
  roleArn: 'arn:aws:iam::111111111111:role/healthcare-delivery-deploy',
  granted: [],
  used: used.map((action) => ({ policy: 'p', statement: 0, sid: 's', action })),
  denied: denied.map((action) => ({ action, resource: '*', implied: false, message: `no ${action}` })),
});
const suffices = (seen: RoleUsage | undefined) => sufficiency('deploy', seen);

describe('a role that delivers', () => {
  const documents = deployDocuments(neededBy(usage(['kms:CreateKey'])));

  it('holds with all that its policies were made from', () => {
    expect(suffices(usage(['kms:CreateKey'])).ok).toBe(true);
    expect(staleness(documents, usage(['kms:CreateKey'])).ok).toBe(true);
  });

  it('fails with the action that it was denied', () => {
    expect(suffices(usage(['kms:CreateKey'], ['rds:CreateDBCluster']))).toMatchObject({
      id: 'delivery-role-suffices/deploy',
      ok: false,
      detail: 'no rds:CreateDBCluster',
    });
  });

  it('fails with the grant that nothing used and no service implies', () => {
    expect(staleness(documents, usage(['sqs:CreateQueue']))).toMatchObject({
      id: 'delivery-role-not-stale/deploy',
      ok: false,
      detail: 'kms:CreateKey',
    });
  });

  it('is not judged by an environment that has none of a type of resource that it may make', () => {
    const recorded = ['aws_kms_key', 'aws_route53_query_log'];

    expect(unseenTypes(recorded, ['aws_kms_key', 'aws_kms_key'])).toEqual(['aws_route53_query_log']);
    expect(unseenTypes(recorded, [...recorded, 'aws_vpc'])).toEqual([]);
  });

  it('fails if nobody made a call under it', () => {
    expect(suffices(undefined).ok).toBe(false);
  });

  it('is granted what it asked for, and what services do with its permissions, though a local AWS does not ask for that', () => {
    expect(neededBy(usage([], ['rds:CreateDBCluster']))).toContain('rds:CreateDBCluster');
    expect(neededBy(undefined)).toEqual(
      expect.arrayContaining(['iam:PassRole', 'kms:CreateGrant', 'ec2:CreateTags']),
    );
  });
});
