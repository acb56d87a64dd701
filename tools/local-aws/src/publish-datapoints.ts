import { CloudWatchClient, PutMetricDataCommand, type StandardUnit } from '@aws-sdk/client-cloudwatch';

/** A value that a service of AWS publishes by itself. */
export interface Datapoint {
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  readonly unit: StandardUnit;
}

/** Whose datapoints, and where they are published. */
export interface DatapointSource {
  /** The access key by which the local AWS knows the service, such as `rds`. */
  readonly service: string;
  readonly region: string;
  readonly namespace: string;
}

/** Publishes datapoints of one source, as a service of AWS does. */
async function publishDatapoints(
  { service, region, namespace }: DatapointSource,
  datapoints: readonly Datapoint[],
  endpoint: string,
  now: number,
): Promise<void> {
  const client = new CloudWatchClient({
    region,
    endpoint,
    credentials: { accessKeyId: service, secretAccessKey: service },
    // What fails now is published in the next minute.
    maxAttempts: 1,
  });
  try {
    await client.send(
      new PutMetricDataCommand({
        Namespace: namespace,
        MetricData: datapoints.map(({ metricName, dimensions, value, unit }) => ({
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

/** Datapoints of one source. */
export interface DatapointBatch {
  readonly source: DatapointSource;
  readonly datapoints: readonly Datapoint[];
}

/**
 * Publishes datapoints of several sources. What cannot be published in one Region keeps nothing from the others.
 *
 * @param endpoint - of the local AWS
 * @param now - what they are stamped with, in milliseconds since the epoch
 * @throws Error of the first source of which nothing could be published, once all have been tried
 */
export async function publishAll(
  batches: readonly DatapointBatch[],
  endpoint: string,
  now: number,
): Promise<void> {
  const published = await Promise.allSettled(
    batches.map(({ source, datapoints }) => publishDatapoints(source, datapoints, endpoint, now)),
  );
  const failed = published.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
