export * from './base';
export { Base as Renamed } from './base';
