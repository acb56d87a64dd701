export * from './access-log-bucket';
export * from './bucket-policy';
export * from './data-bucket';
export * from './lifecycle';
export * from './private-bucket';
export * from './replication';
export * from './replication-role';
export * from './s3-replication';
