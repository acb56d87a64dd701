import type { Environment, Role } from '@healthcare-dr/topology';

/** The tags every resource carries, through the provider's `default_tags`; the environment's own win over them. */
export function defaultTags(environment: Environment, role: Role, tier: string): Record<string, string> {
  return {
    Project: 'healthcare-dr',
    Environment: environment.suffix,
    Tier: tier,
    Role: role,
    DataClassification: 'phi',
    ManagedBy: 'terraform',
    ...environment.tags,
  };
}
