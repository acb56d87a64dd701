import { MetricData, type Sample } from './metric-data';
import type { MetricQuery } from './watched-metrics';

const CPU = {
  namespace: 'AWS/RDS',
  metricName: 'CPUUtilization',
  dimensions: { DBInstanceIdentifier: 'aurora-1' },
};

const query = (changes: Partial<MetricQuery> = {}): MetricQuery => ({
  id: 'm1',
  ...CPU,
  statistic: 'Average',
  period: 60,
  ...changes,
});

const WINDOW = { start: 600, end: 780 };

function dataOf(...samples: readonly (Partial<Sample> & Pick<Sample, 'at' | 'value'>)[]): MetricData {
  const data = new MetricData();
  data.put(samples.map((sample) => ({ ...CPU, ...sample })));
  return data;
}

const values = (data: MetricData, changes?: Partial<MetricQuery>) =>
  data.read(query(changes), WINDOW).map((datapoint) => datapoint?.value);

describe('metrics in memory', () => {
  const data = dataOf(
    { at: 599, value: 1000 },
    { at: 600, value: 10 },
    { at: 659, value: 20 },
    { at: 720, value: 4, count: 3 },
    { at: 721, value: 8 },
    { at: 780, value: 1000 },
  );

  it.each([
    ['Average', [15, undefined, 5]],
    ['Sum', [30, undefined, 20]],
    ['Minimum', [10, undefined, 4]],
    ['Maximum', [20, undefined, 8]],
    ['SampleCount', [2, undefined, 4]],
    ['p50', [10, undefined, 4]],
    ['p95', [20, undefined, 8]],
  ])('come to their %s in each period', (statistic, expected) => {
    expect(values(data, { statistic })).toEqual(expected);
  });

  it('counts samples', () => {
    expect(data.read(query(), WINDOW)[2]).toEqual({ value: 5, samples: 4 });
  });

  it('makes one period of several', () => {
    expect(values(data, { period: 180, statistic: 'Sum' })).toEqual([50]);
  });

  it.each([
    ['another dimension', { dimensions: { DBInstanceIdentifier: 'aurora-2' } }],
    ['one dimension less', { dimensions: {} }],
    ['one dimension more', { dimensions: { ...CPU.dimensions, Role: 'WRITER' } }],
    ['another namespace', { namespace: 'AWS/EC2' }],
    ['another name', { metricName: 'CPUCreditBalance' }],
    ['another unit', { unit: 'Percent' }],
  ])('are another metric by %s', (_what, changes) => {
    expect(values(data, changes)).toEqual([undefined, undefined, undefined]);
  });

  it('are told apart by their unit, of which None is one', () => {
    const both = dataOf({ at: 600, value: 1, unit: 'Seconds' }, { at: 600, value: 2 });
    expect(values(both, { unit: 'Seconds' })[0]).toBe(1);
    expect(values(both, { unit: 'None' })[0]).toBe(2);
    expect(values(both, { statistic: 'SampleCount' })[0]).toBe(2);
  });

  it('refuses a statistic it does not know', () => {
    expect(() => values(data, { statistic: 'tm90' })).toThrow('The statistic tm90 is not known here.');
  });
});
