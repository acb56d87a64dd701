import { CONTROLLER_METRICS, controllerNamespace } from '@healthcare-dr/failover-lambda/contract';
import { parseEnvironment, ROLES } from '@healthcare-dr/topology';
import { alarmOf, dev, synthesize } from '../__fixtures__/stacks';

describe.each(ROLES)('the alarms on the failover controller of the %s Region', (role) => {
  const stack = synthesize(role);

  it('page when it falls silent for three minutes, and not before its first word', () => {
    expect(alarmOf(stack, 'controller-silent')).toMatchObject({
      namespace: controllerNamespace({ suffix: 'dev' }),
      metric_name: CONTROLLER_METRICS.heartbeat,
      dimensions: { Environment: 'dev' },
      statistic: 'Sum',
      period: 60,
      evaluation_periods: 3,
      comparison_operator: 'LessThanThreshold',
      threshold: 1,
      treat_missing_data: 'missing',
      alarm_description: expect.stringMatching(/^\[page\] .* docs\/runbooks\/controller-unavailable\.md$/),
    });
  });

  it.each([
    ['probe', CONTROLLER_METRICS.probeUnknown],
    ['checkers', CONTROLLER_METRICS.checkersUnknown],
    ['control-plane', CONTROLLER_METRICS.controlPlaneUnknown],
    ['replication', CONTROLLER_METRICS.replicationUnknown],
    ['egress', CONTROLLER_METRICS.egressUnknown],
  ])('tell of the %s once it has told nothing for ten minutes', (signal, metric) => {
    expect(alarmOf(stack, `controller-${signal}-unknown`)).toMatchObject({
      metric_name: metric,
      statistic: 'Sum',
      period: 300,
      evaluation_periods: 2,
      comparison_operator: 'GreaterThanThreshold',
      threshold: 3,
      treat_missing_data: 'notBreaching',
    });
  });

  it('page when it runs and cannot see', () => {
    expect(alarmOf(stack, 'controller-errors')).toMatchObject({
      metric_name: CONTROLLER_METRICS.errors,
      dimensions: { Environment: 'dev' },
      threshold: 0,
      evaluation_periods: 3,
      treat_missing_data: 'notBreaching',
      alarm_description: expect.stringMatching(/^\[page\]/),
    });
    expect(alarmOf(stack, 'controller-unknown-events')).toMatchObject({
      metric_name: CONTROLLER_METRICS.unknownEvents,
    });
  });

  it.each([
    ['controller-crashes', 'Errors', 0],
    ['controller-throttles', 'Throttles', 10],
    ['controller-dead-letter-errors', 'DeadLetterErrors', 0],
  ])('%s watches what Lambda says of the function', (what, metric, threshold) => {
    expect(alarmOf(stack, what)).toMatchObject({
      namespace: 'AWS/Lambda',
      metric_name: metric,
      dimensions: { FunctionName: 'healthcare-failover-dev' },
      statistic: 'Sum',
      threshold,
      treat_missing_data: 'notBreaching',
    });
  });

  it('watch the dead letters, which do not go by being forgotten', () => {
    expect(alarmOf(stack, 'controller-dead-letters')).toMatchObject({
      namespace: 'AWS/SQS',
      metric_name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: 'healthcare-failover-dead-letters-dev' },
      statistic: 'Maximum',
      threshold: 0,
      treat_missing_data: 'ignore',
    });
  });

  it('watch the journal, without which it takes no action', () => {
    expect(alarmOf(stack, 'controller-journal')).toMatchObject({
      namespace: 'AWS/DynamoDB',
      metric_name: 'WriteThrottleEvents',
      dimensions: { TableName: 'healthcare-failover-journal-dev' },
      treat_missing_data: 'notBreaching',
    });
  });
});

it('wait for as long as the configuration says', () => {
  const controller = { silentMinutes: 5 };
  const stack = synthesize('dr', parseEnvironment({ ...dev, alarms: { ...dev.alarms, controller } }));
  expect(alarmOf(stack, 'controller-silent')).toMatchObject({ evaluation_periods: 5 });
  expect(alarmOf(stack, 'controller-errors')).toMatchObject({ evaluation_periods: 5 });
});
