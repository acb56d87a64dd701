export * from './buckets';
export * from './replication-metrics';
