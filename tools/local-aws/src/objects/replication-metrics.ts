/** A value that S3 publishes of a rule. */
export interface ReplicationDatapoint {
  readonly namespace: 'AWS/S3';
  readonly metricName:
    | 'BytesPendingReplication'
    | 'OperationsPendingReplication'
    | 'ReplicationLatency'
    | 'OperationsFailedReplication';
  readonly dimensions: {
    readonly SourceBucket: string;
    readonly DestinationBucket: string;
    readonly RuleId: string;
  };
  readonly value: number;
  readonly unit: 'Bytes' | 'Count' | 'Seconds';
  /** Where it is published. */
  readonly region: string;
}

/** How a rule stands at a moment. */
export interface RuleState {
  readonly ruleId: string;
  readonly source: { readonly bucket: string; readonly region: string };
  readonly destination: { readonly bucket: string; readonly region: string };
  readonly pendingBytes: number;
  readonly pendingOperations: number;
  /** How long ago the oldest pending change was made, in milliseconds. */
  readonly oldestMs: number;
  /** Since they were last published. */
  readonly failedOperations: number;
}

/**
 * What S3 publishes of a rule with metrics: what is pending in the Region of the destination, what failed in that of the source.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
export function replicationDatapoints(state: RuleState): ReplicationDatapoint[] {
  const dimensions = {
    SourceBucket: state.source.bucket,
    DestinationBucket: state.destination.bucket,
    RuleId: state.ruleId,
  };
  const datapoint = (
    metricName: ReplicationDatapoint['metricName'],
    value: number,
    unit: ReplicationDatapoint['unit'],
    region: string,
  ): ReplicationDatapoint => ({ namespace: 'AWS/S3', metricName, dimensions, value, unit, region });
  const { region } = state.destination;
  return [
    datapoint('BytesPendingReplication', state.pendingBytes, 'Bytes', region),
    datapoint('OperationsPendingReplication', state.pendingOperations, 'Count', region),
    datapoint('ReplicationLatency', state.oldestMs / 1000, 'Seconds', region),
    datapoint('OperationsFailedReplication', state.failedOperations, 'Count', state.source.region),
  ];
}
