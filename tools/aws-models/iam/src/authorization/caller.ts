import type { Principal } from '../evaluation/principal';
import type { Context } from '../policy/context';
import type { Policy } from '../policy/policy';

/** Who calls, and what they were given. */
export interface Caller {
  readonly principal: Principal;
  readonly identity: readonly Policy[];
  /** @default - none */
  readonly permissionsBoundary?: Policy;
  /** @default - the session was not narrowed */
  readonly session?: readonly Policy[];
  /** Condition keys that follow from where the caller runs, such as `lambda:SourceFunctionArn`. */
  readonly context: Context;
}

/** The policies of what is called. */
export interface ResourcePolicies {
  /** @returns `undefined` for a resource that has none */
  policyOf(resourceArn: string): Policy | undefined;
  /** The policy of the endpoint through which a call of this Region and service leaves the caller's VPC. @returns `undefined` for none */
  endpointPolicy(region: string, service: string): Policy | undefined;
}
