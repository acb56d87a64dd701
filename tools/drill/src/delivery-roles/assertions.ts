import type { RoleUsage } from '@healthcare-dr/aws-models/iam';
import type { Assertion } from '../assertion-recorder';
import { actionsGranted, type PolicyDocuments } from './documents';
import { impliedActions, type DeliveryRole } from './implied-actions';

/** The actions that the calls of a role came to. */
export const actionsUsed = (usage: RoleUsage | undefined): string[] => [
  ...new Set(usage?.used.map(({ action }) => action) ?? []),
];

/** What the role that deploys needs: what it asked for in a drill, and what a drill does not see. */
export const neededBy = (usage: RoleUsage | undefined): string[] => [
  ...new Set([
    ...actionsUsed(usage),
    ...(usage?.denied.map(({ action }) => action) ?? []),
    ...impliedActions(),
  ]),
];

/**
 * That a role was used, and denied nothing.
 *
 * @param usage - `undefined` if no session of it made a call
 */
export function sufficiency(role: DeliveryRole, usage: RoleUsage | undefined): Assertion {
  const used = actionsUsed(usage);
  const denied = usage?.denied.map(({ message }) => message) ?? [];
  return {
    id: `delivery-role-suffices/${role}`,
    title: `Terraform runs under the ${role} role, which is denied nothing`,
    ok: used.length > 0 && denied.length === 0,
    detail: denied.join('\n') || `${used.length} actions were used`,
  };
}

/**
 * The types of resources that the policies were recorded with and an environment has none of, such as query logs where it opts out of them:
 * what their calls need is granted to every environment, and unused in this one. Whether a grant is stale cannot be seen in it.
 */
export function unseenTypes(recorded: readonly string[], made: Iterable<string>): string[] {
  const seen = new Set(made);
  return recorded.filter((type) => !seen.has(type));
}

/** That the role that deploys holds nothing that neither its calls nor the list of implied actions explain. */
export function staleness(documents: PolicyDocuments, usage: RoleUsage | undefined): Assertion {
  const used = new Set(actionsUsed(usage));
  const implied = impliedActions();
  const stale = actionsGranted(documents).filter((action) => !used.has(action) && !implied.has(action));
  return {
    id: 'delivery-role-not-stale/deploy',
    title: 'The deploy role is granted nothing that no call used and no service implies',
    ok: stale.length === 0,
    detail: stale.join('\n') || `${used.size} actions used, ${implied.size} implied`,
  };
}
