import type { MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { ALARM } from './__fixtures__/alarms';
import { series } from './datapoint';
import { evaluatedSeries, watchedMetrics } from './watched-metrics';

const tasks = (Id: string, MetricName: string): MetricDataQuery => ({
  Id,
  ReturnData: false,
  MetricStat: {
    Metric: {
      Namespace: 'ECS/ContainerInsights',
      MetricName,
      Dimensions: [{ Name: 'ServiceName', Value: 'service' }],
    },
    Period: 60,
    Stat: 'Maximum',
  },
});

const MATH: MetricAlarm = {
  AlarmName: 'tasks',
  Metrics: [
    { Id: 'result', Expression: 'desired - running', ReturnData: true },
    tasks('desired', 'DesiredTaskCount'),
    tasks('running', 'RunningTaskCount'),
  ],
};

const READ = new Map([
  ['desired', series(2, 2, undefined)],
  ['running', series(2, 1, 1)],
]);

it('reads the metric of an alarm on one', () => {
  expect(watchedMetrics({ ...ALARM, Unit: 'Milliseconds' })).toEqual([
    {
      id: 'm1',
      namespace: 'AWS/RDS',
      metricName: 'AuroraGlobalDBReplicationLag',
      dimensions: { DBClusterIdentifier: 'aurora' },
      statistic: 'Maximum',
      period: 60,
      unit: 'Milliseconds',
    },
  ]);
  expect(evaluatedSeries(ALARM, new Map([['m1', series(1)]]))).toEqual(series(1));
});

it('reads a percentile, and a metric without dimensions', () => {
  const alarm = { ...ALARM, Statistic: undefined, ExtendedStatistic: 'p95', Dimensions: undefined };
  expect(watchedMetrics(alarm)).toMatchObject([{ statistic: 'p95', dimensions: {} }]);
});

it('reads every metric of an expression, and evaluates what it makes of them', () => {
  expect(watchedMetrics(MATH).map(({ id, metricName }) => [id, metricName])).toEqual([
    ['desired', 'DesiredTaskCount'],
    ['running', 'RunningTaskCount'],
  ]);
  expect(evaluatedSeries(MATH, READ)).toEqual(series(0, 1, undefined));
});

it('follows expressions over expressions', () => {
  const [, ...metrics] = MATH.Metrics ?? [];
  const Metrics = [
    ...metrics,
    { Id: 'filled', Expression: 'FILL(desired, 3)', ReturnData: false },
    { Id: 'result', Expression: 'filled - running' },
  ];
  expect(evaluatedSeries({ ...MATH, Metrics }, READ)).toEqual(series(0, 1, 2));
});

it.each<[string, MetricAlarm, string]>([
  ['a metric without a statistic', { ...ALARM, Statistic: undefined }, 'lag: m1 names no namespace'],
  [
    'another account',
    { ...MATH, Metrics: [{ Id: 'm1', AccountId: '222222222222' }] },
    'of account 222222222222',
  ],
])('refuses to read %s', (_what, alarm, message) => {
  expect(() => watchedMetrics(alarm)).toThrow(message);
});

it.each<[string, MetricDataQuery[], string]>([
  [
    'two results',
    [
      { Id: 'a', Expression: 'desired' },
      { Id: 'b', Expression: 'running' },
    ],
    '2 queries return data',
  ],
  ['no result', [tasks('desired', 'DesiredTaskCount')], '0 queries return data'],
  [
    'a circle',
    [
      { Id: 'a', Expression: 'b' },
      { Id: 'b', Expression: 'a', ReturnData: false },
    ],
    'a → b → a goes in a circle',
  ],
  ['an unknown id', [{ Id: 'a', Expression: 'gone' }], 'There is no metric and no expression gone'],
])('refuses to evaluate %s', (_what, Metrics, message) => {
  expect(() => evaluatedSeries({ ...MATH, Metrics }, READ)).toThrow(message);
});
