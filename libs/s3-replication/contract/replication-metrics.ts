import type { Naming } from '@healthcare-dr/platform';
import type { Role } from '@healthcare-dr/topology';
import { dataBucketName } from './buckets';

/** How long replication may take, in minutes: S3 guarantees and measures exactly this time. */
export const REPLICATION_TIME_MINUTES = 15;

/** The id of the rule that replicates the data bucket of one side to the other: a dimension of its metrics. */
export const replicationRuleId = (source: Role): string =>
  source === 'primary' ? 'primary-to-dr' : 'dr-to-primary';

/**
 * In which Region CloudWatch publishes each metric of replication (namespace `AWS/S3`): what waits, where it is awaited; what
 * failed, where it came from. An alarm anywhere else sees no data for ever.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
export const REPLICATION_METRIC_REGIONS = {
  /** Seconds by which the destination is behind. */
  ReplicationLatency: 'destination',
  /** Bytes that wait. */
  BytesPendingReplication: 'destination',
  /** Operations that wait. */
  OperationsPendingReplication: 'destination',
  /** Operations that S3 has given up: these objects are missing on the other side until somebody copies them. */
  OperationsFailedReplication: 'source',
} as const satisfies Readonly<Record<string, 'source' | 'destination'>>;

/** The dimensions of the metrics of one direction. With nothing to replicate there is no data: treat it as *ignore*. */
export const replicationMetricDimensions = (direction: {
  /** The side that is replicated from. */
  readonly role: Role;
  readonly source: Naming;
  readonly destination: Naming;
}): { readonly SourceBucket: string; readonly DestinationBucket: string; readonly RuleId: string } => ({
  SourceBucket: dataBucketName(direction.source),
  DestinationBucket: dataBucketName(direction.destination),
  RuleId: replicationRuleId(direction.role),
});
