export * from './failover-lambda';
