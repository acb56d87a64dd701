import { resolve } from 'node:path';
import { evaluate, parsePolicy, type Policy } from '@healthcare-dr/aws-models/iam';
import { watchRegionOf, type Environment } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { BOUNDARY, fillIn, readDocuments, readPolicyFiles } from './documents';
import type { Purpose } from './purposes';

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..', '..');
const environment = fixtureEnvironment('dev');
const { accountId } = environment;
const files = readPolicyFiles(workspaceRoot);
const policyOf = (name: string, suffix = 'dev'): Policy => {
  const file = files.find((one) => one.name === name);
  if (file === undefined) throw new Error(`There is no policy '${name}'.`);
  return parsePolicy(name, fillIn(file, environment, suffix));
};
const roleArn = `arn:aws:iam::${accountId}:role/delivery/it`;

/** Whether a role with these policies may do something, under the boundary. */
const may = (
  policies: readonly string[],
  action: string,
  resource = '*',
  { region = 'eu-west-2', ...context }: Readonly<Record<string, string>> = {},
  suffix = 'dev',
): boolean =>
  evaluate(
    {
      principal: { kind: 'role', accountId, roleArn, sessionName: 's' },
      action,
      resource,
      resourceAccountId: accountId,
      context: { 'aws:RequestedRegion': region, ...context },
    },
    {
      identity: policies.map((name) => policyOf(name, suffix)),
      permissionsBoundary: policyOf(BOUNDARY, suffix),
    },
  ).outcome === 'allowed';

const STATE = (suffix: string) => `arn:aws:s3:::healthcare-tfstate-${accountId}-eu-west-1-${suffix}`;
const SECRET = (name: string) => `arn:aws:secretsmanager:eu-west-2:${accountId}:secret:${name}-AbCdEf`;

/** What changes things, or shows what patients confide. */
const NEVER_BY_READERS: readonly (readonly [string, string])[] = [
  ['s3:PutObject', `${STATE('dev')}/primary-kms.tfstate`],
  ['s3:DeleteObject', `${STATE('dev')}/primary-kms.tfstate`],
  ['s3:PutObject', `${STATE('prod')}/primary-kms.tfstate.tflock`],
  ['s3:GetObject', `${STATE('prod')}/primary-kms.tfstate`],
  ['s3:GetObject', `arn:aws:s3:::healthcare-data-${accountId}-eu-west-2-dev/patient`],
  ['s3:ListBucket', `arn:aws:s3:::healthcare-data-${accountId}-eu-west-2-prod`],
  ['secretsmanager:GetSecretValue', SECRET('healthcare-aurora-master-prod')],
  ['secretsmanager:GetSecretValue', SECRET('another')],
  ['rds:ModifyDBCluster', `arn:aws:rds:eu-west-2:${accountId}:cluster:healthcare-aurora-dev`],
  ['rds:FailoverGlobalCluster', '*'],
  ['lambda:InvokeFunction', '*'],
  ['iam:PassRole', roleArn],
  ['ssm:PutParameter', `arn:aws:ssm:eu-west-2:${accountId}:parameter/healthcare-dr/dev/failover-lambda/hold`],
  ['dynamodb:PutItem', '*'],
  ['kms:Decrypt', `arn:aws:kms:eu-west-2:${accountId}:key/k`],
];

describe('a hosted zone in another account', () => {
  const HOSTED_ZONE_ROLE = 'arn:aws:iam::999999999999:role/hosted-zone';
  const elsewhere: Environment = {
    ...environment,
    dns: { ...environment.dns, hostedZoneRoleArn: HOSTED_ZONE_ROLE },
  };
  const { boundary, of } = readDocuments(workspaceRoot, elsewhere, ['plan', 'deploy', 'watch', 'ephemeral']);
  const outcomeOf = (purpose: Purpose, resource: string, documents = of) =>
    evaluate(
      {
        principal: { kind: 'role', accountId, roleArn, sessionName: 's' },
        action: 'sts:AssumeRole',
        resource,
        resourceAccountId: accountId,
        context: { 'aws:RequestedRegion': 'eu-west-2' },
      },
      {
        identity: (documents.get(purpose) ?? []).map(({ name, text }) => parsePolicy(name, text)),
        permissionsBoundary: parsePolicy('boundary', boundary.text),
      },
    ).outcome;

  it.each(['plan', 'deploy', 'watch', 'ephemeral'] as const)(
    'is reached by %s, by its role alone',
    (purpose) => {
      expect(outcomeOf(purpose, HOSTED_ZONE_ROLE)).toBe('allowed');
      expect(outcomeOf(purpose, `${HOSTED_ZONE_ROLE}-2`)).toBe('implicit-deny');
      expect(outcomeOf(purpose, `arn:aws:iam::${accountId}:role/administrator`)).toBe('implicit-deny');
    },
  );

  it('is reached by no role of an environment that names none', () => {
    const without = readDocuments(workspaceRoot, environment, ['deploy']).of;
    expect(outcomeOf('deploy', HOSTED_ZONE_ROLE, without)).toBe('implicit-deny');
  });
});

describe('the policy of whoever plans', () => {
  it.each([
    ['s3:GetObject', `${STATE('dev')}/primary-kms.tfstate`],
    ['s3:PutObject', `${STATE('dev')}/primary-kms.tfstate.tflock`],
    ['s3:DeleteObject', `${STATE('dev')}/primary-kms.tfstate.tflock`],
    ['ssm:GetParameter', `arn:aws:ssm:eu-west-2:${accountId}:parameter/healthcare-dr/dev/kms/data-key-arn`],
    ['rds:DescribeGlobalClusters', '*'],
    ['ec2:DescribeVpcs', '*'],
    // HeadBucket, with which the provider begins.
    ['s3:ListBucket', `arn:aws:s3:::healthcare-data-${accountId}-eu-west-2-dev`],
    // The provider reads it to see whether it drifted.
    ['secretsmanager:GetSecretValue', SECRET('healthcare-aurora-master-dev')],
  ])('lets it %s of %s', (action, resource) => {
    expect(may(['plan'], action, resource)).toBe(true);
  });

  it.each(NEVER_BY_READERS)('does not let it %s of %s', (action, resource) => {
    expect(may(['plan'], action, resource)).toBe(false);
  });

  it('decrypts only through the services that it reads of', () => {
    const key = `arn:aws:kms:eu-west-2:${accountId}:key/k`;

    expect(may(['plan'], 'kms:Decrypt', key, { 'kms:ViaService': 's3.eu-west-2.amazonaws.com' })).toBe(true);
    expect(may(['plan'], 'kms:Decrypt', key, { 'kms:ViaService': 'dynamodb.eu-west-2.amazonaws.com' })).toBe(
      false,
    );
  });
});

describe('the policy that requires the boundary of the environment', () => {
  const BOUNDARY_ARN = `arn:aws:iam::${accountId}:policy/boundary`;
  const file = files.find(({ name }) => name === 'require-boundary');
  const required = fillIn(
    file ?? { name: '', text: '' },
    { ...environment, permissionsBoundary: BOUNDARY_ARN },
    'dev',
  );
  const everything = parsePolicy('all', {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  const outcome = (action: string, resource: string, context: Readonly<Record<string, string>> = {}) =>
    evaluate(
      {
        principal: { kind: 'role', accountId, roleArn, sessionName: 's' },
        action,
        resource,
        resourceAccountId: accountId,
        context,
      },
      { identity: [everything, parsePolicy('required', required)] },
    ).outcome;
  const role = `arn:aws:iam::${accountId}:role/healthcare-failover-eu-west-2-dev`;

  it.each([
    ['iam:CreateRole', role, { 'iam:PermissionsBoundary': BOUNDARY_ARN }],
    ['iam:PutRolePermissionsBoundary', role, { 'iam:PermissionsBoundary': BOUNDARY_ARN }],
    ['iam:AttachRolePolicy', role, {}],
    ['iam:CreatePolicyVersion', `arn:aws:iam::${accountId}:policy/healthcare-failover-eu-west-2-dev`, {}],
  ])('lets it %s of %s with %j', (action, resource, context) => {
    expect(outcome(action, resource, context)).toBe('allowed');
  });

  it.each([
    ['iam:CreateRole', role, {}],
    ['iam:CreateRole', role, { 'iam:PermissionsBoundary': `arn:aws:iam::${accountId}:policy/another` }],
    ['iam:DeleteRolePermissionsBoundary', role, {}],
    ['iam:CreatePolicyVersion', BOUNDARY_ARN, {}],
  ])('does not let it %s of %s with %j', (action, resource, context) => {
    expect(outcome(action, resource, context)).toBe('explicit-deny');
  });
});

describe('the policy of whoever watches', () => {
  it.each([
    ['cloudwatch:GetMetricData', '*'],
    ['dynamodb:Query', `arn:aws:dynamodb:eu-west-1:${accountId}:table/healthcare-failover-journal-dev`],
    ['route53:ListHealthChecks', '*'],
  ])('lets it %s of %s', (action, resource) => {
    expect(may(['watch'], action, resource)).toBe(true);
  });

  it.each(NEVER_BY_READERS)('does not let it %s of %s', (action, resource) => {
    expect(may(['plan', 'watch'], action, resource)).toBe(false);
  });
});

describe('the policy of environments of pull requests', () => {
  it('reaches their state buckets and no other environment’s', () => {
    const mayReach = (suffix: string) => may(['ephemeral'], 's3:DeleteBucket', STATE(suffix), {}, 'pr*');

    expect([mayReach('pr42'), mayReach('dev'), mayReach('us')]).toEqual([true, false, false]);
  });

  it('makes keys that carry their tag, and deletes those alone', () => {
    const key = `arn:aws:kms:eu-west-1:${accountId}:key/k`;
    const mayDelete = (owner: string) =>
      may(['ephemeral'], 'kms:ScheduleKeyDeletion', key, { 'aws:ResourceTag/Environment': owner }, 'pr*');

    expect(may(['ephemeral'], 'kms:CreateKey', '*', { 'aws:RequestTag/Environment': 'pr42' }, 'pr*')).toBe(
      true,
    );
    expect(may(['ephemeral'], 'kms:CreateKey', '*', { 'aws:RequestTag/Environment': 'dev' }, 'pr*')).toBe(
      false,
    );
    expect([mayDelete('pr42'), mayDelete('dev')]).toEqual([true, false]);
  });
});

describe('the permissions boundary', () => {
  const mayAtMost = (
    action: string,
    resource = '*',
    context: Readonly<Record<string, string>> = {},
  ): boolean =>
    evaluate(
      {
        principal: { kind: 'role', accountId, roleArn, sessionName: 's' },
        action,
        resource,
        resourceAccountId: accountId,
        context: { 'aws:RequestedRegion': 'eu-west-2', ...context },
      },
      {
        identity: [
          parsePolicy('all', {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
          }),
        ],
        permissionsBoundary: policyOf(BOUNDARY),
      },
    ).outcome === 'allowed';

  it.each([
    ['iam:PutRolePolicy', roleArn],
    ['iam:DeleteRolePermissionsBoundary', roleArn],
    ['iam:PassRole', roleArn],
    ['iam:CreatePolicyVersion', `arn:aws:iam::${accountId}:policy/delivery/healthcare-delivery-boundary-dev`],
    ['iam:CreateUser', `arn:aws:iam::${accountId}:user/mine`],
    ['iam:CreateAccessKey', `arn:aws:iam::${accountId}:user/mine`],
    ['iam:UpdateOpenIDConnectProviderThumbprint', `arn:aws:iam::${accountId}:oidc-provider/x`],
    ['organizations:LeaveOrganization', '*'],
    ['rds:FailoverGlobalCluster', '*'],
    ['lambda:InvokeFunction', `arn:aws:lambda:eu-west-1:${accountId}:function:healthcare-failover-dev`],
    ['ecs:ExecuteCommand', '*'],
    ['s3:GetObject', `arn:aws:s3:::healthcare-data-${accountId}-eu-west-2-dev/patient`],
    ['secretsmanager:GetSecretValue', SECRET('another')],
  ])('never lets anybody %s of %s, whatever their policies allow', (action, resource) => {
    expect(mayAtMost(action, resource)).toBe(false);
  });

  it('ends at the Regions of the pair, the one that watches them, and where the services without one are', () => {
    const inRegion = (region: string) => mayAtMost('ec2:CreateVpc', '*', { 'aws:RequestedRegion': region });

    const watchRegion = watchRegionOf(environment);

    expect(['eu-west-2', 'eu-west-1', watchRegion, 'us-east-1', 'ap-south-1'].map(inRegion)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it('leaves a deployment what it needs', () => {
    expect(
      mayAtMost('iam:CreateRole', `arn:aws:iam::${accountId}:role/healthcare-backup-eu-west-2-dev`),
    ).toBe(true);
    expect(mayAtMost('s3:GetObject', `${STATE('dev')}/primary-kms.tfstate`)).toBe(true);
    expect(mayAtMost('secretsmanager:GetSecretValue', SECRET('healthcare-aurora-master-dev'))).toBe(true);
  });
});
