import { ecsClusterName, ecsServiceName } from '@healthcare-dr/compute/contract';
import {
  DAY_SECONDS,
  MINUTE_SECONDS,
  nameOf,
  type AlarmInput,
  type AlarmScope,
  type PublishedData,
} from './alarm-input';

/** So many answers a minute that a percentile of three minutes means something: 10 / (1 - 0.95) are 200. */
const BUSY = 100;

/** What clients see of the service, its tasks, and its certificate. */
export function serviceInputs(side: AlarmScope): AlarmInput[] {
  return [...loadBalancerInputs(side), ...taskInputs(side), certificateInput(side)];
}

const count = (value: number, of: string): PublishedData => ({ says: `${value} ${of}`, values: [value] });

function loadBalancerInputs(side: AlarmScope): AlarmInput[] {
  const { serverErrorsPerMinute, latencyMilliseconds, minutes } = side.environment.alarms.loadBalancer;
  const ofBalancer = { LoadBalancer: side.loadBalancer.loadBalancer };
  const ofTargets = { ...ofBalancer, TargetGroup: side.loadBalancer.targetGroup };
  const input = (
    what: string,
    metricName: string,
    rest: Pick<AlarmInput, 'goesOff' | 'staysQuiet' | 'silence'>,
    { dimensions = ofTargets, unit = 'Count', samples = 1 } = {},
  ): AlarmInput => ({
    alarmName: nameOf(side, what),
    over: 'load balancer',
    publishes: [{ namespace: 'AWS/ApplicationELB', metricName, dimensions, unit, count: samples }],
    everySeconds: MINUTE_SECONDS,
    minutes,
    ...rest,
  });
  const errors: Pick<AlarmInput, 'goesOff' | 'staysQuiet' | 'silence'> = {
    goesOff: count(serverErrorsPerMinute + 1, 'errors a minute'),
    staysQuiet: count(serverErrorsPerMinute, 'errors a minute'),
    silence: 'OK',
  };
  const slow = (milliseconds: number): PublishedData => ({
    says: `answers after ${milliseconds} ms`,
    values: [milliseconds / 1000],
  });
  return [
    // The load balancer's own errors come before any target group: the metric with both dimensions leaves them out.
    input('balancer-errors', 'HTTPCode_ELB_5XX_Count', errors, {
      dimensions: ofBalancer as typeof ofTargets,
    }),
    input('service-errors', 'HTTPCode_Target_5XX_Count', errors),
    input('unhealthy-hosts', 'UnHealthyHostCount', {
      goesOff: count(1, 'unhealthy target'),
      staysQuiet: count(0, 'unhealthy targets'),
      silence: 'INSUFFICIENT_DATA',
    }),
    input('no-healthy-host', 'HealthyHostCount', {
      goesOff: count(0, 'healthy targets'),
      staysQuiet: count(1, 'healthy target'),
      silence: 'ALARM',
    }),
    input(
      'latency',
      'TargetResponseTime',
      {
        goesOff: slow(latencyMilliseconds + 100),
        staysQuiet: slow(latencyMilliseconds - 100),
        silence: 'OK',
      },
      { unit: 'Seconds', samples: BUSY },
    ),
  ];
}

function taskInputs(side: AlarmScope): AlarmInput[] {
  const { cpuPercent, memoryPercent, minutes } = side.environment.alarms.service;
  const dimensions = { ClusterName: ecsClusterName(side.naming), ServiceName: ecsServiceName(side.naming) };
  const input = (
    what: string,
    namespace: string,
    metrics: readonly string[],
    unit: string,
    rest: Pick<AlarmInput, 'goesOff' | 'staysQuiet' | 'silence'>,
  ): AlarmInput => ({
    alarmName: nameOf(side, what),
    over: 'service',
    publishes: metrics.map((metricName) => ({ namespace, metricName, dimensions, unit })),
    everySeconds: MINUTE_SECONDS,
    minutes,
    ...rest,
  });
  const use = (percent: number, of: string) => count(percent, `% of their ${of}`);
  const run = (desired: number, running: number): PublishedData => ({
    says: `${running} of ${desired} tasks run`,
    values: [desired, running],
  });
  return [
    input('service-cpu', 'AWS/ECS', ['CPUUtilization'], 'Percent', {
      goesOff: use(cpuPercent + 1, 'CPU'),
      staysQuiet: use(cpuPercent - 1, 'CPU'),
      silence: 'INSUFFICIENT_DATA',
    }),
    input('service-memory', 'AWS/ECS', ['MemoryUtilization'], 'Percent', {
      goesOff: use(memoryPercent + 1, 'memory'),
      staysQuiet: use(memoryPercent - 1, 'memory'),
      silence: 'INSUFFICIENT_DATA',
    }),
    input('service-tasks', 'ECS/ContainerInsights', ['DesiredTaskCount', 'RunningTaskCount'], 'Count', {
      goesOff: run(2, 1),
      staysQuiet: run(2, 2),
      silence: 'ALARM',
    }),
  ];
}

/** ACM renews 60 days before the end, and publishes a number a day. */
function certificateInput(side: AlarmScope): AlarmInput {
  return {
    alarmName: nameOf(side, 'certificate-expiry'),
    over: 'service',
    publishes: [
      {
        namespace: 'AWS/CertificateManager',
        metricName: 'DaysToExpiry',
        dimensions: { CertificateArn: side.loadBalancer.certificateArn },
        unit: 'Count',
      },
    ],
    everySeconds: DAY_SECONDS,
    goesOff: count(30, 'days before the certificate ends'),
    minutes: DAY_SECONDS / MINUTE_SECONDS,
    staysQuiet: count(59, 'days before the certificate ends'),
    silence: 'INSUFFICIENT_DATA',
  };
}
