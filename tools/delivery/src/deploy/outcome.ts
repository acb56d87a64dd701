import type { ResourceChange } from '../plan/changes';
import type { GateFinding } from '../plan/gate';

/** What a stack would change, with the digest of it. */
export interface StackPlan {
  readonly stack: string;
  readonly digest: string;
  readonly changes: readonly ResourceChange[];
  /** What the gate found, allowed or not. */
  readonly findings: readonly GateFinding[];
}

/** What became of one stack in a run. */
export type StackOutcome =
  /** Its record says that this very thing stands: nothing was planned. */
  | { readonly status: 'unchanged' }
  /** Applied; a plan without changes only brings the record up to date. */
  | { readonly status: 'deployed'; readonly plan: StackPlan; readonly because: readonly string[] }
  /** The gate stopped it; nothing was done. */
  | { readonly status: 'refused'; readonly plan: StackPlan; readonly findings: readonly GateFinding[] }
  /** Its wave is not approved; nothing was done. */
  | { readonly status: 'approval-required'; readonly plan: StackPlan; readonly message: string }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'interrupted'; readonly message: string }
  /** Not begun: these stacks before it were not deployed. */
  | { readonly status: 'skipped'; readonly because: readonly string[] };

/** Whether a stack stands as the checkout says. */
export function stands({ status }: StackOutcome): boolean {
  return status === 'unchanged' || status === 'deployed';
}

/** What a command line ends with after a deployment. */
export const EXIT_CODES = { done: 0, failed: 1, badInput: 2, approvalRequired: 3, interrupted: 130 } as const;

/** The exit code of a run: the worst that became of a stack. */
export function exitCodeOf(outcomes: Iterable<StackOutcome>): number {
  const statuses = new Set([...outcomes].map(({ status }) => status));
  if (statuses.has('interrupted')) return EXIT_CODES.interrupted;
  if (statuses.has('failed') || statuses.has('refused')) return EXIT_CODES.failed;
  return statuses.has('approval-required') ? EXIT_CODES.approvalRequired : EXIT_CODES.done;
}
