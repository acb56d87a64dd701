import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { replicationDatapoints, type ReplicationDatapoint } from './replication-metrics';
import type { Replicator } from './replicator';

/**
 * Publishes how replication stands, as S3 does each minute: each value in the Region that it is a metric of. What cannot be published
 * in one Region keeps nothing from the other.
 *
 * @param endpoint - of the local AWS
 * @param now - what the datapoints are stamped with, in milliseconds since the epoch
 * @throws Error of the first Region in which nothing could be published
 */
export async function publishReplication(
  objects: Pick<Replicator, 'measure'>,
  endpoint: string,
  now: number,
): Promise<void> {
  const published = await Promise.allSettled(
    objects
      .measure()
      .flatMap(replicationDatapoints)
      .map((datapoint) => publish(datapoint, endpoint, now)),
  );
  const failed = published.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function publish(
  { region, namespace, metricName, dimensions, value, unit }: ReplicationDatapoint,
  endpoint: string,
  now: number,
): Promise<void> {
  const client = new CloudWatchClient({
    region,
    endpoint,
    credentials: { accessKeyId: 's3', secretAccessKey: 's3' },
    maxAttempts: 1,
  });
  try {
    await client.send(
      new PutMetricDataCommand({
        Namespace: namespace,
        MetricData: [
          {
            MetricName: metricName,
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            Timestamp: new Date(now),
            Value: value,
            Unit: unit,
          },
        ],
      }),
    );
  } finally {
    client.destroy();
  }
}
