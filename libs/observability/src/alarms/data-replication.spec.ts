import { parseEnvironment } from '@healthcare-dr/topology';
import { alarmOf, dev, synthesize } from '../__fixtures__/stacks';

const BUCKETS = {
  primary: 'healthcare-data-111111111111-eu-west-2-dev',
  dr: 'healthcare-data-111111111111-eu-west-1-dev',
};
const TO_DR = { SourceBucket: BUCKETS.primary, DestinationBucket: BUCKETS.dr, RuleId: 'primary-to-dr' };
const TO_PRIMARY = { SourceBucket: BUCKETS.dr, DestinationBucket: BUCKETS.primary, RuleId: 'dr-to-primary' };

describe.each([
  ['primary', TO_PRIMARY, TO_DR],
  ['dr', TO_DR, TO_PRIMARY],
] as const)('the alarms on replication of objects of the %s Region', (role, here, away) => {
  const stack = synthesize(role);

  it.each([
    ['data-latency', 'ReplicationLatency', 15 * 60],
    ['data-pending-operations', 'OperationsPendingReplication', 10_000],
    ['data-pending-bytes', 'BytesPendingReplication', 10 * 1024 ** 3],
  ])('%s watches the way here, where S3 publishes what is awaited', (what, metric, threshold) => {
    expect(alarmOf(stack, what)).toMatchObject({
      namespace: 'AWS/S3',
      metric_name: metric,
      dimensions: here,
      statistic: 'Maximum',
      comparison_operator: 'GreaterThanThreshold',
      threshold,
      evaluation_periods: 15,
    });
  });

  it('data-failed watches the way from here, where S3 publishes what failed, and pages for the first', () => {
    expect(alarmOf(stack, 'data-failed')).toMatchObject({
      metric_name: 'OperationsFailedReplication',
      dimensions: away,
      statistic: 'Sum',
      threshold: 0,
      evaluation_periods: 1,
      alarm_description: expect.stringMatching(/^\[page\]/),
    });
  });

  it.each(['data-latency', 'data-pending-operations', 'data-pending-bytes', 'data-failed'])(
    '%s keeps its state while there is nothing to replicate',
    (what) => {
      expect(alarmOf(stack, what)).toMatchObject({ treat_missing_data: 'ignore' });
    },
  );
});

it('take their bounds from the configuration', () => {
  const dataReplication = { latencySeconds: 120, pendingOperations: 5, pendingMebibytes: 1, minutes: 3 };
  const stack = synthesize('dr', parseEnvironment({ ...dev, alarms: { ...dev.alarms, dataReplication } }));
  expect(alarmOf(stack, 'data-latency')).toMatchObject({ threshold: 120, evaluation_periods: 3 });
  expect(alarmOf(stack, 'data-pending-operations')).toMatchObject({ threshold: 5 });
  expect(alarmOf(stack, 'data-pending-bytes')).toMatchObject({ threshold: 1_048_576 });
});
