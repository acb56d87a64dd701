export * from './errors';
export * from './table';
export * from './terminal';
export * from './wrap';
