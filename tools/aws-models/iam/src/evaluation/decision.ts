import type { PolicyKind } from '../policy/policy';

/** A statement that decided something. */
export interface DecidingStatement {
  readonly kind: PolicyKind;
  /** The policy's id. */
  readonly policy: string;
  /** Its place in the policy, from 0. */
  readonly index: number;
  readonly sid: string | undefined;
}

/** What the policies say of a request. */
export type AccessDecision =
  /** By every statement that was needed for it, and every other that would do as well. */
  | { readonly outcome: 'allowed'; readonly by: readonly DecidingStatement[] }
  | { readonly outcome: 'explicit-deny'; readonly by: DecidingStatement }
  /** No policy of this kind allows it, which had to. */
  | { readonly outcome: 'implicit-deny'; readonly missing: PolicyKind };
