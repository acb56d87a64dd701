import { type Fixture } from '@healthcare-dr/testing';
import { KEY_ARN, single, type CheckFixture } from '../describe-checks';

/** A trail whose log group has a filter for these events, and an alarm on it. */
const watched = (
  pattern: string,
  filter: Record<string, unknown> = {},
  alarm: Record<string, unknown> = {},
): Fixture => ({
  aws_cloudtrail: { t: { cloud_watch_logs_group_arn: '${aws_cloudwatch_log_group.g.arn}:*' } },
  aws_cloudwatch_log_group: { g: { name: '/aws/cloudtrail/healthcare-audit-prod' } },
  aws_cloudwatch_log_metric_filter: {
    f: {
      log_group_name: '/aws/cloudtrail/healthcare-audit-prod',
      pattern,
      metric_transformation: { name: 'Events', namespace: 'Healthcare' },
      ...filter,
    },
  },
  aws_cloudwatch_metric_alarm: {
    a: { metric_name: 'Events', namespace: 'Healthcare', alarm_actions: ['arn'], ...alarm },
  },
});

const metric = (...terms: string[]): CheckFixture => {
  const pattern = `{ ${terms.map((term) => `($.eventName = ${term})`).join(' || ')} }`;
  return {
    good: [watched(pattern), watched(pattern, { log_group_name: '${aws_cloudwatch_log_group.g.name}' })],
    bad: {
      'no log group': { aws_cloudtrail: { t: {} } },
      'an event left out': watched(pattern.replaceAll(terms[0] ?? '', 'Another')),
      'another log group': watched(pattern, { log_group_name: 'other' }),
      'no alarm': watched(pattern, {}, { metric_name: 'Other' }),
      'an alarm in another namespace': watched(pattern, {}, { namespace: 'Other' }),
      'an alarm that tells nobody': watched(pattern, {}, { alarm_actions: [] }),
      'an alarm in another Region': watched(pattern, {}, { provider: 'aws.dr' }),
    },
  };
};

const ROUTES = ['DeleteRoute', 'CreateRoute', 'CreateRouteTable', 'ReplaceRoute', 'DisassociateRouteTable'];

/** What each check must accept and refuse. */
export const LOGS_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'logs-cmk': single('aws_cloudwatch_log_group', { kms_key_id: KEY_ARN }, { absent: {} }),
  'logs-retention-set': single('aws_cloudwatch_log_group', { retention_in_days: 14 }, { absent: {} }),
  'logs-retention-365': {
    good: [
      { aws_cloudwatch_log_group: { g: { retention_in_days: 365 } } },
      { aws_cloudwatch_log_group: { g: { retention_in_days: 0 } } },
    ],
    bad: {
      'a month': { aws_cloudwatch_log_group: { g: { retention_in_days: 30 } } },
      absent: { aws_cloudwatch_log_group: { g: {} } },
    },
  },
  'alarm-has-actions': single(
    'aws_cloudwatch_metric_alarm',
    { alarm_actions: ['arn'], insufficient_data_actions: ['arn'] },
    {
      none: {},
      'no data goes unheard': { alarm_actions: ['arn'] },
      'alarm goes unheard': { alarm_actions: [], insufficient_data_actions: ['arn'] },
    },
  ),
  'alarm-actions-enabled': single(
    'aws_cloudwatch_composite_alarm',
    {},
    { muted: { actions_enabled: false } },
  ),
  'metric-root-usage': metric('$.userIdentity.type', 'Root'),
  'metric-auth-failures': metric('ConsoleLogin', 'Failed authentication'),
  'metric-nacl-changes': metric(
    'CreateNetworkAcl',
    'DeleteNetworkAcl',
    'ReplaceNetworkAclEntry',
    'ReplaceNetworkAclAssociation',
  ),
  'metric-gateway-changes': metric(
    'CreateCustomerGateway',
    'AttachInternetGateway',
    'DeleteInternetGateway',
    'DetachInternetGateway',
  ),
  'metric-route-changes': {
    ...metric(...ROUTES),
    bad: {
      ...metric(...ROUTES).bad,
      'a longer name for it': watched(ROUTES.filter((event) => event !== 'CreateRoute').join(' ')),
    },
  },
  'metric-vpc-changes': metric('DeleteVpc', 'CreateVpc', 'ModifyVpcAttribute', 'CreateVpcPeeringConnection'),
  'metric-sg-changes': metric(
    'AuthorizeSecurityGroupIngress',
    'AuthorizeSecurityGroupEgress',
    'RevokeSecurityGroupIngress',
    'DeleteSecurityGroup',
  ),
  'metric-cloudtrail-changes': metric('StopLogging', 'UpdateTrail', 'DeleteTrail'),
  'metric-iam-policy-changes': metric(
    'PutRolePolicy',
    'AttachRolePolicy',
    'CreatePolicyVersion',
    'DeletePolicy',
  ),
  'metric-kms-disable': metric('DisableKey', 'ScheduleKeyDeletion'),
  'metric-s3-policy-changes': metric(
    'PutBucketPolicy',
    'DeleteBucketPolicy',
    'PutBucketAcl',
    'PutBucketReplication',
  ),
  'metric-unauthorized-calls': metric('UnauthorizedOperation', 'AccessDenied'),
  'metric-signin-no-mfa': metric('ConsoleLogin', 'MFAUsed'),
};
