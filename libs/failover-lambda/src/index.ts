export * from './failover-lambda';
export * from './policy';
