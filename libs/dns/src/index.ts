export * from './control-alarm';
export * from './dns';
export * from './health-checks';
export * from './hosted-zone';
export * from './query-log-key-policy';
export * from './query-logging';
export * from './records';
