import type { MeasuredLag } from './databases';

/** A value that RDS publishes of a cluster, in the cluster's Region. */
export interface LagDatapoint {
  readonly namespace: 'AWS/RDS';
  readonly metricName: 'AuroraGlobalDBReplicationLag' | 'AuroraGlobalDBRPOLag';
  readonly dimensions: { readonly DBClusterIdentifier: string };
  /** In milliseconds. */
  readonly value: number;
  readonly unit: 'Milliseconds';
}

/**
 * What RDS publishes of a lag, in the Region of the cluster that is behind.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 */
export function lagDatapoints({
  cluster,
  storageMs,
  transactionsMs,
}: Pick<MeasuredLag, 'cluster' | 'storageMs' | 'transactionsMs'>): LagDatapoint[] {
  const datapoint = (metricName: LagDatapoint['metricName'], value: number): LagDatapoint => ({
    namespace: 'AWS/RDS',
    metricName,
    dimensions: { DBClusterIdentifier: cluster },
    value,
    unit: 'Milliseconds',
  });
  return [
    datapoint('AuroraGlobalDBReplicationLag', storageMs),
    datapoint('AuroraGlobalDBRPOLag', transactionsMs),
  ];
}
