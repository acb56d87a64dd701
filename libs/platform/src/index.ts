export * from './contract';
export * from './definition';
export * from './errors';
export * from './key-policy';
export * from './naming';
export * from './stack';
export * from './suppression';
export * from './tags';
