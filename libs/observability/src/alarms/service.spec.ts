import { parseEnvironment, ROLES } from '@healthcare-dr/topology';
import { alarmOf, dev, synthesize } from '../__fixtures__/stacks';

const BALANCER = '${data.aws_ssm_parameter.contract-compute-albArnSuffix.insecure_value}';
const TARGETS = '${data.aws_ssm_parameter.contract-compute-targetGroupArnSuffix.insecure_value}';

describe.each(ROLES)('the alarms on what the %s Region serves', (role) => {
  const stack = synthesize(role);
  const ofService = { ClusterName: 'healthcare-cluster-dev', ServiceName: 'healthcare-service-dev' };

  it('count errors of the load balancer and of the service apart; none published is none', () => {
    expect(alarmOf(stack, 'balancer-errors')).toMatchObject({
      namespace: 'AWS/ApplicationELB',
      metric_name: 'HTTPCode_ELB_5XX_Count',
      dimensions: { LoadBalancer: BALANCER },
      statistic: 'Sum',
      threshold: 10,
      treat_missing_data: 'notBreaching',
    });
    expect(alarmOf(stack, 'service-errors')).toMatchObject({
      metric_name: 'HTTPCode_Target_5XX_Count',
      dimensions: { LoadBalancer: BALANCER, TargetGroup: TARGETS },
      statistic: 'Sum',
      treat_missing_data: 'notBreaching',
    });
  });

  it('tell of one host that is not healthy, and page when none is, or when none is there', () => {
    expect(alarmOf(stack, 'unhealthy-hosts')).toMatchObject({
      metric_name: 'UnHealthyHostCount',
      dimensions: { LoadBalancer: BALANCER, TargetGroup: TARGETS },
      comparison_operator: 'GreaterThanThreshold',
      threshold: 0,
    });
    expect(alarmOf(stack, 'no-healthy-host')).toMatchObject({
      metric_name: 'HealthyHostCount',
      dimensions: { LoadBalancer: BALANCER, TargetGroup: TARGETS },
      statistic: 'Maximum',
      comparison_operator: 'LessThanThreshold',
      threshold: 1,
      treat_missing_data: 'breaching',
      alarm_description: expect.stringMatching(/^\[page\]/),
    });
  });

  it('bound the time of 95 in 100 requests, in seconds as it is published', () => {
    const alarm = alarmOf(stack, 'latency');
    expect(alarm).toMatchObject({
      metric_name: 'TargetResponseTime',
      extended_statistic: 'p95',
      threshold: 2,
      evaluate_low_sample_count_percentiles: 'ignore',
    });
    expect(alarm).not.toHaveProperty('statistic');
  });

  it.each([
    ['service-cpu', 'CPUUtilization'],
    ['service-memory', 'MemoryUtilization'],
  ])('%s watches the tasks of the service', (what, metric) => {
    expect(alarmOf(stack, what)).toMatchObject({
      namespace: 'AWS/ECS',
      metric_name: metric,
      dimensions: ofService,
      threshold: 85,
      evaluation_periods: 10,
    });
  });

  it('compare the tasks that run with those asked for now, and take silence for none', () => {
    const alarm = alarmOf(stack, 'service-tasks');
    expect(alarm).toMatchObject({
      comparison_operator: 'GreaterThanThreshold',
      threshold: 0,
      evaluation_periods: 10,
      treat_missing_data: 'breaching',
      metric_query: [
        { id: 'result', expression: 'desired - running', return_data: true },
        {
          id: 'desired',
          return_data: false,
          metric: {
            namespace: 'ECS/ContainerInsights',
            metric_name: 'DesiredTaskCount',
            dimensions: ofService,
            stat: 'Minimum',
            period: 60,
          },
        },
        {
          id: 'running',
          return_data: false,
          metric: { metric_name: 'RunningTaskCount', dimensions: ofService },
        },
      ],
    });
    expect(alarm).not.toHaveProperty('metric_name');
  });
});

it('take their bounds from the configuration', () => {
  const stack = synthesize(
    'dr',
    parseEnvironment({
      ...dev,
      alarms: {
        ...dev.alarms,
        loadBalancer: { serverErrorsPerMinute: 3, latencyMilliseconds: 250, minutes: 4 },
        service: { cpuPercent: 90, memoryPercent: 95, minutes: 7 },
      },
    }),
  );
  expect(alarmOf(stack, 'service-errors')).toMatchObject({ threshold: 3, evaluation_periods: 4 });
  expect(alarmOf(stack, 'latency')).toMatchObject({ threshold: 0.25 });
  expect(alarmOf(stack, 'service-cpu')).toMatchObject({ threshold: 90, evaluation_periods: 7 });
  expect(alarmOf(stack, 'service-memory')).toMatchObject({ threshold: 95 });
  expect(alarmOf(stack, 'service-tasks')).toMatchObject({ evaluation_periods: 7 });
});
