export { GLOBAL_REGION, UNSIGNED } from './credential-scope';
export type { BlackOutMode } from './exchange';
export {
  parseFault,
  parseFaultRegion,
  type Fault,
  type FaultKind,
  type FaultRegion,
  type PlacedFault,
} from './faults';
export * from './gateway';
export type { RecordedRequest, RequestFilter } from './journal';
export * from './random';
