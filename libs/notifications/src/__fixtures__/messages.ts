import { describeAlarm } from '@healthcare-dr/notifications/contract';

const alarm = (description: string | null, state: 'ALARM' | 'OK' = 'ALARM') =>
  JSON.stringify({
    AlarmName: 'healthcare-database-cpu-dev',
    AlarmDescription: description,
    AWSAccountId: '111111111111',
    NewStateValue: state,
    NewStateReason: 'Threshold Crossed',
    Region: 'EU (London)',
    Trigger: { MetricName: 'CPUUtilization', Namespace: 'AWS/RDS' },
  });

const rdsSubscription = (id: string) =>
  JSON.stringify({
    'Event Source': 'db-cluster',
    'Event Time': '2026-01-15 10:00:00.000',
    'Source ID': 'healthcare-primary-dev',
    'Event ID': `http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/USER_Events.html#${id}`,
    'Event Message': 'An event',
  });

const eventBridge = (id: string) =>
  JSON.stringify({
    'detail-type': 'RDS DB Cluster Event',
    source: 'aws.rds',
    account: '111111111111',
    detail: { EventCategories: ['global failover'], EventID: id, Message: 'An event' },
  });

/** A message as its publisher words it, and whether it pages. */
export const MESSAGES: readonly (readonly [what: string, message: string, pages: boolean])[] = [
  ['an alarm that pages', alarm(describeAlarm('page', 'The writer is gone.', 'docs/runbooks/x.md')), true],
  ['its return to OK', alarm(describeAlarm('page', 'The writer is gone.', 'docs/runbooks/x.md'), 'OK'), true],
  ['an alarm for a ticket', alarm(describeAlarm('ticket', 'Lag grows.', 'docs/runbooks/y.md')), false],
  ['an alarm that only mentions paging', alarm('Lag grows; the other one is [page] .'), false],
  ['an alarm of somebody else, without a description', alarm(null), false],
  ['a message of the controller that pages', JSON.stringify({ severity: 'page', action: 'failover' }), true],
  [
    'a message of the controller for a ticket',
    JSON.stringify({ severity: 'ticket', action: 'observe' }),
    false,
  ],
  ['RDS: fencing timed out', rdsSubscription('RDS-EVENT-0391'), true],
  ['RDS: fencing succeeded', rdsSubscription('RDS-EVENT-0390'), false],
  ['RDS: an event whose id only begins alike', rdsSubscription('RDS-EVENT-03911'), false],
  ['EventBridge: fencing timed out', eventBridge('RDS-EVENT-0391'), true],
  ['EventBridge: another event', eventBridge('RDS-EVENT-0006'), false],
  ['AWS Backup, which writes plain text', 'An AWS Backup job failed. Resource ARN : arn:aws:rds:…', false],
];
