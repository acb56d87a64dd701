import type { ResourceChange } from './changes';
import { findingsOf, type GateFinding, type GatePolicy } from './gate';
import { swappedFindings, type Writer } from './swapped-pair';

/** What a plan is judged by. */
export interface Judging {
  readonly policy: Pick<GatePolicy, 'production' | 'maxDestroyed'>;
  /** Which side writes; asked only where something would be changed. */
  readonly writer: () => Promise<Writer>;
}

/** All that the gate finds in one stack's plan, those included that are allowed: the review and the deployment judge by the same. */
export async function judge(
  stack: string,
  changes: readonly ResourceChange[],
  { policy, writer }: Judging,
): Promise<GateFinding[]> {
  if (changes.length === 0) return [];
  return [
    ...findingsOf(stack, changes, policy),
    ...swappedFindings(stack, changes, { writer: await writer(), production: policy.production }),
  ];
}
