import type { CloudWatchAlarmConfiguration, ComparisonOperator } from '@aws-sdk/client-route-53';

/** What a metric's data says of an alarm. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

const BREACHES: Readonly<Record<ComparisonOperator, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * The state of an alarm by its data: `ALARM` if the last `EvaluationPeriods` periods all breach, `OK` as soon as one of them does
 * not. A period without data leaves it open, unless another of them has decided already.
 *
 * Route 53 looks at the data stream, not at the alarm's state, and knows nothing of `TreatMissingData`, which is not among the
 * settings that it copies.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html#dns-failover-determining-health-of-endpoints-cloudwatch
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarm-evaluation
 * @param datapoints - oldest first, `undefined` for a period without data
 */
export function alarmState(
  alarm: CloudWatchAlarmConfiguration,
  datapoints: readonly (number | undefined)[],
): AlarmState {
  const { EvaluationPeriods: periods, Threshold: threshold, ComparisonOperator: operator } = alarm;
  if (periods === undefined || threshold === undefined || operator === undefined) {
    throw new TypeError('The alarm’s copy has no EvaluationPeriods, Threshold or ComparisonOperator.');
  }
  const known = datapoints.slice(-periods).filter((value) => value !== undefined);
  if (known.some((value) => !BREACHES[operator](value, threshold))) return 'OK';
  return known.length === periods ? 'ALARM' : 'INSUFFICIENT_DATA';
}
