export * from './s3-replication';
