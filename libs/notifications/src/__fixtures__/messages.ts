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

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-cloud-watch-events.html, an event of an instance. */
const rdsEvent = (id: string) =>
  JSON.stringify({
    version: '0',
    id: '68f6e973-1a0c-d37b-f2f2-94a7f62ffd4e',
    'detail-type': 'RDS DB Instance Event',
    source: 'aws.rds',
    account: '111111111111',
    time: '2026-01-15T10:00:00Z',
    region: 'eu-west-2',
    resources: ['arn:aws:rds:eu-west-2:111111111111:db:healthcare-aurora-1-dev'],
    detail: {
      EventCategories: ['notification'],
      SourceType: 'DB_INSTANCE',
      SourceArn: 'arn:aws:rds:eu-west-2:111111111111:db:healthcare-aurora-1-dev',
      Date: '2026-01-15T10:00:00.000Z',
      Message: 'An event',
      SourceIdentifier: 'healthcare-aurora-1-dev',
      EventID: id,
    },
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
  ['RDS: fencing timed out', rdsEvent('RDS-EVENT-0391'), true],
  ['RDS: fencing succeeded', rdsEvent('RDS-EVENT-0390'), false],
  ['RDS: an event whose id only begins alike', rdsEvent('RDS-EVENT-03911'), false],
  ['RDS: another event', rdsEvent('RDS-EVENT-0006'), false],
  ['AWS Backup, which writes plain text', 'An AWS Backup job failed. Resource ARN : arn:aws:rds:…', false],
];
