import { parseArn } from '../policy/arn';
import type { PrincipalElement } from '../policy/policy';

/** Who asks. */
export type Principal =
  /** The session of a role. */
  | {
      readonly kind: 'role';
      readonly accountId: string;
      readonly roleArn: string;
      readonly sessionName: string;
    }
  | { readonly kind: 'user'; readonly accountId: string; readonly userArn: string }
  | { readonly kind: 'account-root'; readonly accountId: string }
  /** Whoever an identity provider vouches for, before they have taken a role. */
  | { readonly kind: 'federated'; readonly accountId: string; readonly providerArn: string }
  /** A service on its own behalf, such as `events.amazonaws.com`. */
  | { readonly kind: 'service'; readonly service: string };

/**
 * How far a `Principal` element means somebody: the session or user itself, their role, or only the account that they belong to,
 * which leaves it to the account's own policies.
 */
export type PrincipalMatch = 'itself' | 'role' | 'account';

/** The ARN that AWS shows in messages and in `aws:PrincipalArn`'s place: that of the session, not that of the role. */
export function callerArn(principal: Principal): string {
  switch (principal.kind) {
    case 'role':
      return `arn:aws:sts::${principal.accountId}:assumed-role/${nameOf(principal.roleArn)}/${principal.sessionName}`;
    case 'user':
      return principal.userArn;
    case 'account-root':
      return rootArn(principal.accountId);
    case 'federated':
      return principal.providerArn;
    case 'service':
      return principal.service;
  }
}

/** `arn:aws:iam::111111111111:root` */
export const rootArn = (accountId: string): string => `arn:aws:iam::${accountId}:root`;

/** The last part of a role's path, which its sessions carry. */
const nameOf = (roleArn: string): string => roleArn.slice(roleArn.lastIndexOf('/') + 1);

/** The account that a principal belongs to; a service belongs to none. */
export const accountOf = (principal: Principal): string | undefined =>
  principal.kind === 'service' ? undefined : principal.accountId;

/**
 * How an element of a resource policy means a principal; `undefined` if it does not.
 *
 * Everybody means the caller itself, as a session's own ARN does: what is allowed so is not limited by what the caller's own policies
 * leave out.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function matchPrincipal(element: PrincipalElement, principal: Principal): PrincipalMatch | undefined {
  if (principal.kind === 'service') {
    return element.everybody || element.services.includes(principal.service) ? 'itself' : undefined;
  }
  if (principal.kind === 'federated') {
    return element.everybody || element.federated.includes(principal.providerArn) ? 'itself' : undefined;
  }
  const { aws, everybody } = element;
  if (everybody || aws.includes(callerArn(principal))) return 'itself';
  if (principal.kind === 'role' && aws.includes(principal.roleArn)) return 'role';
  return namesAccount(aws, principal.accountId) ? 'account' : undefined;
}

/**
 * Whether `NotPrincipal` leaves a principal out: for a session its account, its role and it itself must be named, for a user the
 * account and the user.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isExempt(element: PrincipalElement, principal: Principal): boolean {
  if (element.everybody) return true;
  if (principal.kind === 'service') return element.services.includes(principal.service);
  if (principal.kind === 'federated') return element.federated.includes(principal.providerArn);
  if (!namesAccount(element.aws, principal.accountId)) return false;
  if (principal.kind === 'account-root') return true;
  if (principal.kind === 'role' && !element.aws.includes(principal.roleArn)) return false;
  return element.aws.includes(callerArn(principal));
}

const namesAccount = (aws: readonly string[], accountId: string): boolean =>
  aws.some(
    (id) => id === accountId || (parseArn(id)?.resource === 'root' && parseArn(id)?.accountId === accountId),
  );
