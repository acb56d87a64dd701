import type { Dimension, MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Series } from './datapoint';
import { evaluateExpression } from './metric-math';
import { UnsupportedError } from './unsupported-error';

/** A metric and how it is read: what identifies a series of datapoints. */
export interface MetricQuery {
  /** How an expression calls it. */
  readonly id: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Average`, `p95`, … */
  readonly statistic: string;
  /** In seconds. */
  readonly period: number;
  /** Only samples of this unit count. @default - of any */
  readonly unit?: string;
}

/** The metric of an alarm on one metric, as its own expression would call it. */
const ONLY = 'm1';

/**
 * What an alarm reads.
 *
 * @throws UnsupportedError for an alarm on a query (Metrics Insights, PromQL), on another account's metrics, or on nothing
 */
export function watchedMetrics(alarm: MetricAlarm): MetricQuery[] {
  const name = alarm.AlarmName ?? '(unnamed)';
  if (alarm.Metrics === undefined || alarm.Metrics.length === 0) {
    return [
      metricQuery(name, ONLY, {
        Metric: alarm,
        Period: alarm.Period,
        Stat: alarm.Statistic ?? alarm.ExtendedStatistic,
        Unit: alarm.Unit,
      }),
    ];
  }
  return alarm.Metrics.flatMap(({ Id: id = '', MetricStat: stat, AccountId: account }) => {
    if (account !== undefined)
      throw new UnsupportedError(`${name}: ${id} is of account ${account}, which is not known here.`);
    return stat === undefined ? [] : [metricQuery(name, id, stat)];
  });
}

interface Stat {
  readonly Metric?: {
    readonly Namespace?: string;
    readonly MetricName?: string;
    readonly Dimensions?: Dimension[];
  };
  readonly Period?: number;
  readonly Stat?: string;
  readonly Unit?: string;
}

function metricQuery(alarm: string, id: string, { Metric, Period, Stat, Unit }: Stat): MetricQuery {
  const { Namespace: namespace, MetricName: metricName, Dimensions = [] } = Metric ?? {};
  if (namespace === undefined || metricName === undefined || Period === undefined || Stat === undefined)
    throw new UnsupportedError(`${alarm}: ${id} names no namespace, metric, period or statistic.`);
  return {
    id,
    namespace,
    metricName,
    dimensions: Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value])),
    statistic: Stat,
    period: Period,
    ...(Unit === undefined ? {} : { unit: Unit }),
  };
}

/**
 * The series that an alarm evaluates: that of its metric, or what its expressions make of several.
 *
 * @param read - the series of each of {@link watchedMetrics} by its id, all over the same periods
 * @throws UnsupportedError if not exactly one query of the alarm returns data, or if an expression is not known here
 */
export function evaluatedSeries(alarm: MetricAlarm, read: ReadonlyMap<string, Series>): Series {
  const queries = alarm.Metrics ?? [];
  if (queries.length === 0) return read.get(ONLY) ?? [];
  const returned = queries.filter(({ ReturnData: returns = true }) => returns);
  const [result] = returned;
  if (result?.Id === undefined || returned.length > 1)
    throw new UnsupportedError(
      `${String(alarm.AlarmName)}: ${returned.length} queries return data; an alarm takes one.`,
    );
  return seriesOf(result.Id, queries, read, []);
}

function seriesOf(
  id: string,
  queries: readonly MetricDataQuery[],
  read: ReadonlyMap<string, Series>,
  path: readonly string[],
): Series {
  if (path.includes(id)) throw new UnsupportedError(`${[...path, id].join(' → ')} goes in a circle.`);
  const query = queries.find(({ Id }) => Id === id);
  if (query?.Expression === undefined) {
    const found = read.get(id);
    if (found === undefined) throw new UnsupportedError(`There is no metric and no expression ${id}.`);
    return found;
  }
  return evaluateExpression(query.Expression, {
    series: (other) => seriesOf(other, queries, read, [...path, id]),
    metrics: () =>
      queries.flatMap(({ Id, MetricStat }) => (Id === undefined || MetricStat === undefined ? [] : [Id])),
  });
}
