export * from './filter-policy';
export * from './notifications';
export * from './topic-policy';
