import { GetMetricDataCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CallOptions } from '../answer';

/** One metric, and how its datapoints are made. */
export interface MetricQuery {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Maximum' | 'Sum';
  readonly periodSeconds: number;
}

/** One datapoint. */
export interface Datapoint {
  readonly value: number;
  /** The beginning of its period: milliseconds since the epoch. */
  readonly at: number;
}

/** The window that is looked at. */
export interface Window {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly lengthMs: number;
}

/** The datapoints of several metrics within a window, each newest first. */
export async function datapoints<Name extends string>(
  client: CloudWatchClient,
  queries: Readonly<Record<Name, MetricQuery>>,
  { now, lengthMs }: Window,
  options: CallOptions,
): Promise<Record<Name, readonly Datapoint[]>> {
  const names = Object.keys(queries) as Name[];
  const found: Record<string, Datapoint[]> = Object.fromEntries(names.map((name) => [name, []]));
  let NextToken: string | undefined;
  do {
    const page: { MetricDataResults?: Result[]; NextToken?: string | undefined } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(now - lengthMs),
        EndTime: new Date(now + 60_000),
        ScanBy: 'TimestampDescending',
        NextToken,
        MetricDataQueries: names.map((name, index) => ({
          Id: `m${index}`,
          ReturnData: true,
          MetricStat: statOf(queries[name]),
        })),
      }),
      options,
    );
    for (const { Id, Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      const name = names[Number(Id?.slice(1))];
      if (name === undefined) continue;
      found[name]?.push(
        ...Timestamps.map((time, index) => ({ value: Values[index] ?? NaN, at: time.getTime() })),
      );
    }
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  for (const list of Object.values(found)) list.sort((a, b) => b.at - a.at);
  return found as Record<Name, readonly Datapoint[]>;
}

interface Result {
  readonly Id?: string | undefined;
  readonly Timestamps?: Date[] | undefined;
  readonly Values?: number[] | undefined;
}

const statOf = ({ namespace, metricName, dimensions, statistic, periodSeconds }: MetricQuery) => ({
  Metric: {
    Namespace: namespace,
    MetricName: metricName,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  },
  Period: periodSeconds,
  Stat: statistic,
});
