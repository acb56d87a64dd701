export * from './check';
export * from './checks';
export * from './model';
export * from './report';
