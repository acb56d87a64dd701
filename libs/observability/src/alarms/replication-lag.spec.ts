import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { replicationLagAlarm } from '@healthcare-dr/observability/contract';
import { expectResource } from '@healthcare-dr/testing';
import { parseEnvironment, ROLES } from '@healthcare-dr/topology';
import { dev, synthesize } from '../__fixtures__/stacks';

const FIFTEEN_MINUTES_IN_MILLISECONDS = 15 * 60 * 1000;

describe.each(ROLES)('the alarms on replication lag of the %s Region', (role) => {
  const stack = synthesize(role);
  const { region } = dev[role];
  const topic = `arn:aws:sns:${region}:111111111111:healthcare-notifications-dev`;
  const controller = `arn:aws:lambda:${region}:111111111111:function:healthcare-failover-dev`;

  it.each([
    ['replication-lag', 'AuroraGlobalDBReplicationLag'],
    ['rpo-lag', 'AuroraGlobalDBRPOLag'],
  ])(
    '%s goes off beyond fifteen minutes, in milliseconds, of the cluster of its own Region',
    (what, metric) => {
      expectResource(stack, CloudwatchMetricAlarm, {
        alarm_name: `healthcare-${what}-dev`,
        namespace: 'AWS/RDS',
        metric_name: metric,
        dimensions: { DBClusterIdentifier: 'healthcare-aurora-dev' },
        statistic: 'Maximum',
        comparison_operator: 'GreaterThanThreshold',
        threshold: FIFTEEN_MINUTES_IN_MILLISECONDS,
      });
    },
  );

  it('can be followed by Route 53: one metric, a basic statistic, whole minutes, no M of N', () => {
    const alarm = expectResource(stack, CloudwatchMetricAlarm, {
      alarm_name: 'healthcare-replication-lag-dev',
      statistic: 'Maximum',
      period: 60,
      evaluation_periods: 3,
    });
    for (const attribute of ['datapoints_to_alarm', 'metric_query', 'extended_statistic'])
      expect(alarm.attributes).not.toHaveProperty(attribute);
  });

  it.each(['replication-lag', 'rpo-lag'])(
    '%s reads a lag that is not known as not known, and calls the controller to look',
    (what) => {
      expectResource(stack, CloudwatchMetricAlarm, {
        alarm_name: `healthcare-${what}-dev`,
        treat_missing_data: 'missing',
        alarm_actions: [topic, controller],
        ok_actions: [topic],
        insufficient_data_actions: [topic, controller],
      });
    },
  );
});

it('take their bounds from the configuration, each its own', () => {
  const environment = parseEnvironment({
    ...dev,
    alarms: {
      ...dev.alarms,
      replicationLag: { thresholdMilliseconds: 60_000, evaluationPeriods: 5 },
      rpoLag: { thresholdMilliseconds: 30_000, evaluationPeriods: 2 },
    },
  });
  const stack = synthesize('dr', environment);
  expectResource(stack, CloudwatchMetricAlarm, {
    metric_name: 'AuroraGlobalDBReplicationLag',
    threshold: 60_000,
    evaluation_periods: 5,
  });
  expectResource(stack, CloudwatchMetricAlarm, {
    metric_name: 'AuroraGlobalDBRPOLag',
    threshold: 30_000,
    evaluation_periods: 2,
  });
  expect(replicationLagAlarm(environment, 'any')).toMatchObject({ threshold: 60_000, evaluationPeriods: 5 });
});
