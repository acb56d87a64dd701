export * from './approvals';
export * from './check';
export * from './checks';
export * from './report';
