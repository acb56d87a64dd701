import type { SynthesizedStack } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import {
  backupStack,
  dev,
  GIVEN,
  listed,
  reference,
  regionsOf,
  statementsOf,
  type Statement,
} from './__fixtures__/stacks';

const KEYS = [GIVEN.databaseKeyArn, GIVEN.backupKeyArn];
const GRANT_FOR_AWS_RESOURCES = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };

/** Whether a pattern with `*` covers a name. */
const covers = (pattern: string, name: string) =>
  new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*')}$`).test(
    name,
  );

/** Whether one of the statements allows an action on a resource, conditions left aside. */
const allow = (statements: readonly Statement[], action: string, resource: string) =>
  statements.some(
    ({ Action, Resource }) =>
      listed(Action).some((pattern) => covers(pattern, action)) &&
      listed(Resource).some((pattern) => covers(pattern, resource)),
  );

describe.each(ROLES)('the roles of the %s Region', (role) => {
  const stack = backupStack(dev, role);
  const { own, peer } = regionsOf(dev, role);
  const rds = (resource: string, region = own) => `arn:aws:rds:${region}:111111111111:${resource}`;
  const serving = rds('cluster:healthcare-aurora-dev');
  const statementsBy = (name: string, of: SynthesizedStack = stack) =>
    statementsOf(
      of
        .resources('aws_iam_policy')
        .find(({ attributes }) => attributes['name'] === `healthcare-${name}-${own}-dev`),
    );
  const backup = statementsBy('backup-cluster');
  const bucketBackup = statementsBy('backup-bucket');
  const restore = statementsBy('restore-cluster');
  const bucketRestore = statementsBy('restore-bucket');

  it('are taken by AWS Backup alone', () => {
    const roles = stack
      .resources('aws_iam_role')
      .filter(({ attributes }) => String(attributes['assume_role_policy']).includes('backup.amazonaws.com'));
    expect(roles.map(({ attributes }) => attributes['name'])).toEqual([
      `healthcare-backup-${own}-dev`,
      `healthcare-restore-${own}-dev`,
    ]);
    for (const iamRole of roles) {
      expect(statementsOf(iamRole, 'assume_role_policy')).toEqual([
        {
          Sid: 'AwsBackup',
          Effect: 'Allow',
          Principal: { Service: 'backup.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ]);
    }
  });

  it('have managed policies of our own, attached, and neither inline nor AWS’s broad ones', () => {
    const policies = stack.resources('aws_iam_policy').map((policy) => reference(policy, 'arn'));
    const attached = stack
      .resources('aws_iam_role_policy_attachment')
      .map(({ attributes }) => String(attributes['policy_arn']));
    expect(policies.length).toBeGreaterThanOrEqual(6);
    expect([...attached].sort()).toEqual([...policies].sort());
    expect(stack.resources('aws_iam_role_policy')).toEqual([]);
    expect(stack.text).not.toContain('inline_policy');
  });

  it('name every resource only for what AWS binds to none', () => {
    for (const statements of [backup, bucketBackup, restore, bucketRestore]) {
      expect(statements.filter(({ Resource }) => listed(Resource).includes('*'))).toEqual([]);
    }
    const looks = ['backup-look', 'restore-look'].flatMap((name) => statementsBy(name));
    expect(
      looks
        .flatMap(({ Action }) => listed(Action))
        .filter((action) => !action.includes(':Describe'))
        .sort(),
    ).toEqual(['cloudwatch:GetMetricData', 'events:ListRules', 's3:ListAllMyBuckets', 'tag:GetResources']);
  });

  describe('the one that backs up', () => {
    it('snapshots the Region’s cluster, continuously too, and no other', () => {
      for (const action of ['rds:CreateDBClusterSnapshot', 'rds:ModifyDBCluster']) {
        expect({ action, allowed: allow(backup, action, serving) }).toEqual({ action, allowed: true });
        for (const stranger of ['healthcare-aurora-pr7', 'healthcare-aurora-dev2', 'other']) {
          expect(allow(backup, action, rds(`cluster:${stranger}`))).toBe(false);
        }
      }
    });

    it('copies into the other Region’s vault, and expires what it made on either side', () => {
      for (const region of [own, peer]) {
        const snapshot = rds('cluster-snapshot:awsbackup:copyjob-1', region);
        const vault = `arn:aws:backup:${region}:111111111111:backup-vault:healthcare-backup-dev`;
        expect(allow(backup, 'rds:CopyDBClusterSnapshot', snapshot)).toBe(true);
        expect(allow(backup, 'rds:DeleteDBClusterSnapshot', snapshot)).toBe(true);
        expect(allow(backup, 'backup:CopyIntoBackupVault', vault)).toBe(true);
        expect(allow(backup, 'backup:CopyIntoBackupVault', vault.replace('-dev', '-pr7'))).toBe(false);
        expect(allow(backup, 'rds:DeleteDBClusterSnapshot', rds('cluster-snapshot:by-hand', region))).toBe(
          false,
        );
      }
    });

    it('shares no snapshot, restores nothing and deletes no cluster', () => {
      for (const action of [
        'rds:ModifyDBClusterSnapshotAttribute',
        'rds:RestoreDBClusterFromSnapshot',
        'rds:DeleteDBCluster',
        'backup:DeleteRecoveryPoint',
      ]) {
        const anywhere = backup
          .flatMap(({ Action }) => listed(Action))
          .some((pattern) => covers(pattern, action));
        expect({ action, anywhere }).toEqual({ action, anywhere: false });
      }
    });

    it('grants its Region’s two keys to AWS resources, and decrypts with none by itself', () => {
      expect(backup.find(({ Sid }) => Sid === 'EncryptSnapshots')).toMatchObject({
        Action: 'kms:CreateGrant',
        Resource: KEYS,
        Condition: GRANT_FOR_AWS_RESOURCES,
      });
      const kms = backup
        .flatMap(({ Action }) => listed(Action))
        .filter((action) => action.startsWith('kms:'));
      expect([...new Set(kms)].sort()).toEqual(['kms:CreateGrant', 'kms:DescribeKey']);
    });

    it('knows the other Region’s key by its alias, having read nothing there', () => {
      const byAlias = {
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/healthcare-backup-dev' },
      };
      const remote = backup.filter(({ Resource }) => Resource === `arn:aws:kms:${peer}:111111111111:key/*`);
      expect(remote.map(({ Action, Condition }) => [Action, Condition])).toEqual([
        ['kms:DescribeKey', byAlias],
        ['kms:CreateGrant', { ...byAlias, ...GRANT_FOR_AWS_RESOURCES }],
      ]);
    });
  });

  describe('the one that restores', () => {
    it.each([
      'cluster:awsbackup-restore-test-1',
      'cluster:healthcare-restored-dev',
      'subgrp:healthcare-restore-test-dev',
    ])('makes %s from a snapshot of AWS Backup', (resource) => {
      expect(allow(restore, 'rds:RestoreDBClusterFromSnapshot', rds(resource))).toBe(true);
      expect(
        allow(restore, 'rds:RestoreDBClusterFromSnapshot', rds('cluster-snapshot:awsbackup:job-1')),
      ).toBe(true);
    });

    it('restores the serving cluster to a point in time, and can neither delete nor change it', () => {
      expect(allow(restore, 'rds:RestoreDBClusterToPointInTime', serving)).toBe(true);
      // What is left of a cluster that is gone.
      expect(allow(restore, 'rds:RestoreDBClusterToPointInTime', rds('cluster-auto-backup:ab-1'))).toBe(true);
      for (const action of ['rds:DeleteDBCluster', 'rds:ModifyDBCluster', 'rds:DeleteDBClusterSnapshot']) {
        expect({ action, allowed: allow(restore, action, serving) }).toEqual({ action, allowed: false });
      }
      expect(allow(restore, 'rds:DeleteDBCluster', rds('cluster:awsbackup-restore-test-1'))).toBe(true);
    });

    it('makes nothing in another environment or Region', () => {
      for (const resource of ['cluster:healthcare-restored-pr7', 'cluster:mine', 'subgrp:default']) {
        expect({
          resource,
          allowed: allow(restore, 'rds:RestoreDBClusterFromSnapshot', rds(resource)),
        }).toEqual({
          resource,
          allowed: false,
        });
      }
      expect(JSON.stringify(restore)).not.toContain(peer);
    });

    it('decrypts with its Region’s two keys alone', () => {
      for (const { Action, Resource } of restore.filter(({ Action: action }) =>
        JSON.stringify(action).includes('kms:'),
      )) {
        expect({ Action, Resource }).toEqual({ Action, Resource: KEYS });
      }
      expect(restore.find(({ Sid }) => Sid === 'GrantToDatabase')?.Condition).toEqual(
        GRANT_FOR_AWS_RESOURCES,
      );
    });
  });

  describe('what they do with objects', () => {
    const data = `arn:aws:s3:::healthcare-data-111111111111-${own}-dev`;
    const restored = `arn:aws:s3:::healthcare-restored-111111111111-${own}-dev`;
    const bucketsIn = (statements: readonly Statement[]) =>
      [
        ...new Set(
          statements.flatMap(({ Resource }) => listed(Resource)).filter((arn) => arn.includes(':s3:')),
        ),
      ].sort();

    it('is to read the Region’s data bucket and write nothing in it, for a backup', () => {
      expect(bucketsIn(bucketBackup)).toEqual([data, `${data}/*`]);
      expect(allow(bucketBackup, 's3:GetObjectVersion', `${data}/record`)).toBe(true);
      for (const action of [
        's3:PutObject',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:PutBucketPolicy',
      ]) {
        expect({ action, allowed: allow(bucketBackup, action, `${data}/record`) }).toEqual({
          action,
          allowed: false,
        });
      }
    });

    it('is to write there and to one bucket beside it, for a restore, and to delete no version', () => {
      expect(bucketsIn(bucketRestore)).toEqual([data, `${data}/*`, restored, `${restored}/*`]);
      expect(allow(bucketRestore, 's3:CreateBucket', data)).toBe(false);
      const actions = bucketRestore.flatMap(({ Action }) => listed(Action));
      expect(actions.filter((action) => /DeleteObjectVersion|BucketPolicy|\*/.test(action))).toEqual([]);
    });

    it('is to decrypt with the key for data alone', () => {
      for (const statements of [bucketBackup, bucketRestore]) {
        const keys = statements.filter(({ Action }) => JSON.stringify(Action).includes('kms:'));
        expect(keys.map(({ Resource }) => Resource)).toEqual([GIVEN.dataKeyArn]);
      }
    });

    it('is to hear of changes by the rules that AWS Backup manages, in this Region', () => {
      const events = bucketBackup.filter(({ Action }) => JSON.stringify(Action).includes('events:'));
      expect(events.map(({ Resource }) => Resource)).toEqual([
        `arn:aws:events:${own}:111111111111:rule/AwsBackupManagedRule*`,
      ]);
    });
  });
});
