import { publishDatapoints } from '../publish-datapoints';
import type { Databases } from './databases';
import { lagDatapoints } from './lag-datapoints';

/**
 * Publishes how far every standby is behind, as RDS does each minute: in the Region of the standby.
 *
 * @param endpoint - of the local AWS
 * @param now - what the datapoints are stamped with, in milliseconds since the epoch
 */
export async function publishLag(databases: Databases, endpoint: string, now: number): Promise<void> {
  for (const lag of await databases.measure()) {
    const source = { service: 'rds', region: lag.region, namespace: 'AWS/RDS' };
    await publishDatapoints(source, lagDatapoints(lag), endpoint, now);
  }
}
