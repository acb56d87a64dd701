export * from './endpoint-policies';
export * from './endpoints';
export * from './flow-logs';
export * from './networking';
export * from './security-groups';
export * from './subnets';
export * from './vpc';
