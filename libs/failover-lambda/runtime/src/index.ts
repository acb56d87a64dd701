export * from './cluster';
export * from './errors';
export * from './events';
export * from './journal';
export * from './limits';
export * from './policy';
export * from './ports';
export * from './site';
