import type { Context } from '../policy/context';
import type { Policy } from '../policy/policy';
import { accountOf, callerArn, type Principal } from './principal';

/** One thing that somebody asks of AWS, as IAM sees it. An API call may be several of these. */
export interface AccessRequest {
  readonly principal: Principal;
  /** Such as `rds:FailoverGlobalCluster`. */
  readonly action: string;
  /** The ARN of what it is asked of, or `*` for an action that is bound to nothing. */
  readonly resource: string;
  /** The account that the resource belongs to: an ARN of S3 does not say. @default - the one in the ARN, else the principal's */
  readonly resourceAccountId?: string;
  /** Condition keys of the request beside those that follow from the principal. */
  readonly context: Context;
}

/** All policies that have a say in a request. */
export interface PolicySet {
  /** What is attached to the caller's user or role, inline or managed. */
  readonly identity: readonly Policy[];
  /** @default - the caller has none */
  readonly permissionsBoundary?: Policy;
  /** What the session was narrowed to when it was assumed. @default - it was not */
  readonly session?: readonly Policy[];
  /** The policy of the resource. @default - it has none */
  readonly resource?: Policy;
  /**
   * Whether nothing is allowed that the resource's policy does not allow: so it is with a KMS key and with the trust of a role.
   * @default false
   */
  readonly resourceMustAllow?: boolean;
  /** The policy of the endpoint in the VPC that the request comes through. @default - it comes through none */
  readonly vpcEndpoint?: Policy;
}

/**
 * The condition keys that follow from who asks and of what.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function principalContext(principal: Principal): Context {
  if (principal.kind === 'service')
    return { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': principal.service };
  const { kind, accountId } = principal;
  const own = { 'aws:PrincipalAccount': accountId, 'aws:PrincipalIsAWSService': 'false' };
  switch (kind) {
    case 'federated':
      return { 'aws:FederatedProvider': principal.providerArn, 'aws:PrincipalIsAWSService': 'false' };
    case 'role':
      // Of a session it is the role's ARN.
      return { ...own, 'aws:PrincipalArn': principal.roleArn, 'aws:PrincipalType': 'AssumedRole' };
    case 'user':
      return {
        ...own,
        'aws:PrincipalArn': principal.userArn,
        'aws:PrincipalType': 'User',
        'aws:username': principal.userArn.slice(principal.userArn.lastIndexOf('/') + 1),
      };
    case 'account-root':
      return { ...own, 'aws:PrincipalArn': callerArn(principal), 'aws:PrincipalType': 'Account' };
  }
}

/** The account that the resource belongs to. */
export function resourceAccountOf({
  principal,
  resource,
  resourceAccountId,
}: AccessRequest): string | undefined {
  if (resourceAccountId !== undefined) return resourceAccountId;
  const inArn = resource.split(':')[4] ?? '';
  return inArn === '' ? accountOf(principal) : inArn;
}
