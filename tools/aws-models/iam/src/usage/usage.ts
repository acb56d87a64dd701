import type { Denial } from '../authorization/authorize';
import { ContextKeys } from '../policy/context';
import { Pattern } from '../policy/pattern';
import type { Policy } from '../policy/policy';

/** An action that a statement of an identity policy allows, as it is written there. */
export interface Grant {
  /** The policy's id. */
  readonly policy: string;
  /** The statement's place in it, from 0. */
  readonly statement: number;
  readonly sid: string | undefined;
  /** With wildcards, where it has them. */
  readonly action: string;
}

/** What a role was granted, what of it it used, and what it was denied. */
export interface RoleUsage {
  readonly roleArn: string;
  readonly granted: readonly Grant[];
  /** The actions themselves, and the statements that allowed them. */
  readonly used: readonly Grant[];
  readonly denied: readonly Denial[];
}

/** Every action of every statement that allows; one that allows all but some is one grant of `*`. */
export function grantsOf(policies: readonly Policy[]): Grant[] {
  return policies.flatMap(({ id, statements }) =>
    statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ index, sid, actions }) =>
        (actions?.map(({ text }) => text) ?? ['*']).map((action) => ({
          policy: id,
          statement: index,
          sid,
          action,
        })),
      ),
  );
}

/** The grants that no use was allowed by. */
export function unused({ granted, used }: Pick<RoleUsage, 'granted' | 'used'>): Grant[] {
  return granted.filter(
    (grant) =>
      !used.some(
        ({ policy, statement, action }) =>
          policy === grant.policy && statement === grant.statement && coversAction(grant.action, action),
      ),
  );
}

/** The actions that no grant covers, whatever it is granted on. */
export const notGranted = (granted: readonly Pick<Grant, 'action'>[], actions: readonly string[]): string[] =>
  actions.filter((action) => !granted.some((grant) => coversAction(grant.action, action)));

const coversAction = (pattern: string, action: string): boolean =>
  new Pattern(pattern, { wildcards: 'text', variables: false, ignoreCase: true }).covers(action, NO_CONTEXT);

const NO_CONTEXT = new ContextKeys({});
