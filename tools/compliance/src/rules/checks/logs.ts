import { check, type Check } from '../check';
import { all, isCustomerKey, isNot, isSet, onEach, show, type Judge } from '../judge';
import { searching, type EnvironmentModel, type Resource } from '@healthcare-dr/testing';

const ALARMS = ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm'];

/** The events a metric filter must look for, by the names CloudTrail gives them. Source: CIS AWS Foundations, monitoring. */
const EVENTS = {
  'metric-root-usage': ['$.userIdentity.type', 'Root'],
  'metric-auth-failures': ['ConsoleLogin', 'Failed authentication'],
  'metric-nacl-changes': [
    'CreateNetworkAcl',
    'DeleteNetworkAcl',
    'ReplaceNetworkAclEntry',
    'ReplaceNetworkAclAssociation',
  ],
  'metric-gateway-changes': [
    'CreateCustomerGateway',
    'AttachInternetGateway',
    'DeleteInternetGateway',
    'DetachInternetGateway',
  ],
  'metric-route-changes': [
    'CreateRoute',
    'CreateRouteTable',
    'ReplaceRoute',
    'DeleteRoute',
    'DisassociateRouteTable',
  ],
  'metric-vpc-changes': ['CreateVpc', 'DeleteVpc', 'ModifyVpcAttribute', 'CreateVpcPeeringConnection'],
  'metric-sg-changes': [
    'AuthorizeSecurityGroupIngress',
    'AuthorizeSecurityGroupEgress',
    'RevokeSecurityGroupIngress',
    'DeleteSecurityGroup',
  ],
  'metric-cloudtrail-changes': ['StopLogging', 'UpdateTrail', 'DeleteTrail'],
  'metric-iam-policy-changes': ['PutRolePolicy', 'AttachRolePolicy', 'CreatePolicyVersion', 'DeletePolicy'],
  'metric-kms-disable': ['DisableKey', 'ScheduleKeyDeletion'],
  'metric-s3-policy-changes': [
    'PutBucketPolicy',
    'DeleteBucketPolicy',
    'PutBucketAcl',
    'PutBucketReplication',
  ],
  'metric-unauthorized-calls': ['UnauthorizedOperation', 'AccessDenied'],
  'metric-signin-no-mfa': ['ConsoleLogin', 'MFAUsed'],
} as const;

const logGroupOf = (trail: Resource, model: EnvironmentModel) =>
  model
    .references(trail, trail.at('cloud_watch_logs_group_arn'))
    .filter(({ type }) => type === 'aws_cloudwatch_log_group');

/** The alarms with an action on the metric of a filter. */
const alarmsOf = (filter: Resource, model: EnvironmentModel) => {
  const [name, namespace] = [
    filter.at('metric_transformation.name'),
    filter.at('metric_transformation.namespace'),
  ];
  return model
    .ofType('aws_cloudwatch_metric_alarm')
    .filter(
      (alarm) =>
        alarm.region === filter.region &&
        alarm.at('metric_name') === name &&
        alarm.at('namespace') === namespace &&
        alarm.strings('alarm_actions').length > 0,
    );
};

/** Whether the pattern has the term as a whole word: `CreateRouteTable` is no `CreateRoute`. */
const mentions = (pattern: string, term: string) =>
  new RegExp(`(?<![A-Za-z])${term.replaceAll(/[.$]/g, '\\$&')}(?![A-Za-z])`).test(pattern);

const judgeMetric =
  (terms: readonly string[]): Judge =>
  (trail, model) => {
    const groups = logGroupOf(trail, model);
    const filters = searching(() =>
      groups
        .flatMap((group) =>
          model.companions(group, 'aws_cloudwatch_log_metric_filter', 'log_group_name', 'name'),
        )
        .filter((filter) => terms.every((term) => mentions(filter.text('pattern'), term))),
    );
    if (filters.length === 0) return `its log group has no metric filter for ${terms.join(', ')}`;
    const alarms = searching(() => filters.flatMap((filter) => alarmsOf(filter, model)));
    // What was found is the evidence, not all that was looked through.
    for (const filter of filters) ['log_group_name', 'pattern'].forEach((path) => filter.at(path));
    for (const alarm of alarms)
      ['metric_name', 'namespace', 'alarm_actions'].forEach((path) => alarm.at(path));
    return alarms.length > 0 ? undefined : 'no alarm with an action watches the metric';
  };

const judgeRetention =
  (leastDays: number): Judge =>
  (group) => {
    const days = group.at('retention_in_days');
    if (typeof days !== 'number') return 'retention_in_days is not set';
    // Zero keeps records for ever.
    return days === 0 || days >= leastDays
      ? undefined
      : `retention_in_days is ${show(days)}, less than ${leastDays}`;
  };

/** Logs and alarms: kept, encrypted, and heard. */
export const LOGS_CHECKS: readonly Check[] = [
  check('logs-cmk', onEach('aws_cloudwatch_log_group', isCustomerKey('kms_key_id'))),
  check('logs-retention-set', onEach('aws_cloudwatch_log_group', judgeRetention(1))),
  check('logs-retention-365', onEach('aws_cloudwatch_log_group', judgeRetention(365))),
  check('alarm-has-actions', onEach(ALARMS, all(isSet('alarm_actions'), isSet('insufficient_data_actions')))),
  check('alarm-actions-enabled', onEach(ALARMS, isNot('actions_enabled', false))),
  ...Object.entries(EVENTS).map(([key, terms]) =>
    check(key as keyof typeof EVENTS, onEach('aws_cloudtrail', judgeMetric(terms))),
  ),
];
