import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
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
    const client = new CloudWatchClient({
      region: lag.region,
      endpoint,
      credentials: { accessKeyId: 'rds', secretAccessKey: 'rds' },
    });
    try {
      await client.send(
        new PutMetricDataCommand({
          Namespace: 'AWS/RDS',
          MetricData: lagDatapoints(lag).map(({ metricName, dimensions, value, unit }) => ({
            MetricName: metricName,
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            Timestamp: new Date(now),
            Value: value,
            Unit: unit,
          })),
        }),
      );
    } finally {
      client.destroy();
    }
  }
}
