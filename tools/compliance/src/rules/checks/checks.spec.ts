import { fixtureModel, fixtureStack } from '@healthcare-dr/testing';
import { describeChecks, type CheckFixture } from '../describe-checks';
import type { Check } from '../check';
import { ALL_CHECKS, COVERAGE_CHECKS } from './index';
import { DECLARED_TYPES } from './resource-types';
import { RESOURCE_TYPE_FIXTURES } from './resource-types.fixtures';
import { STORE_CHECKS } from './stores';
import { STORE_FIXTURES } from './stores.fixtures';
import { ACM_CHECKS } from './acm';
import { ACM_FIXTURES } from './acm.fixtures';
import { BACKUP_CHECKS, isDaily } from './backup';
import { BACKUP_FIXTURES } from './backup.fixtures';
import { CLOUDTRAIL_CHECKS } from './cloudtrail';
import { CLOUDTRAIL_FIXTURES } from './cloudtrail.fixtures';
import { DNS_CHECKS } from './dns';
import { DNS_FIXTURES } from './dns.fixtures';
import { DYNAMODB_CHECKS } from './dynamodb';
import { DYNAMODB_FIXTURES } from './dynamodb.fixtures';
import { EC2_CHECKS } from './ec2';
import { EC2_FIXTURES } from './ec2.fixtures';
import { ECS_CHECKS } from './ecs';
import { ECS_FIXTURES } from './ecs.fixtures';
import { IAM_CHECKS } from './iam';
import { IAM_FIXTURES } from './iam.fixtures';
import { KMS_CHECKS } from './kms';
import { KMS_FIXTURES } from './kms.fixtures';
import { LAMBDA_CHECKS } from './lambda';
import { LAMBDA_FIXTURES } from './lambda.fixtures';
import { LOAD_BALANCING_CHECKS } from './load-balancing';
import { LOAD_BALANCING_FIXTURES } from './load-balancing.fixtures';
import { LOGS_CHECKS } from './logs';
import { LOGS_FIXTURES } from './logs.fixtures';
import { MESSAGING_CHECKS } from './messaging';
import { MESSAGING_FIXTURES } from './messaging.fixtures';
import { RDS_CHECKS } from './rds';
import { RDS_FIXTURES } from './rds.fixtures';
import { S3_CHECKS } from './s3';
import { S3_FIXTURES } from './s3.fixtures';
import { SECRETS_CHECKS } from './secrets';
import { SECRETS_FIXTURES } from './secrets.fixtures';
import { SECURITY_GROUP_CHECKS } from './security-groups';
import { SECURITY_GROUP_FIXTURES } from './security-groups.fixtures';
import { SSM_CHECKS } from './ssm';
import { SSM_FIXTURES } from './ssm.fixtures';
import { VPC_CHECKS } from './vpc';
import { VPC_FIXTURES } from './vpc.fixtures';

const SERVICES: readonly (readonly [string, readonly Check[], Readonly<Record<string, CheckFixture>>])[] = [
  ['acm', ACM_CHECKS, ACM_FIXTURES],
  ['backup', BACKUP_CHECKS, BACKUP_FIXTURES],
  ['cloudtrail', CLOUDTRAIL_CHECKS, CLOUDTRAIL_FIXTURES],
  ['dns', DNS_CHECKS, DNS_FIXTURES],
  ['dynamodb', DYNAMODB_CHECKS, DYNAMODB_FIXTURES],
  ['ec2', EC2_CHECKS, EC2_FIXTURES],
  ['ecs', ECS_CHECKS, ECS_FIXTURES],
  ['iam', IAM_CHECKS, IAM_FIXTURES],
  ['kms', KMS_CHECKS, KMS_FIXTURES],
  ['lambda', LAMBDA_CHECKS, LAMBDA_FIXTURES],
  ['load-balancing', LOAD_BALANCING_CHECKS, LOAD_BALANCING_FIXTURES],
  ['logs', LOGS_CHECKS, LOGS_FIXTURES],
  ['messaging', MESSAGING_CHECKS, MESSAGING_FIXTURES],
  ['rds', RDS_CHECKS, RDS_FIXTURES],
  ['s3', S3_CHECKS, S3_FIXTURES],
  ['secrets', SECRETS_CHECKS, SECRETS_FIXTURES],
  ['security-groups', SECURITY_GROUP_CHECKS, SECURITY_GROUP_FIXTURES],
  ['ssm', SSM_CHECKS, SSM_FIXTURES],
  ['stores', STORE_CHECKS, STORE_FIXTURES],
  ['vpc', VPC_CHECKS, VPC_FIXTURES],
  ['resource types', COVERAGE_CHECKS, RESOURCE_TYPE_FIXTURES],
];

// One file for all of them: loading the library costs more than running its checks.
describe.each(SERVICES)('the checks of %s', (_service, checks, fixtures) => {
  describeChecks(checks, fixtures);
});

it('every check is among them', () => {
  expect(SERVICES.flatMap(([, checks]) => checks.map(({ key }) => key)).sort()).toEqual(
    ALL_CHECKS.map(({ key }) => key).sort(),
  );
});

it('asks no asymmetric key to rotate', () => {
  const stack = fixtureStack({ aws_kms_key: { x: { customer_master_key_spec: 'ECC_NIST_P256' } } });
  expect(KMS_CHECKS.find(({ key }) => key === 'kms-rotation')?.evaluate(fixtureModel(stack))).toEqual([]);
});

it.each(['cron(0 */1 * * ? *)', 'cron(30 2 ? * * *)', 'rate(12 hours)', 'rate(1 day)'])(
  '%s runs every day',
  (schedule) => {
    expect(isDaily(schedule)).toBe(true);
  },
);

it.each([
  'cron(0 5 1 * ? *)',
  'cron(0 5 ? * MON-FRI *)',
  'cron(0 5 * 1 ? *)',
  'rate(2 days)',
  'cron(0 5 * *)',
  '',
])('%s does not run every day', (schedule) => {
  expect(isDaily(schedule)).toBe(false);
});

describe('a type that is declared', () => {
  it('is declared once', () => {
    expect(new Set(DECLARED_TYPES).size).toBe(DECLARED_TYPES.length);
  });

  it('is one that no control looks at', () => {
    const model = fixtureModel(
      fixtureStack(Object.fromEntries(DECLARED_TYPES.map((type) => [type, { x: {} }]))),
    );
    const examined = ALL_CHECKS.filter((one) => !COVERAGE_CHECKS.includes(one)).flatMap((one) =>
      one.evaluate(model).map(({ address }) => address.split('.')[0] ?? ''),
    );
    expect(DECLARED_TYPES.filter((type) => examined.includes(type))).toEqual([]);
  });
});
