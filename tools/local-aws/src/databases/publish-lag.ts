import { publishAll } from '../publish-datapoints';
import type { Databases } from './databases';
import { lagDatapoints } from './lag-datapoints';

/**
 * Publishes how far every standby is behind, as RDS does each minute: in the Region of the standby.
 *
 * @param endpoint - of the local AWS
 * @param now - what the datapoints are stamped with, in milliseconds since the epoch
 * @throws Error of the first Region in which nothing could be published; in the others it is
 */
export async function publishLag(
  databases: Pick<Databases, 'measure'>,
  endpoint: string,
  now: number,
): Promise<void> {
  const batches = (await databases.measure()).map((lag) => ({
    source: { service: 'rds', region: lag.region, namespace: 'AWS/RDS' },
    datapoints: lagDatapoints(lag),
  }));
  await publishAll(batches, endpoint, now);
}
