export * from './deploy/converge';
