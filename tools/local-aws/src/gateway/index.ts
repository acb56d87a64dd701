export type { Authorized, Authorizer, SignedRequest } from './authorizer';
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
export { parseLink, parseLinkFault, type Link, type LinkFault, type PlacedLinkFault } from './link-faults';
export { Network, OBJECT_REPLICATION, type Listener, type NetworkOptions, type Path } from './network';
export type { RecordedRequest, RequestFilter } from './journal';
export * from './random';
