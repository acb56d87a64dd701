import { table } from '@healthcare-dr/cli-kit';
import { formatChange, formatCounts, shortDigest } from '../plan/render';
import { countChanges, differenceOf } from '../plan/changes';
import type { PlanSummary } from '../plan/summary';
import { stacksOf } from '../plan/summary';
import type { Approver, ApprovalDecision } from './approval';
import { waveDigest } from './approval';
import type { StackOutcome, StackPlan } from './outcome';
import type { StackStatus } from './status';

/** One line, or more where something is to be done, on what became of a stack. */
export function formatOutcome(stack: string, outcome: StackOutcome): string {
  switch (outcome.status) {
    case 'unchanged':
      return `${stack}: stands already.`;
    case 'deployed':
      return `${stack}: deployed (${formatCounts(countChanges(outcome.plan.changes))}; ${outcome.because.join(', ')}).`;
    case 'refused':
      return [
        `${stack}: the gate stopped it; nothing was applied.`,
        ...outcome.findings.map(({ name, detail, never }) =>
          never ? `  ${detail}. Never in production.` : `  ${detail}. If it is meant: --allow '${name}'.`,
        ),
      ].join('\n');
    case 'approval-required':
      return `${stack}: waits for approval (${formatCounts(countChanges(outcome.plan.changes))}, plan ${shortDigest(outcome.plan.digest)}).`;
    case 'failed':
      return `${stack}: FAILED. ${outcome.message}`;
    case 'interrupted':
      return `${stack}: interrupted. ${outcome.message}. The same command again goes on from here.`;
    case 'skipped':
      return `${stack}: skipped, since it comes after ${outcome.because.join(', ')}.`;
  }
}

/** What a wave would do, for whoever approves it. */
export function formatWave(plans: readonly StackPlan[], digest: string): string {
  return [
    ...plans.flatMap(({ stack, changes }) => [
      `${stack} (${formatCounts(countChanges(changes))})`,
      ...changes.map((change) => `  ${formatChange(change)}`),
    ]),
    `This wave's digest: ${digest}`,
  ].join('\n');
}

/** What is deployed, as a table. */
export function formatStatus(statuses: readonly StackStatus[]): string {
  return table(
    ['Stack', 'Stands', 'Commit', 'Applied', 'By', 'Why not'],
    statuses.map(({ stack, record, stands, because }) => [
      stack,
      stands === 'unknown' ? 'unknown' : stands ? 'yes' : 'no',
      record === undefined
        ? '—'
        : `${record.run.commit?.slice(0, 12) ?? 'no commit'}${record.run.dirty ? ' and changes' : ''}`,
      record?.finishedAt ?? record?.startedAt ?? '—',
      record?.run.by ?? '—',
      because.join(', '),
    ]),
  );
}

/**
 * Approves what a reviewed summary holds: a plan that is another than the reviewed one is not applied, and the difference is shown.
 *
 * @param describe - says what a wave would do, and how to approve it
 */
export function approveSummary(
  summary: PlanSummary,
  describe: (plans: readonly StackPlan[], digest: string) => string,
): Approver {
  const reviewed = new Map(stacksOf(summary).map((stack) => [stack.stack, stack]));
  return (plans) => {
    const differences = plans.flatMap(({ stack, digest, changes }) => {
      const known = reviewed.get(stack);
      if (known?.digest === digest) return [];
      const lines = differenceOf(known?.changes ?? [], changes);
      return [`${stack} is not as it was reviewed:`, ...lines.map((line) => `  ${line}`)];
    });
    const decision: ApprovalDecision =
      differences.length === 0
        ? { approved: true }
        : {
            approved: false,
            message: [...differences, describe(plans, waveDigest(plans))].join('\n'),
          };
    return Promise.resolve(decision);
  };
}
