export * from './key-policy';
export * from './kms';
export * from './purposes';
