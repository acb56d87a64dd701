export * from './clients';
export * from './credentials';
export * from './environment';
export * from './ports';
export * from './telemetry';
export * from './trace';
