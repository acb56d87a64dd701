import { peerOf } from '@healthcare-dr/topology';
import {
  REPLICATION_METRIC_REGIONS,
  replicationMetricDimensions,
} from '@healthcare-dr/s3-replication/contract';
import { ask, type Answer } from '../answer';
import type { Pair, RegionClients } from '../pair';
import { datapoints, type Datapoint, type MetricQuery } from './metrics';

const DAY_MS = 86_400_000;

/** What S3 says in one Region of the replication of the data buckets. No datapoint: nothing to replicate. */
export interface ReplicationFacts {
  /** By how many seconds what comes here is behind. */
  readonly latencySeconds: Datapoint | undefined;
  /** How many operations wait to be done here. */
  readonly pendingOperations: Datapoint | undefined;
  /** How many operations from here were given up in the last day: these objects are missing on the other side. */
  readonly failedOfDay: number;
}

/** Each metric is asked for in the Region that it is published in. */
export const askReplication = (
  side: RegionClients,
  { sides }: Pair,
  now: number,
): Promise<Answer<ReplicationFacts>> =>
  ask(async (options) => {
    const peer = sides[peerOf(side.role)];
    const metric = (
      metricName: keyof typeof REPLICATION_METRIC_REGIONS,
      statistic: MetricQuery['statistic'],
    ): MetricQuery => {
      const [source, destination] =
        REPLICATION_METRIC_REGIONS[metricName] === 'destination' ? [peer, side] : [side, peer];
      return {
        namespace: 'AWS/S3',
        metricName,
        dimensions: replicationMetricDimensions({
          role: source.role,
          source: source.naming,
          destination: destination.naming,
        }),
        statistic,
        periodSeconds: 300,
      };
    };
    const { latency, pending, failed } = await datapoints(
      side.cloudWatch,
      {
        latency: metric('ReplicationLatency', 'Maximum'),
        pending: metric('OperationsPendingReplication', 'Maximum'),
        failed: metric('OperationsFailedReplication', 'Sum'),
      },
      { now, lengthMs: DAY_MS },
      options,
    );
    return {
      latencySeconds: latency[0],
      pendingOperations: pending[0],
      failedOfDay: failed.reduce((sum, { value }) => sum + value, 0),
    };
  });
