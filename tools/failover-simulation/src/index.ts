export * from './arbitraries/schedules';
export * from './enumerations';
export * from './guarantees';
export * from './report';
export * from './run';
export * from './schedule';
export * from './simulate';
