/**
 * Events as AWS sends them, after the samples of its documentation, under names of this project.
 */

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html, a metric alarm. */
export const metricAlarm = {
  source: 'aws.cloudwatch',
  alarmArn: 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:healthcare-replication-lag-dev',
  accountId: '111111111111',
  time: '2026-01-15T10:36:15.490+0000',
  region: 'eu-west-1',
  alarmData: {
    alarmName: 'healthcare-replication-lag-dev',
    state: { value: 'ALARM', reason: 'Threshold Crossed', timestamp: '2026-01-15T10:36:15.490+0000' },
    previousState: {
      value: 'INSUFFICIENT_DATA',
      reason: 'Insufficient Data: 5 datapoints were unknown.',
      reasonData: '{"version":"1.0","statistic":"Average","period":60,"threshold":5.0}',
      timestamp: '2026-01-15T10:31:29.595+0000',
    },
    configuration: {
      description: '[ticket] Lag grows.',
      metrics: [
        {
          id: '1234e046-06f0-a3da-9534-EXAMPLEe4c',
          metricStat: {
            metric: {
              namespace: 'AWS/RDS',
              name: 'AuroraGlobalDBReplicationLag',
              dimensions: { DBClusterIdentifier: 'healthcare-aurora-dev' },
            },
            period: 60,
            stat: 'Average',
            unit: 'Milliseconds',
          },
          returnData: true,
        },
      ],
    },
  },
};

/** The same page, a composite alarm. */
export const compositeAlarm = {
  ...metricAlarm,
  alarmArn: 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:healthcare-primary-lost-dev',
  alarmData: {
    alarmName: 'healthcare-primary-lost-dev',
    state: {
      value: 'ALARM',
      reason: 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:x transitioned to ALARM',
      reasonData: '{"triggeringAlarms":[]}',
      timestamp: '2026-01-15T10:36:15.490+0000',
    },
    previousState: { value: 'OK', reason: 'all is well', timestamp: '2026-01-15T10:00:00.000+0000' },
    configuration: { alarmRule: 'ALARM(x) OR ALARM(y)', actionsSuppressor: 'z' },
  },
};

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html, a record around a message. */
export const snsRecord = (message: unknown) => ({
  EventVersion: '1.0',
  EventSubscriptionArn: 'arn:aws:sns:eu-west-1:111111111111:healthcare-notifications-dev:21be56ed',
  EventSource: 'aws:sns',
  Sns: {
    SignatureVersion: '1',
    Timestamp: '2026-01-15T10:45:07.000Z',
    Signature: 'tcc6faL2yUC6dgZdmrwh1Y4cGa/ebXEkAi6RibDsvpi',
    SigningCertUrl: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-x.pem',
    MessageId: '95df01b4-ee98-5cb9-9903-4c221d41eb5e',
    Message: typeof message === 'string' ? message : JSON.stringify(message),
    MessageAttributes: {},
    Type: 'Notification',
    UnsubscribeUrl: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
    TopicArn: 'arn:aws:sns:eu-west-1:111111111111:healthcare-notifications-dev',
    Subject: 'ALARM',
  },
});

export const sns = (...messages: unknown[]) => ({ Records: messages.map(snsRecord) });

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html, the body of the message. */
export const alarmMessage = {
  AlarmName: 'healthcare-database-cpu-dev',
  AlarmDescription: '[page] The writer is gone.',
  AWSAccountId: '111111111111',
  AlarmConfigurationUpdatedTimestamp: '2026-01-15T09:00:00.000+0000',
  NewStateValue: 'OK',
  NewStateReason: 'Threshold Crossed: 1 datapoint was not greater than the threshold (80.0).',
  StateChangeTime: '2026-01-15T10:44:54.013+0000',
  Region: 'EU (Ireland)',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:healthcare-database-cpu-dev',
  OldStateValue: 'ALARM',
  OKActions: [],
  AlarmActions: ['arn:aws:sns:eu-west-1:111111111111:healthcare-notifications-dev'],
  InsufficientDataActions: [],
  Trigger: {
    MetricName: 'CPUUtilization',
    Namespace: 'AWS/RDS',
    StatisticType: 'Statistic',
    Statistic: 'AVERAGE',
    Unit: null,
    Dimensions: [{ value: 'healthcare-aurora-dev', name: 'DBClusterIdentifier' }],
    Period: 60,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 80.0,
    TreatMissingData: 'missing',
    EvaluateLowSampleCountPercentile: '',
  },
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-cloud-watch-events.html, a cluster's event. */
export const rdsEvent = {
  version: '0',
  id: '844e2571-85d4-695f-b930-0153b71dcb42',
  'detail-type': 'RDS DB Cluster Event',
  source: 'aws.rds',
  account: '111111111111',
  time: '2026-01-15T10:00:00Z',
  region: 'eu-west-1',
  resources: ['arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev'],
  detail: {
    EventCategories: ['global-failover'],
    SourceType: 'CLUSTER',
    SourceArn: 'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev',
    Date: '2026-01-15T10:00:00Z',
    Message: 'Global failover completed',
    SourceIdentifier: 'healthcare-aurora-dev',
    EventID: 'RDS-EVENT-0239',
  },
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html, a change of state. */
export const alarmStateChange = {
  version: '0',
  id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '111111111111',
  time: '2026-01-15T10:02:28Z',
  region: 'eu-west-1',
  resources: ['arn:aws:cloudwatch:eu-west-1:111111111111:alarm:healthcare-replication-lag-dev'],
  detail: {
    alarmName: 'healthcare-replication-lag-dev',
    configuration: { description: 'x', metrics: [] },
    previousState: { timestamp: '2026-01-15T09:56:34.275+0000', value: 'OK' },
    state: { reason: 'x', timestamp: '2026-01-15T10:02:28.103+0000', value: 'ALARM' },
  },
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html, a rule without an input. */
export const scheduledEvent = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '111111111111',
  time: '2026-01-15T10:00:00Z',
  region: 'eu-west-1',
  resources: ['arn:aws:events:eu-west-1:111111111111:rule/healthcare-failover-schedule-dev'],
  detail: {},
};
