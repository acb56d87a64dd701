import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { alarmSettings, type AlarmSettings } from './alarm-settings';
import type { AlarmState, Evaluation } from './alarm-state';
import type { Datapoint, Series } from './datapoint';

/**
 * How many periods more than it evaluates an alarm retrieves, in case some have no data. AWS says that there are more, and not how
 * many; its examples have 5 for 3.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html#alarms-evaluating-missing-data
 */
export const EXTRA_PERIODS = 2;

/** How many periods an alarm retrieves each time: its evaluation range. */
export const evaluationRange = ({ evaluationPeriods }: Pick<AlarmSettings, 'evaluationPeriods'>): number =>
  evaluationPeriods + EXTRA_PERIODS;

/**
 * The state of an alarm after a period, by what it retrieved then:
 *
 * - With enough datapoints in the range the most recent ones decide, however old, and how missing data is treated does not matter.
 * - With fewer, those there are decide together with as few filled in as it takes.
 * - `missing` and `ignore` fill in nothing. Without any datapoint, and while the only ones breach and are fewer and younger than it
 *   takes, the former does not know and the latter keeps its state.
 * - An alarm that treats missing data as `missing` goes off, and is then early, once the oldest datapoint breaches, is as many
 *   periods old as would have to breach, and nothing after it says otherwise.
 *
 * One case is not in the present edition of the page, which only says that the state is not ALARM: a few young datapoints that all
 * breach are `INSUFFICIENT_DATA` to an alarm on `missing`, as its editions of 2018 had it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 * @param retrieved - what is in the evaluation range, the latest period last; older periods are not looked at
 * @param previous - the state before
 * @throws UnsupportedError for an alarm that CloudWatch refuses, or whose kind this model does not know
 */
export function evaluateMetricAlarm(alarm: MetricAlarm, retrieved: Series, previous: AlarmState): Evaluation {
  return decide(alarmSettings(alarm), retrieved, previous);
}

/**
 * The state of an alarm after each period of a series.
 *
 * @param initial - the state before the first
 * @throws UnsupportedError as {@link evaluateMetricAlarm}
 */
export function evaluateOverTime(
  alarm: MetricAlarm,
  data: Series,
  initial: AlarmState = 'INSUFFICIENT_DATA',
): Evaluation[] {
  const settings = alarmSettings(alarm);
  const range = evaluationRange(settings);
  let state = initial;
  return data.map((_, index) => {
    const evaluation = decide(settings, data.slice(Math.max(0, index + 1 - range), index + 1), state);
    ({ state } = evaluation);
    return evaluation;
  });
}

function decide(settings: AlarmSettings, retrieved: Series, previous: AlarmState): Evaluation {
  const { evaluationPeriods: periods, datapointsToAlarm: toAlarm, breaches, missingData } = settings;
  const range = retrieved.slice(-evaluationRange(settings));
  const real = range.filter((datapoint) => datapoint !== undefined);
  const evaluated = real.slice(-periods);
  const tooFew = samplesShort(evaluated, settings);
  if (tooFew !== undefined) return { state: previous, reason: tooFew };

  const breaching = evaluated.filter(({ value }) => breaches(value)).length;
  const missing = periods - evaluated.length;
  const told = (state: AlarmState, how = ''): Evaluation => ({
    state,
    reason: reasonFor(settings, evaluated, breaching, missing, how),
  });
  if (breaching >= toAlarm) return told('ALARM');
  if (missingData === 'notBreaching') return told('OK');
  if (missingData === 'breaching') return told(breaching + missing >= toAlarm ? 'ALARM' : 'OK');
  if (breaching < evaluated.length) return told('OK');
  if (missingData === 'ignore') return told(previous, 'the state is kept');
  const oldest = range.findIndex((datapoint) => datapoint !== undefined);
  const age = range.length - oldest;
  if (oldest >= 0 && age >= toAlarm) return told('ALARM', 'nothing since the first has said otherwise');
  return told('INSUFFICIENT_DATA');
}

/** Why a percentile means nothing yet; `undefined` if it does. */
function samplesShort(evaluated: readonly Datapoint[], { leastSamples }: AlarmSettings): string | undefined {
  if (leastSamples === 0 || evaluated.length === 0) return undefined;
  const samples = evaluated.reduce((sum, { samples: each = Infinity }) => sum + each, 0);
  return samples < leastSamples
    ? `The state is kept: the percentile has ${samples} samples, and takes ${leastSamples}.`
    : undefined;
}

function reasonFor(
  {
    datapointsToAlarm: toAlarm,
    evaluationPeriods: periods,
    comparison,
    threshold,
    missingData,
  }: AlarmSettings,
  evaluated: readonly Datapoint[],
  breaching: number,
  missing: number,
  how: string,
): string {
  const values = evaluated.map(({ value }) => value).join(', ');
  return [
    `${breaching} of ${evaluated.length} datapoints [${values}] are ${comparison} ${threshold}; it takes ${toAlarm} of ${periods}`,
    ...(missing === 0 ? [] : [`${missing} missing, treated as ${missingData}`]),
    ...(how === '' ? [] : [how]),
  ].join('; ');
}
