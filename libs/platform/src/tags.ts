import type { Environment, PLATFORM_TAGS, Role } from '@healthcare-dr/topology';

/** The tags every resource carries, through the provider's `default_tags`; an environment's own have other keys. */
export function defaultTags(environment: Environment, role: Role, tier: string): Record<string, string> {
  const own: Record<(typeof PLATFORM_TAGS)[number], string> = {
    Project: 'healthcare-dr',
    Environment: environment.suffix,
    Tier: tier,
    Role: role,
    DataClassification: 'phi',
    ManagedBy: 'terraform',
  };
  return { ...own, ...environment.tags };
}
