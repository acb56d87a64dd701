import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Route53QueryLog } from '@cdktf/provider-aws/lib/route53-query-log';
import { expectDataSource, expectNoResource, expectResource } from '@healthcare-dr/testing';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { dev, dnsStack, prod, reference, us, withDns } from './__fixtures__/stacks';

const LOG_GROUP = '/aws/route53/healthcare-query-logs-dev';
const LOG_GROUP_ARN = `arn:aws:logs:us-east-1:111111111111:log-group:${LOG_GROUP}`;

describe('the query log', () => {
  const stack = dnsStack('primary');
  const logGroup = expectResource(stack, CloudwatchLogGroup, { name: LOG_GROUP });
  const key = expectResource(stack, KmsKey);
  const policy = expectResource(stack, CloudwatchLogResourcePolicy);
  const zone = expectDataSource(stack, 'aws_route53_zone');

  it('records the queries for the zone, once Route 53 may write', () => {
    expectResource(stack, Route53QueryLog, {
      zone_id: reference(zone, 'zone_id'),
      cloudwatch_log_group_arn: reference(logGroup, 'arn'),
      depends_on: [policy.address],
    });
  });

  it('stands in us-east-1, the only Region that Route 53 writes to, with key and policy', () => {
    const { allResources } = stack;
    const logging = allResources.filter(({ type }) => /^aws_(kms|cloudwatch_log)/.test(type));
    expect(logging.map((block) => [block.type, stack.regionOf(block)])).toEqual([
      ['aws_cloudwatch_log_group', 'us-east-1'],
      ['aws_cloudwatch_log_resource_policy', 'us-east-1'],
      ['aws_kms_alias', 'us-east-1'],
      ['aws_kms_key', 'us-east-1'],
    ]);
  });

  it('takes the stack’s own provider where that stands in us-east-1', () => {
    const american = dnsStack('primary', us);
    expect(american.providers()).toHaveLength(1);
    const [group] = american.resources(CloudwatchLogGroup);
    expect(group === undefined ? undefined : american.regionOf(group)).toBe('us-east-1');
  });

  it('is kept as an audit record, on a rotating key of its own', () => {
    expect(logGroup.attributes).toMatchObject({
      retention_in_days: 365,
      kms_key_id: reference(key, 'arn'),
    });
    expect(key.attributes).toMatchObject({ enable_key_rotation: true, is_enabled: true });
  });

  it('is encrypted by CloudWatch Logs for this log group and no other', () => {
    const { Statement: statements } = JSON.parse(String(key.attributes['policy'])) as {
      Statement: { Sid: string; Action: string | string[]; Condition?: object }[];
    };
    expect(statements.map(({ Sid }) => Sid)).toEqual(['Administer', 'UseThroughServices', 'CloudWatchLogs']);
    expect(statements[2]).toMatchObject({
      Principal: { Service: ['logs.us-east-1.amazonaws.com'] },
      Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': LOG_GROUP_ARN } },
    });
    expect(statements[1]?.Condition).toEqual({
      StringEquals: {
        'kms:CallerAccount': '111111111111',
        'kms:ViaService': ['logs.us-east-1.amazonaws.com'],
      },
    });
    expect(statements.flatMap(({ Action }) => Action)).not.toContain('kms:*');
  });

  it('is written by Route 53 for this zone and no other', () => {
    expect(JSON.parse(String(policy.attributes['policy_document']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Route53QueryLogs',
          Effect: 'Allow',
          Principal: { Service: 'route53.amazonaws.com' },
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `${LOG_GROUP_ARN}:*`,
          Condition: {
            ArnEquals: { 'aws:SourceArn': `arn:aws:route53:::hostedzone/${reference(zone, 'zone_id')}` },
            StringEquals: { 'aws:SourceAccount': '111111111111' },
          },
        },
      ],
    });
  });

  it('goes with an ephemeral environment', () => {
    expect(key.attributes).toMatchObject({ deletion_window_in_days: 7 });
    for (const { attributes } of [key, logGroup]) expect(attributes).not.toHaveProperty('lifecycle');
  });
});

it('in production it is kept for six years, with its key', () => {
  const stack = dnsStack('primary', prod);
  const lifecycle = { prevent_destroy: true };
  expectResource(stack, CloudwatchLogGroup, { retention_in_days: 2192, lifecycle });
  expectResource(stack, KmsKey, { deletion_window_in_days: 30, lifecycle });
});

it.each([
  [
    'whose owner logs it',
    withDns(dev, { queryLogging: { enabled: false, optOutReason: 'Logged by network.' } }),
  ],
  ['that is shared with dev', fixtureEnvironment('pr7')],
])('there is none for a zone %s, but the provider that destroys what stands of one', (_zone, environment) => {
  const stack = dnsStack('primary', environment);
  for (const type of [Route53QueryLog, CloudwatchLogGroup, KmsKey]) expectNoResource(stack, type);
  expect(stack.providers()).toContainEqual(expect.objectContaining({ alias: 'global', region: 'us-east-1' }));
});
