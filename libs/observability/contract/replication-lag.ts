import type { Environment } from '@healthcare-dr/topology';

/** What an alarm on one metric watches and when it goes off, in CloudWatch's words. */
export interface AlarmDefinition {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum';
  /** In seconds. */
  readonly period: number;
  /** How many periods in a row must breach; never "M of N", which Route 53 does not follow. */
  readonly evaluationPeriods: number;
  readonly comparisonOperator: 'GreaterThanThreshold' | 'LessThanThreshold';
  /** In the metric's unit. */
  readonly threshold: number;
}

/**
 * How the alarm on replication lag is defined. It stands in the contract because a Route 53 health check on an alarm keeps a
 * copy of these values and takes a new one only when the check itself is updated: whoever makes such a check must know when
 * they change.
 *
 * RDS publishes the lag in milliseconds:
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 *
 * @param clusterIdentifier - the cluster that may be the secondary, as the contract of the aurora tier names it
 */
export function replicationLagAlarm(
  { alarms }: Pick<Environment, 'alarms'>,
  clusterIdentifier: string,
): AlarmDefinition {
  const { thresholdMilliseconds, evaluationPeriods } = alarms.replicationLag;
  return {
    namespace: 'AWS/RDS',
    metricName: 'AuroraGlobalDBReplicationLag',
    dimensions: { DBClusterIdentifier: clusterIdentifier },
    statistic: 'Maximum',
    period: 60,
    evaluationPeriods,
    comparisonOperator: 'GreaterThanThreshold',
    threshold: thresholdMilliseconds,
  };
}
