export { certificatesAreGiven } from './certificates';
export * from './cidr';
export * from './egress-anchors';
export * from './environment';
export * from './roles';
export * from './errors';
export * from './objectives';
export * from './regions';
export {
  LOG_RETENTION_DAYS,
  MAX_SUFFIX_LENGTH,
  MIN_AUDIT_LOG_DAYS,
  type Environment,
  type EnvironmentInput,
  type RegionTopology,
} from './schema';
export * from './service-names';
export * from './watch-region';
export { MAX_TAGS, PLATFORM_TAGS } from './tags';
export { MAX_CONTINUOUS_DAYS, MIN_CONTINUOUS_DAYS } from './tiers/backup';
export { ENGINE_VERSIONS, RETIRED_ENGINE_VERSIONS } from './tiers/database';
export { hostedZoneAccountOf } from './tiers/dns';
export { failoverSchema, SCHEDULE_SECONDS, type FailoverConfiguration } from './tiers/failover';
export { endpointOf, type Subscription } from './tiers/notifications';
export { endpointPathOf, type Container } from './tiers/container';
