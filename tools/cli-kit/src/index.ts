export * from './errors';
export * from './filing';
export * from './table';
export * from './terminal';
export * from './wrap';
