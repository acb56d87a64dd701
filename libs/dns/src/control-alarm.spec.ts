import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { CONTROLLER_METRICS, controllerNamespace } from '@healthcare-dr/failover-lambda/contract';
import { expectResource } from '@healthcare-dr/testing';
import { dnsStack, us } from './__fixtures__/stacks';

describe('the alarm by which traffic is held', () => {
  const stack = dnsStack('dr');
  const topic = 'arn:aws:sns:eu-west-1:111111111111:healthcare-notifications-dev';

  it('watches what the controller of this environment writes', () => {
    expectResource(stack, CloudwatchMetricAlarm, {
      alarm_name: 'healthcare-traffic-not-engaged-dev',
      namespace: controllerNamespace({ suffix: 'dev' }),
      metric_name: CONTROLLER_METRICS.trafficEngaged,
      dimensions: { Environment: 'dev' },
    });
    expectResource(dnsStack('dr', us), CloudwatchMetricAlarm, { dimensions: { Environment: 'us' } });
  });

  it('ends with one "engaged" and comes back after one minute without, so that clients follow a writer that came home', () => {
    expectResource(stack, CloudwatchMetricAlarm, {
      comparison_operator: 'LessThanThreshold',
      threshold: 1,
      statistic: 'Maximum',
      evaluation_periods: 1,
    });
  });

  it('can be followed by Route 53: one metric, a basic statistic, whole minutes, no M of N', () => {
    const { attributes } = expectResource(stack, CloudwatchMetricAlarm, { statistic: 'Maximum', period: 60 });
    for (const unsupported of ['datapoints_to_alarm', 'metric_query', 'extended_statistic']) {
      expect(attributes).not.toHaveProperty(unsupported);
    }
  });

  it('tells of every change, and of a controller that says nothing', () => {
    expectResource(stack, CloudwatchMetricAlarm, {
      treat_missing_data: 'missing',
      actions_enabled: true,
      alarm_actions: [topic],
      ok_actions: [topic],
      insufficient_data_actions: [topic],
    });
  });
});
