import type { Assessment } from './assessment';
import { isContrary } from './assessment';
import type { Evidence } from '../domain/evidence';
import { CALM_MS, CONFIRMATION_GAP_MS, CONFIRMATION_ROUNDS, ROUND_GAP_MS } from '../domain/limits';
import type { Policy } from '../domain/policy';
import type { Confirmation, Watch } from '../domain/watch';

/** Whether a look is a round: one on the schedule, far enough from the last. Alarms and commands look, but confirm nothing. */
export const isRound = (watch: Watch, at: number): boolean =>
  watch.lookedAt === undefined || at - watch.lookedAt >= ROUND_GAP_MS;

/** Since when the evidence counts, after a round in which something spoke against the peer, or nothing did. */
export function adverseAfter(
  { adverseSince, adverseAt }: Pick<Watch, 'adverseSince' | 'adverseAt'>,
  adverse: boolean,
  at: number,
): Pick<Watch, 'adverseSince' | 'adverseAt'> {
  if (adverse) return { adverseSince: adverseSince ?? at, adverseAt: at };
  const isOver = adverseAt === undefined || at - adverseAt >= CALM_MS;
  return isOver ? { adverseSince: undefined, adverseAt: undefined } : { adverseSince, adverseAt };
}

/**
 * The rounds that agree, after one more: one that agrees counts, one that says the contrary resets, one that says too little does
 * neither. A gap that is too long resets too: what happened in it nobody knows.
 */
function after(
  before: Confirmation | undefined,
  verdict: 'agrees' | 'contrary' | 'incomplete',
  at: number,
): Confirmation | undefined {
  const standing = before !== undefined && at - before.lastAt <= CONFIRMATION_GAP_MS ? before : undefined;
  switch (verdict) {
    case 'contrary':
      return undefined;
    case 'incomplete':
      return standing;
    case 'agrees':
      return { rounds: (standing?.rounds ?? 0) + 1, firstAt: standing?.firstAt ?? at, lastAt: at };
  }
}

/** Both confirmations after one more round. */
export function confirmAfter(
  watch: Pick<Watch, 'lost' | 'replicating'>,
  evidence: Evidence,
  assessment: Assessment,
  at: number,
): Pick<Watch, 'lost' | 'replicating'> {
  const contrary = isContrary(evidence);
  const verdict = (agrees: boolean, against: boolean) =>
    agrees ? 'agrees' : contrary || against ? 'contrary' : 'incomplete';
  return {
    lost: after(watch.lost, verdict(assessment === 'lost', evidence.replication === 'fresh'), at),
    replicating: after(
      watch.replicating,
      verdict(assessment === 'lost-replicating', evidence.replication === 'stopped'),
      at,
    ),
  };
}

/** Whether the rounds are enough, and far enough apart. */
export const isConfirmed = (confirmation: Confirmation | undefined, leastMs: number): boolean =>
  confirmation !== undefined &&
  confirmation.rounds >= CONFIRMATION_ROUNDS &&
  confirmation.lastAt - confirmation.firstAt >= leastMs;

/** Whether a lost Region is confirmed: without what is replicated, or with it where the environment takes that for enough. */
export const lossIsConfirmed = (
  { lost, replicating }: Watch,
  assessment: Assessment,
  policy: Policy,
): boolean =>
  (assessment === 'lost' && isConfirmed(lost, policy.confirmationMs)) ||
  (assessment === 'lost-replicating' &&
    policy.failoverWhileReplicatingAfterMs !== undefined &&
    isConfirmed(replicating, policy.failoverWhileReplicatingAfterMs));
