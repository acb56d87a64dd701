import type { Datapoint, Series } from './datapoint';
import { UnsupportedError } from './unsupported-error';
import type { MetricQuery } from './watched-metrics';

/** A value as it is published. */
export interface Sample {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** In seconds since 1970. */
  readonly at: number;
  readonly value: number;
  /** How often this value was measured. @default 1 */
  readonly count?: number;
  /** @default - none */
  readonly unit?: string;
}

/** A time, in seconds since 1970; the end is not part of it. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

const NO_UNIT = 'None';

/**
 * Metrics in memory, read as CloudWatch reads them: a metric is its namespace, its name and **all** of its dimensions. A query
 * that leaves one out, or adds one, reads another metric.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
 */
export class MetricData {
  readonly #samples = new Map<string, Sample[]>();

  put(samples: readonly Sample[]): void {
    for (const sample of samples) {
      const key = metricKey(sample);
      const known = this.#samples.get(key);
      if (known === undefined) this.#samples.set(key, [sample]);
      else known.push(sample);
    }
  }

  /**
   * The datapoints of a metric.
   *
   * @param window - whole periods of the query
   * @throws UnsupportedError for a statistic that is not known here
   */
  read(query: MetricQuery, { start, end }: Window): Series {
    const { period, statistic, unit } = query;
    const samples = (this.#samples.get(metricKey(query)) ?? []).filter(
      (sample) => unit === undefined || (sample.unit ?? NO_UNIT) === unit,
    );
    return Array.from({ length: Math.floor((end - start) / period) }, (_, index) => {
      const from = start + index * period;
      return aggregate(
        samples.filter(({ at }) => at >= from && at < from + period),
        statistic,
      );
    });
  }
}

/** What tells one metric from another. */
export const metricKey = ({
  namespace,
  metricName,
  dimensions,
}: Pick<Sample, 'namespace' | 'metricName' | 'dimensions'>): string =>
  JSON.stringify([namespace, metricName, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);

/**
 * What the samples of a period come to, by a basic statistic or a percentile (the nearest rank).
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 * @throws UnsupportedError for a statistic that is not known here
 */
function aggregate(samples: readonly Sample[], statistic: string): Datapoint | undefined {
  if (samples.length === 0) return undefined;
  const count = samples.reduce((sum, { count: each = 1 }) => sum + each, 0);
  const sum = samples.reduce((total, { value, count: each = 1 }) => total + value * each, 0);
  const values = samples.map(({ value }) => value);
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(statistic)?.[1];
  if (percentile !== undefined)
    return { value: nearestRank(samples, (count * Number(percentile)) / 100), samples: count };
  const basic: Readonly<Record<string, number>> = {
    Average: sum / count,
    Maximum: Math.max(...values),
    Minimum: Math.min(...values),
    SampleCount: count,
    Sum: sum,
  };
  const value = basic[statistic];
  if (value === undefined) throw new UnsupportedError(`The statistic ${statistic} is not known here.`);
  return { value, samples: count };
}

function nearestRank(samples: readonly Sample[], rank: number): number {
  const sorted = [...samples].sort((a, b) => a.value - b.value);
  let seen = 0;
  for (const { value, count = 1 } of sorted) {
    seen += count;
    if (seen >= rank) return value;
  }
  return sorted.at(-1)?.value ?? Number.NaN;
}
