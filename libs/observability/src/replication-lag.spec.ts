import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { replicationLagAlarm } from '@healthcare-dr/observability/contract';
import { defineStack } from '@healthcare-dr/platform';
import { expectResource, synthesizeStack } from '@healthcare-dr/testing';
import {
  loadEnvironment,
  parseEnvironment,
  ROLES,
  type Environment,
  type Role,
} from '@healthcare-dr/topology';
import { Observability } from './observability';

const dev = loadEnvironment('dev');

const synthesize = (role: Role, environment: Environment = dev) =>
  synthesizeStack(
    defineStack({
      role,
      tier: 'observability',
      build: (stack) => void new Observability(stack, 'observability', { role }),
    }),
    environment,
  );

describe.each(ROLES)('the alarm on replication lag of the %s Region', (role) => {
  const stack = synthesize(role);
  const { region } = dev[role];
  const topic = `arn:aws:sns:${region}:111111111111:healthcare-notifications-dev`;

  it('goes off beyond fifteen minutes, which are 900,000 milliseconds', () => {
    expectResource(stack, CloudwatchMetricAlarm, {
      alarm_name: 'healthcare-replication-lag-dev',
      namespace: 'AWS/RDS',
      metric_name: 'AuroraGlobalDBReplicationLag',
      dimensions: { DBClusterIdentifier: 'healthcare-aurora-dev' },
      comparison_operator: 'GreaterThanThreshold',
      threshold: 15 * 60 * 1000,
    });
  });

  it('can be followed by Route 53: one metric, a basic statistic, whole minutes, no M of N', () => {
    const alarm = expectResource(stack, CloudwatchMetricAlarm, {
      alarm_name: 'healthcare-replication-lag-dev',
      statistic: 'Maximum',
      period: 60,
      evaluation_periods: 3,
    });
    expect(Object.keys(alarm.attributes)).not.toEqual(
      expect.arrayContaining(['datapoints_to_alarm', 'metric_query', 'extended_statistic']),
    );
  });

  it('reads a lag that is not known as not known, and tells of each change', () => {
    expectResource(stack, CloudwatchMetricAlarm, {
      treat_missing_data: 'missing',
      alarm_actions: [topic],
      ok_actions: [topic],
      insufficient_data_actions: [topic],
    });
  });
});

it('takes its bound from the configuration', () => {
  const environment = parseEnvironment({
    ...dev,
    alarms: { replicationLag: { thresholdMilliseconds: 60_000, evaluationPeriods: 5 } },
  });
  expectResource(synthesize('dr', environment), CloudwatchMetricAlarm, {
    threshold: 60_000,
    evaluation_periods: 5,
  });
  expect(replicationLagAlarm(environment, 'any')).toMatchObject({ threshold: 60_000, evaluationPeriods: 5 });
});
