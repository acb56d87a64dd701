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

/** The rounds that agree, after one more: one that agrees counts, one that says the contrary resets, one that says too little does neither. */
function after(
  standing: Confirmation | undefined,
  verdict: 'agrees' | 'contrary' | 'incomplete',
  at: number,
): Confirmation | undefined {
  switch (verdict) {
    case 'contrary':
      return undefined;
    case 'incomplete':
      return standing;
    case 'agrees':
      return { rounds: (standing?.rounds ?? 0) + 1, firstAt: standing?.firstAt ?? at, lastAt: at };
  }
}

/** A gap between two looks that is too long resets: what happened in it nobody knows. */
const isGap = ({ lookedAt }: Pick<Watch, 'lookedAt'>, at: number): boolean =>
  lookedAt === undefined || at - lookedAt > CONFIRMATION_GAP_MS;

const NOTHING_CONFIRMED = { lost: undefined, replicating: undefined } as const;

/** Both confirmations after one more round. */
export function confirmAfter(
  watch: Pick<Watch, 'lookedAt' | 'lost' | 'replicating'>,
  evidence: Evidence,
  assessment: Assessment,
  at: number,
): Pick<Watch, 'lost' | 'replicating'> {
  const contrary = isContrary(evidence);
  const { lost, replicating } = isGap(watch, at) ? NOTHING_CONFIRMED : watch;
  const verdict = (agrees: boolean, against: boolean) =>
    agrees ? 'agrees' : contrary || against ? 'contrary' : 'incomplete';
  return {
    lost: after(lost, verdict(assessment === 'lost', evidence.replication === 'fresh'), at),
    replicating: after(
      replicating,
      verdict(assessment === 'lost-replicating', evidence.replication === 'stopped'),
      at,
    ),
  };
}

/**
 * By how much the last round may come too soon, in milliseconds: the schedule is a matter of seconds. The run then looks again until the
 * first round is far enough back, so that what lacks a moment does not cost a minute.
 */
const PROLONGED_MS = 15_000;

/** Whether the last round, which is going on, is all but far enough from the first. */
const isAlmostApart = ({ firstAt, lastAt }: Confirmation, leastMs: number, at: number): boolean =>
  lastAt - firstAt >= leastMs - PROLONGED_MS && at - lastAt < ROUND_GAP_MS;

/** Whether the rounds are enough, and the last one, up to this look of it, is far enough from the first. */
export const isConfirmed = (confirmation: Confirmation | undefined, leastMs: number, at: number): boolean =>
  confirmation !== undefined &&
  confirmation.rounds >= CONFIRMATION_ROUNDS &&
  (confirmation.lastAt - confirmation.firstAt >= leastMs ||
    (isAlmostApart(confirmation, leastMs, at) && at - confirmation.firstAt >= leastMs));

/** Whether another look of the same run may be all that is missing. */
export const isAlmostConfirmed = (
  { lost }: Pick<Watch, 'lost'>,
  assessment: Assessment,
  { confirmationMs }: Policy,
  at: number,
): boolean =>
  assessment === 'lost' &&
  lost !== undefined &&
  lost.rounds >= CONFIRMATION_ROUNDS &&
  isAlmostApart(lost, confirmationMs, at);

/** Whether a lost Region is confirmed: without what is replicated, or with it where the environment takes that for enough. */
export const lossIsConfirmed = (
  watch: Watch,
  assessment: Assessment,
  policy: Policy,
  at: number,
): boolean => {
  // An alarm may call long after the last look of the schedule.
  if (isGap(watch, at)) return false;
  const { lost, replicating } = watch;
  return (
    (assessment === 'lost' && isConfirmed(lost, policy.confirmationMs, at)) ||
    (assessment === 'lost-replicating' &&
      policy.failoverWhileReplicatingAfterMs !== undefined &&
      isConfirmed(replicating, policy.failoverWhileReplicatingAfterMs, at))
  );
};
