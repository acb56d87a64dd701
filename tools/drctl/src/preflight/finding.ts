import type { Answer } from '../answer';

/** What a check is known by: to monitoring that reads `drctl preflight --json`, to runbooks, to specs. */
export type PreflightCheckId =
  | 'region-enabled'
  | 'zones'
  | 'global-database'
  | 'lambda-concurrency'
  | 'backup-opt-in'
  | 'service-linked-roles'
  | 'vpc-quota'
  | 'elastic-ip-quota'
  | 'log-resource-policies'
  | 'trails'
  | 'hosted-zone'
  | 'hosted-zone-role'
  | 'certificate'
  | 'image'
  | 'subscriptions';

/** `unknown`: AWS did not say, which holds nobody up but is not taken for a yes. */
export type PreflightState = 'passed' | 'failed' | 'unknown';

/** One thing that a first deployment needs of the account, and what was found. */
export interface PreflightFinding {
  readonly id: PreflightCheckId;
  /** The Region that was asked; `global` of what an account has once. */
  readonly scope: string;
  readonly state: PreflightState;
  readonly found: string;
  readonly needed: string;
  /** A command, or what to do where none does it. Only where the state is not `passed`. */
  readonly fix: string | undefined;
}

/** How long one check may take, all its calls and attempts included, in milliseconds. */
export const CHECK_LIMIT_MS = 30_000;

/** What is needed, and how to get it. */
export interface Need {
  readonly id: PreflightCheckId;
  readonly scope: string;
  readonly needed: string;
  readonly fix: string;
}

/** What a check makes of an answer; `false` fails it. */
export interface Judged {
  readonly holds: boolean;
  readonly found: string;
  /** Where the fix depends on what was found. @default - the need's own */
  readonly fix?: string;
}

/** The finding of one answer. What AWS did not tell is unknown, never a pass. */
export function findingOf<T>(
  { id, scope, needed, fix }: Need,
  answer: Answer<T>,
  judge: (value: T) => Judged,
): PreflightFinding {
  if (!answer.known) {
    return {
      id,
      scope,
      state: 'unknown',
      found: answer.reason,
      needed,
      fix: 'run it again, with credentials that may ask for it.',
    };
  }
  const { holds, found, fix: own = fix } = judge(answer.value);
  return { id, scope, needed, found, state: holds ? 'passed' : 'failed', fix: holds ? undefined : own };
}
