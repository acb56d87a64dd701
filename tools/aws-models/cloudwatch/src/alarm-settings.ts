import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { UnsupportedError } from './unsupported-error';

/** How a period without data is treated. */
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

const MISSING_DATA: readonly string[] = [
  'missing',
  'ignore',
  'breaching',
  'notBreaching',
] satisfies MissingData[];

const COMPARISONS: Readonly<
  Record<string, readonly [string, (value: number, threshold: number) => boolean]>
> = {
  GreaterThanOrEqualToThreshold: ['greater than or equal to', (value, threshold) => value >= threshold],
  GreaterThanThreshold: ['greater than', (value, threshold) => value > threshold],
  LessThanThreshold: ['less than', (value, threshold) => value < threshold],
  LessThanOrEqualToThreshold: ['less than or equal to', (value, threshold) => value <= threshold],
};

/** How an alarm decides, with CloudWatch's defaults filled in. */
export interface AlarmSettings {
  readonly alarmName: string;
  /** In seconds. */
  readonly period: number;
  /** N of "M of N". */
  readonly evaluationPeriods: number;
  /** M of "M of N". */
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly breaches: (value: number) => boolean;
  /** The comparison in words: `greater than`. */
  readonly comparison: string;
  readonly missingData: MissingData;
  /** With fewer samples than this in the periods that are evaluated, the state is kept; 0 if it does not matter. */
  readonly leastSamples: number;
}

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 7 * DAY_SECONDS;

/**
 * How an alarm decides.
 *
 * - Without `DatapointsToAlarm` all of the evaluation periods must breach.
 * - Without `TreatMissingData` it is `missing`; on metrics of DynamoDB, `ignore`. That another choice counts for these is what the
 *   user guide says; the reference of `PutMetricAlarm` says that it does not.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 * @throws UnsupportedError for an alarm that CloudWatch refuses, or whose kind this model does not know
 */
export function alarmSettings(alarm: MetricAlarm): AlarmSettings {
  const { AlarmName: alarmName = '(unnamed)', ComparisonOperator: operator, Threshold: threshold } = alarm;
  const { EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: datapointsToAlarm = evaluationPeriods } =
    alarm;
  const refuse = (what: string): never => {
    throw new UnsupportedError(`${alarmName}: ${what}`);
  };
  const [comparison, compare] =
    COMPARISONS[String(operator)] ?? refuse(`the comparison ${String(operator)} is not known here.`);
  if (threshold === undefined) return refuse('it has no threshold.');
  if (evaluationPeriods === undefined || datapointsToAlarm === undefined || !(evaluationPeriods >= 1))
    return refuse('it has no evaluation periods.');
  if (!(datapointsToAlarm >= 1 && datapointsToAlarm <= evaluationPeriods))
    return refuse(`${datapointsToAlarm} datapoints of ${evaluationPeriods} cannot breach.`);
  const period = periodOf(alarm) ?? refuse('it has no period.');
  const longest = period >= HOUR_SECONDS ? WEEK_SECONDS : DAY_SECONDS;
  if (period * evaluationPeriods > longest)
    return refuse(`it looks back ${period * evaluationPeriods} s; CloudWatch allows ${longest} s.`);
  const missingData = alarm.TreatMissingData ?? (alarm.Namespace === 'AWS/DynamoDB' ? 'ignore' : 'missing');
  if (!MISSING_DATA.includes(missingData)) return refuse(`missing data cannot be ${missingData}.`);
  return {
    alarmName,
    period,
    evaluationPeriods,
    datapointsToAlarm,
    threshold,
    breaches: (value) => compare(value, threshold),
    comparison,
    missingData: missingData as MissingData,
    leastSamples: leastSamples(alarm),
  };
}

/** The period of an alarm, which in one on metric math is that of its metrics. */
function periodOf({ Period, Metrics = [] }: MetricAlarm): number | undefined {
  return (
    Period ??
    Metrics.map((query) => query.MetricStat?.Period ?? query.Period).find((period) => period !== undefined)
  );
}

/**
 * How many samples the percentile of an alarm takes if the alarm is to ignore it with fewer.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
function leastSamples({
  ExtendedStatistic: statistic,
  EvaluateLowSampleCountPercentile: low,
}: MetricAlarm): number {
  if (low !== 'ignore' || statistic === undefined) return 0;
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(statistic)?.[1];
  if (percentile === undefined) return 0;
  const fraction = Number(percentile) / 100;
  // Counting in whole samples, past the noise of binary fractions.
  return Math.ceil(Number((10 / (fraction >= 0.5 ? 1 - fraction : fraction)).toFixed(6)));
}
