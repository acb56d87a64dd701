import type { Condition } from '../conditions/condition';
import type { Pattern } from './pattern';

/** What kinds of policy have a say in a request. */
export type PolicyKind = 'identity' | 'permissions-boundary' | 'session' | 'resource' | 'vpc-endpoint';

/** Whom a statement of a resource policy is about, by kind; `*` alone means everybody. */
export interface PrincipalElement {
  readonly everybody: boolean;
  /** ARNs of users, roles and sessions, ids of accounts, `*`. */
  readonly aws: readonly string[];
  readonly services: readonly string[];
  /** ARNs of identity providers. */
  readonly federated: readonly string[];
}

/** One statement, compiled. */
export interface Statement {
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  /** Whether it names principals, all but some, or, in an identity policy, none. */
  readonly principal: PrincipalElement | undefined;
  readonly notPrincipal: PrincipalElement | undefined;
  readonly actions: readonly Pattern[] | undefined;
  readonly notActions: readonly Pattern[] | undefined;
  readonly resources: readonly Pattern[] | undefined;
  readonly notResources: readonly Pattern[] | undefined;
  readonly conditions: readonly Condition[];
}

/** One policy document, compiled. */
export interface Policy {
  /** Where it stands: the ARN of a managed policy, the name of an inline one, or the resource whose policy it is. */
  readonly id: string;
  readonly statements: readonly Statement[];
}
