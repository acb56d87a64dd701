import {
  bucket,
  callerOf,
  environment,
  key,
  outcomeOf,
  regionOf,
  resourcePolicyOf,
  serviceOutcomeOf,
  type ServiceCall,
} from '../__fixtures__/standing-account';
import { parsePolicy } from '../policy/parse-policy';
import type { Policy } from '../policy/policy';

const { accountId, suffix } = environment;
const DR = regionOf('dr');
const OTHER = '999999999999';
const arn = (service: string, resource: string, account = accountId) =>
  `arn:aws:${service}:${DR}:${account}:${resource}`;

const TOPIC = arn('sns', `healthcare-notifications-${suffix}`);
const QUEUE = arn('sqs', `healthcare-failover-dead-letters-${suffix}`);
const TRAIL = `arn:aws:s3:::${bucket('dr', 'trail')}`;
const LOGS = `arn:aws:s3:::${bucket('dr', 'access-logs')}`;
const [MESSAGES, AUDIT] = [key('dr', 'notifications'), key('dr', 'logs')];
const trailArn = arn('cloudtrail', `trail/healthcare-audit-${DR}-${suffix}`);

/** What a service sends along of the resource that it acts for, and of its account. */
const from = (source: string, account = accountId) => ({
  'aws:SourceArn': source,
  'aws:SourceAccount': account,
});
const alarm = (account?: string) =>
  from(arn('cloudwatch', `alarm:healthcare-rpo-${suffix}`, account), account);
const vault = (account?: string) =>
  from(arn('backup', `backup-vault:healthcare-backup-${suffix}`, account), account);
const rule = (name: string, account?: string) => from(arn('events', `rule/${name}`, account), account);

/**
 * The calls that AWS documents for each service that delivers something here.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
const MAY: readonly ServiceCall[] = [
  ['cloudwatch.amazonaws.com', 'sns:Publish', TOPIC, alarm()],
  ['cloudwatch.amazonaws.com', 'kms:GenerateDataKey', MESSAGES, alarm()],
  ['cloudwatch.amazonaws.com', 'kms:Decrypt', MESSAGES, alarm()],
  ['backup.amazonaws.com', 'sns:Publish', TOPIC, vault()],
  ['backup.amazonaws.com', 'kms:GenerateDataKey', MESSAGES, vault()],
  ['events.amazonaws.com', 'sqs:SendMessage', QUEUE, rule(`healthcare-failover-schedule-${suffix}`)],
  ['events.amazonaws.com', 'kms:GenerateDataKey', MESSAGES, rule(`healthcare-failover-schedule-${suffix}`)],
  ['sns.amazonaws.com', 'sqs:SendMessage', QUEUE, from(TOPIC)],
  ['sns.amazonaws.com', 'kms:Decrypt', MESSAGES, from(TOPIC)],
  ['cloudtrail.amazonaws.com', 's3:GetBucketAcl', TRAIL, from(trailArn)],
  [
    'cloudtrail.amazonaws.com',
    's3:PutObject',
    `${TRAIL}/AWSLogs/${accountId}/CloudTrail/x`,
    { ...from(trailArn), 's3:x-amz-acl': 'bucket-owner-full-control' },
  ],
  [
    'cloudtrail.amazonaws.com',
    'kms:GenerateDataKey',
    AUDIT,
    { ...from(trailArn), 'kms:EncryptionContext:aws:cloudtrail:arn': trailArn },
  ],
  ['cloudtrail.amazonaws.com', 'kms:DescribeKey', AUDIT, from(trailArn)],
  [
    `logs.${DR}.amazonaws.com`,
    'kms:GenerateDataKey',
    AUDIT,
    {
      'kms:EncryptionContext:aws:logs:arn': arn(
        'logs',
        `log-group:/aws/lambda/healthcare-failover-${suffix}`,
      ),
    },
  ],
  ['logging.s3.amazonaws.com', 's3:PutObject', `${LOGS}/s3/x`, from(`arn:aws:s3:::${bucket('dr', 'data')}`)],
  [
    'logdelivery.elasticloadbalancing.amazonaws.com',
    's3:PutObject',
    `${LOGS}/alb/AWSLogs/${accountId}/x`,
    from(arn('elasticloadbalancing', 'loadbalancer/app/healthcare/1')),
  ],
];

const MAY_NOT: readonly ServiceCall[] = [
  ['cloudwatch.amazonaws.com', 'sns:Publish', TOPIC, alarm(OTHER)],
  ['cloudwatch.amazonaws.com', 'kms:GenerateDataKey', MESSAGES, alarm(OTHER)],
  ['cloudwatch.amazonaws.com', 'sns:Publish', TOPIC, { ...alarm(), 'aws:SecureTransport': 'false' }],
  ['backup.amazonaws.com', 'sns:Publish', TOPIC, vault(OTHER)],
  // EventBridge says neither account nor rule to a topic: it publishes in roles.
  ['events.amazonaws.com', 'sns:Publish', TOPIC],
  [
    'events.amazonaws.com',
    'kms:GenerateDataKey',
    MESSAGES,
    { 'kms:EncryptionContext:aws:sns:topicArn': TOPIC },
  ],
  ['events.amazonaws.com', 'sqs:SendMessage', QUEUE, rule('another')],
  ['events.amazonaws.com', 'kms:GenerateDataKey', key('dr', 'data'), rule('another')],
  ['s3.amazonaws.com', 'sns:Publish', TOPIC],
  ['sns.amazonaws.com', 'sqs:SendMessage', QUEUE, from(arn('sns', 'another'))],
  ['cloudtrail.amazonaws.com', 's3:PutObject', `${TRAIL}/AWSLogs/${OTHER}/x`, from(trailArn)],
  ['cloudtrail.amazonaws.com', 's3:GetBucketAcl', TRAIL, from(trailArn.replace(accountId, OTHER), OTHER)],
  [
    `logs.${DR}.amazonaws.com`,
    'kms:GenerateDataKey',
    AUDIT,
    { 'kms:EncryptionContext:aws:logs:arn': arn('logs', 'log-group:another') },
  ],
  ['logging.s3.amazonaws.com', 's3:PutObject', `${LOGS}/alb/x`, from(`arn:aws:s3:::${bucket('dr', 'data')}`)],
];

/** A policy as it stands without the statements that name a service. */
function withoutService(resource: string, service: string): Policy {
  const policy = resourcePolicyOf(resource);
  if (policy === undefined) throw new Error(`${resource} has no policy.`);
  return {
    ...policy,
    statements: policy.statements.filter(({ principal }) => !principal?.services.includes(service)),
  };
}

describe('a service that delivers something', () => {
  it.each(MAY.map((call) => ({ call })))('may: $call.0 $call.1 on $call.2', ({ call }) => {
    expect(serviceOutcomeOf(call)).toBe('allowed');
  });

  it.each(MAY_NOT.map((call) => ({ call })))('may not: $call.0 $call.1 on $call.2', ({ call }) => {
    expect(serviceOutcomeOf(call)).not.toBe('allowed');
  });

  it.each(MAY.map((call) => ({ call })))(
    'may no more once the policy leaves it out: $call.0 $call.1 on $call.2',
    ({ call }) => {
      const [service, , resource] = call;
      const holder = resource.startsWith('arn:aws:s3:::') ? resource.replace(/\/.*$/, '') : resource;
      expect(serviceOutcomeOf(call, withoutService(holder, service))).toBe('implicit-deny');
    },
  );
});

describe('a bucket whose policy denies replication', () => {
  it('is replicated to no more', () => {
    const target = `arn:aws:s3:::${bucket('dr', 'data')}`;
    const replication = callerOf('primary-s3-replication', 's3-replication_to-dr_role');
    const closed = parsePolicy(target, {
      Version: '2012-10-17',
      Statement: {
        Sid: 'NoReplicas',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:Replicate*',
        Resource: `${target}/*`,
      },
    });

    expect(outcomeOf(replication, ['s3:ReplicateObject', `${target}/a`])).toBe('allowed');
    expect(outcomeOf(replication, ['s3:ReplicateObject', `${target}/a`], closed)).toBe(
      'denied by NoReplicas',
    );
  });
});
