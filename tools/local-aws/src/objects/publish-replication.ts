import { publishAll } from '../publish-datapoints';
import { replicationDatapoints } from './replication-metrics';
import type { Replicator } from './replicator';

/**
 * Publishes how replication stands, as S3 does each minute: each value in the Region that it is a metric of.
 *
 * @param endpoint - of the local AWS
 * @param now - what the datapoints are stamped with, in milliseconds since the epoch
 * @throws Error of the first Region in which nothing could be published; in the others it is
 */
export async function publishReplication(
  objects: Pick<Replicator, 'measure'>,
  endpoint: string,
  now: number,
): Promise<void> {
  const batches = objects
    .measure()
    .flatMap(replicationDatapoints)
    .map(({ region, namespace, ...datapoint }) => ({
      source: { service: 's3', region, namespace },
      datapoints: [datapoint],
    }));
  await publishAll(batches, endpoint, now);
}
