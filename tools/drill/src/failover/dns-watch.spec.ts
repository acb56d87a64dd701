import { MetricData, type MetricQuery, type Sample, type Window } from '@healthcare-dr/aws-models/cloudwatch';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { soundTraffic } from '../__fixtures__/traffic';
import type { Metrics } from '../alarms/alarm-trial';
import { LOST, WELL } from '../traffic-situations';
import { DnsWatch } from './dns-watch';

const MINUTE = 60;
const START = Date.UTC(2026, 0, 15) / 1000;

const metricsOf = (data: MetricData): Metrics => ({
  put: (samples: readonly Sample[]) => Promise.resolve(data.put(samples)),
  read: (queries: readonly MetricQuery[], window: Window) =>
    Promise.resolve(new Map(queries.map((query) => [query.id, data.read(query, window)]))),
});

describe('where DNS leads, on the metrics that stand', () => {
  /** What is published in dr's Region, and in the primary's. */
  let data: MetricData;
  let home: MetricData;
  let dns: DnsWatch;

  beforeEach(() => {
    data = new MetricData();
    home = new MetricData();
    dns = new DnsWatch(soundTraffic(), fixtureEnvironment('dev'), (region) =>
      metricsOf(region === 'eu-west-2' ? home : data),
    );
  });

  const minutes = async (
    from: number,
    values: readonly (0 | 1 | undefined)[],
    { environment = 'dev', lost, held }: { environment?: string; lost?: 'primary'; held?: 0 | 1 } = {},
  ) => {
    const answers: (string | undefined)[] = [];
    for (const [index, value] of values.entries()) {
      const at = START + (from + index) * MINUTE;
      const written = {
        namespace: `HealthcareDr/Failover/${environment}`,
        metricName: 'TrafficEngaged',
        dimensions: { Environment: environment },
        at: at + 1,
      };
      if (value !== undefined) data.put([{ ...written, value }]);
      if (held !== undefined) home.put([{ ...written, value: held }]);
      answers.push(
        await dns.answer({ ...WELL, ...(lost && { [lost]: LOST }) }, lost && 'eu-west-2', at + MINUTE),
      );
    }
    return answers;
  };

  it('is home once the control metric has said for a minute that traffic is free', async () => {
    expect(await minutes(0, [1, 1, 0])).toEqual(['dr', 'dr', 'primary']);
  });

  it('is dr while the primary is lost, and as long as traffic is held there after it is back', async () => {
    await minutes(0, [0, 0, 0]);
    expect(await minutes(3, [0, 0], { lost: 'primary' })).toEqual(['dr', 'dr']);
    expect(await minutes(5, [1, 1, 1, 1])).toEqual(['dr', 'dr', 'dr', 'dr']);
    // A controller that falls silent changes nothing.
    expect((await minutes(9, [undefined, undefined, undefined, undefined])).at(-1)).toBe('dr');
    expect((await minutes(13, [0, 0, 0])).at(-1)).toBe('primary');
  });

  it('is not moved by a metric of another dimension', async () => {
    await minutes(0, [0, 0, 0]);
    expect((await minutes(3, [1, 1, 1, 1], { environment: 'prod' })).at(-1)).toBe('primary');
  });

  it('is home while the primary holds traffic there, whatever dr says', async () => {
    await minutes(0, [0, 0, 0], { held: 0 });
    await minutes(3, [1, 1, 1, 1], { held: 0 });
    expect(await minutes(7, [1, 1], { held: 1 })).toEqual(['primary', 'primary']);
  });
});
