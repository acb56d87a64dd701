export * from './aws-configuration';
export * from './lease';
export * from './locations';
export * from './object-store';
export * from './record';
export * from './record-store';
export * from './unlock';
