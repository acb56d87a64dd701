import type { ResourcePolicies } from '../authorization/caller';
import type { Inventory } from '../operations/operation';
import type { Policy } from '../policy/policy';

/** What stands in the account of a spec. */
export interface Standing {
  /** The key of a resource, by the resource's ARN. */
  readonly keys?: Readonly<Record<string, string>>;
  /** The aliases of a key, by its ARN. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  readonly members?: Readonly<Record<string, readonly string[]>>;
  readonly policies?: Readonly<Record<string, Policy>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly endpoints?: Readonly<Record<string, Policy>>;
}

/** An account as a spec describes it. */
export function account(standing: Standing = {}): Inventory & ResourcePolicies {
  const { keys = {}, aliases = {}, members = {}, policies = {}, secrets = {}, endpoints = {} } = standing;
  return {
    keyOf: (arn) => keys[arn],
    keyArn: (_, reference) =>
      reference.startsWith('arn:')
        ? reference
        : Object.keys(aliases).find(
            (arn) => arn.endsWith(`/${reference}`) || aliases[arn]?.includes(reference),
          ),
    aliasesOf: (arn) => aliases[arn] ?? [],
    membersOf: (arn) => members[arn] ?? [],
    secretArn: (_, name) => secrets[name],
    policyOf: (arn) => policies[arn],
    endpointPolicy: (region, service) => endpoints[`${region} ${service}`],
  };
}
