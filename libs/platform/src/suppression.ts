import type { TerraformElement } from 'cdktf';

/** Why one compliance check does not hold for one resource, and who answers for that. */
export interface Suppression {
  /** The key of the check, such as `vpc-no-unrestricted-igw-route`. */
  readonly check: string;
  readonly reason: string;
  /** The team that owns the exception. */
  readonly owner: string;
}

/** Where a suppression stands in a synthesized resource: Terraform ignores `//` in JSON, an auditor need not. */
export const SUPPRESSIONS_KEY = 'suppressions';

const given = new WeakMap<TerraformElement, Suppression[]>();

/**
 * Excuses `resource` from one compliance check, in sight of whoever reads the synthesized stack. The compliance suite
 * fails on a suppression that nothing needs.
 */
export function suppress(resource: TerraformElement, suppression: Suppression): void {
  const all = [...(given.get(resource) ?? []), suppression];
  given.set(resource, all);
  resource.addOverride(`//.${SUPPRESSIONS_KEY}`, all);
}
