import { publishDatapoints } from '../publish-datapoints';
import { replicationDatapoints } from './replication-metrics';
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
      .map(({ region, namespace, ...datapoint }) =>
        publishDatapoints({ service: 's3', region, namespace, maxAttempts: 1 }, [datapoint], endpoint, now),
      ),
  );
  const failed = published.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
