export * from './observability';
export * from './replication-lag';
