import type { PolicyKind } from '../policy/policy';
import type { AccessDecision } from './decision';
import { callerArn } from './principal';
import type { AccessRequest } from './request';

const NO_POLICY: Readonly<Record<PolicyKind, string>> = {
  identity: 'no identity-based policy',
  'permissions-boundary': 'no permissions boundary',
  session: 'no session policy',
  resource: 'no resource-based policy',
  'vpc-endpoint': 'no VPC endpoint policy',
};

const DENY_IN: Readonly<Record<PolicyKind, string>> = {
  identity: 'an identity-based policy',
  'permissions-boundary': 'a permissions boundary',
  session: 'a session policy',
  resource: 'a resource-based policy',
  'vpc-endpoint': 'a VPC endpoint policy',
};

/**
 * What AWS says of a request that it denies; empty for one that it allows.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialMessage(
  { principal, action, resource }: AccessRequest,
  decision: AccessDecision,
): string {
  if (decision.outcome === 'allowed') return '';
  const what = `User: ${callerArn(principal)} is not authorized to perform: ${action} on resource: ${resource}`;
  return decision.outcome === 'explicit-deny'
    ? `${what} with an explicit deny in ${DENY_IN[decision.by.kind]}`
    : `${what} because ${NO_POLICY[decision.missing]} allows the ${action} action`;
}
