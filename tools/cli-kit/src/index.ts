export * from './errors';
export * from './files';
export * from './filing';
export * from './proxy-agent';
export * from './table';
export * from './terminal';
export * from './wrap';
