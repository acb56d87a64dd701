export * from './names';
export * from './replication-lag';
