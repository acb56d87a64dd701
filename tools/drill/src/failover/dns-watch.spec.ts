import { MetricData, type MetricQuery, type Sample, type Window } from '@healthcare-dr/aws-models/cloudwatch';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { soundTraffic } from '../__fixtures__/traffic';
import type { Metrics } from '../alarms/alarm-trial';
import { DnsWatch } from './dns-watch';

const MINUTE = 60;
const START = Date.UTC(2026, 0, 15) / 1000;

describe('where DNS leads, on the metrics that stand', () => {
  let data: MetricData;
  let dns: DnsWatch;

  beforeEach(() => {
    data = new MetricData();
    const dr: Metrics = {
      put: (samples: readonly Sample[]) => Promise.resolve(data.put(samples)),
      read: (queries: readonly MetricQuery[], window: Window) =>
        Promise.resolve(new Map(queries.map((query) => [query.id, data.read(query, window)]))),
    };
    dns = new DnsWatch(soundTraffic(), fixtureEnvironment('dev'), () => dr);
  });

  const minutes = async (
    from: number,
    values: readonly (0 | 1 | undefined)[],
    { environment = 'dev', lost }: { environment?: string; lost?: 'primary' } = {},
  ) => {
    const answers: (string | undefined)[] = [];
    for (const [index, value] of values.entries()) {
      const at = START + (from + index) * MINUTE;
      if (value !== undefined)
        data.put([
          {
            namespace: 'HealthcareDr/Failover',
            metricName: 'TrafficEngaged',
            dimensions: { Environment: environment },
            at: at + 1,
            value,
          },
        ]);
      answers.push(await dns.answer(lost, at + MINUTE));
    }
    return answers;
  };

  it('is home once the control metric has said for three minutes that traffic is free', async () => {
    expect((await minutes(0, [0, 0, 0])).at(-1)).toBe('primary');
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
});
