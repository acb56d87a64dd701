export * from './contract';
export * from './definition';
export * from './errors';
export * from './key-policy';
export * from './naming';
export {
  GLOBAL_SERVICES_REGION,
  hostedZoneSessionName,
  PROVIDER_ALIASES,
  providerScope,
  type ProviderAlias,
} from './providers';
export * from './role-props';
export * from './stack';
export * from './suppression';
export * from './tags';
