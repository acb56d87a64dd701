export * from './alert';
export * from './event';
export * from './event-problem';
export * from './loss';
export * from './next-step';
export * from './reason';
export * from './evidence';
