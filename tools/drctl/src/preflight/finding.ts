import type { Answer } from '../answer';

/** What the checks are known by: to monitoring that reads `drctl preflight --json`, to runbooks, to specs. */
export const PREFLIGHT_CHECKS = [
  'region-enabled',
  'zones',
  'global-database',
  'lambda-concurrency',
  'backup-opt-in',
  'service-linked-roles',
  'vpc-quota',
  'elastic-ip-quota',
  'log-resource-policies',
  'trails',
  'hosted-zone',
  'hosted-zone-role',
  'certificate',
  'image',
  'subscriptions',
] as const;

export type PreflightCheckId = (typeof PREFLIGHT_CHECKS)[number];

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
  /** What to do. Only where the state is not `passed`. */
  readonly fix: string | undefined;
  /** What does it, in order and as it can be pasted into a shell; empty where no command does. */
  readonly commands: readonly string[];
}

/** How long one check may take, all its calls and attempts included, in milliseconds. */
export const CHECK_LIMIT_MS = 30_000;

/** What is needed, and how to get it. */
export interface Need {
  readonly id: PreflightCheckId;
  readonly scope: string;
  readonly needed: string;
  readonly fix: string;
  /** @default - no command does it */
  readonly commands?: readonly string[];
  /** What to do where AWS, or who else is asked, does not say. @default - to ask again, as somebody who may */
  readonly unknownFix?: string;
}

/** What a check makes of an answer; `false` fails it. */
export interface Judged {
  readonly holds: boolean;
  readonly found: string;
  /** Where the fix depends on what was found. @default - the need's own, with its commands */
  readonly fix?: string;
  /** Where the commands depend on what was found. @default - those of the need, or with a fix of its own none */
  readonly commands?: readonly string[];
}

/** The finding of one answer. What AWS did not tell is unknown, never a pass. */
export function findingOf<T>(
  {
    id,
    scope,
    needed,
    fix,
    commands = [],
    unknownFix = 'run it again, with credentials that may ask for it.',
  }: Need,
  answer: Answer<T>,
  judge: (value: T) => Judged,
): PreflightFinding {
  if (!answer.known) {
    return { id, scope, state: 'unknown', found: answer.reason, needed, fix: unknownFix, commands: [] };
  }
  const { holds, found, ...own } = judge(answer.value);
  if (holds) return { id, scope, needed, found, state: 'passed', fix: undefined, commands: [] };
  return {
    id,
    scope,
    needed,
    found,
    state: 'failed',
    fix: own.fix ?? fix,
    commands: own.commands ?? (own.fix === undefined ? commands : []),
  };
}
