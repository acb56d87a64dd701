export * from './fixture';
export * from './model';
export * from './policy';
export * from './reading';
