export * from './publish-replication';
export * from './replication-metrics';
export * from './replicator';
