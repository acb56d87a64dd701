import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Series } from '../datapoint';

/** An alarm that goes off when the last three minutes were all above one. */
export const ALARM: MetricAlarm = {
  AlarmName: 'lag',
  Namespace: 'AWS/RDS',
  MetricName: 'AuroraGlobalDBReplicationLag',
  Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'aurora' }],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
};

/** Datapoints as the documentation draws them: `0` does not breach, `X` does, `-` is missing; the latest is on the right. */
export const drawn = (picture: string): Series =>
  picture.split(' ').map((sign) => ({ '0': { value: 0 }, X: { value: 2 }, '-': undefined })[sign]);
