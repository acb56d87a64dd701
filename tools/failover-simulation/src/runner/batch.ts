import { scheduleOf } from '../arbitraries/schedules';
import { runSchedule } from '../run';
import { PARTS, type Part } from '../world/course';
import type { Reconcile } from '../world/functions';
import { HANDOVERS, type Handover } from '../world/handovers';
import { RECOVERY_KINDS, type RecoveryKind } from '../world/recovery';

/** A schedule in which a guarantee was broken. */
export interface FailedSchedule {
  readonly seed: number;
  readonly guarantee: string;
  readonly message: string;
}

/** How long clients were without a database, and how much of that after the writer had moved, in ms, move by move. */
export interface Absences {
  readonly withoutMs: number[];
  readonly leadingMs: number[];
}

const noAbsences = (): Record<'alone' | 'all', Absences> => ({
  alone: { withoutMs: [], leadingMs: [] },
  all: { withoutMs: [], leadingMs: [] },
});

/** What came of many runs; JSON. */
export interface Summary {
  runs: number;
  calls: number;
  invocations: number;
  virtualMs: number;
  injected: Record<string, number>;
  states: Record<string, number>;
  /** See `Recovery`; `null` where nobody wrote in dr in the end. */
  recoveriesMs: Record<RecoveryKind, (number | null)[]>;
  /** How many runs ended in each of the ways of `Ending`. */
  endings: Record<string, number>;
  /** How long each part took, in ms, of the failovers that the controller made by itself where nothing else failed, and of all. */
  parts: Record<'alone' | 'all', Record<Part, number[]>>;
  /** Of the planned moves where nothing failed, and of all. */
  handovers: Record<Handover['operation'], Record<'alone' | 'all', Absences>>;
  /** Failovers of a side that served and wrote. */
  falseFailovers: number;
  failures: FailedSchedule[];
}

const noParts = (): Record<Part, number[]> => ({
  noticed: [],
  confirmed: [],
  takenOn: [],
  promoted: [],
  led: [],
});

export const emptySummary = (): Summary => ({
  runs: 0,
  calls: 0,
  invocations: 0,
  virtualMs: 0,
  injected: {},
  states: {},
  recoveriesMs: { alone: [], 'one more fault': [], mixed: [] },
  endings: {},
  parts: { alone: noParts(), all: noParts() },
  handovers: { switchover: noAbsences(), failback: noAbsences() },
  falseFailovers: 0,
  failures: [],
});

/** Runs the schedules of the seeds from `from` on; to the first failure, if `untilFailure`. */
export async function runBatch(
  reconcile: Reconcile,
  {
    from,
    count,
    untilFailure,
  }: { readonly from: number; readonly count: number; readonly untilFailure: boolean },
): Promise<Summary> {
  const summary = emptySummary();
  for (let seed = from; seed < from + count; seed += 1) {
    const result = await runSchedule(scheduleOf(seed), reconcile);
    summary.runs += 1;
    summary.calls += result.calls;
    summary.invocations += result.invocations;
    summary.virtualMs += result.virtualMs;
    for (const [kind, times] of result.injected) add(summary.injected, kind, times);
    for (const state of result.states) add(summary.states, state, 1);
    const { recoveryMs, recoveryKind, violation, ending, parts } = result;
    if (ending !== undefined) add(summary.endings, ending, 1);
    if (parts !== undefined)
      for (const part of PARTS) {
        summary.parts.all[part].push(parts[part]);
        if (recoveryMs !== undefined && recoveryKind === 'alone') summary.parts.alone[part].push(parts[part]);
      }
    for (const { operation, movingMs, leadingMs, isAlone } of result.handovers)
      for (const kind of isAlone ? (['alone', 'all'] as const) : (['all'] as const)) {
        const { [kind]: absences } = summary.handovers[operation];
        absences.withoutMs.push(movingMs + leadingMs);
        absences.leadingMs.push(leadingMs);
      }
    summary.falseFailovers += result.falseFailovers;
    if (recoveryMs !== undefined)
      summary.recoveriesMs[recoveryKind].push(Number.isFinite(recoveryMs) ? recoveryMs : null);
    if (violation === undefined) continue;
    summary.failures.push({ seed, guarantee: violation.guarantee, message: violation.message });
    if (untilFailure) break;
  }
  return summary;
}

export function merge(into: Summary, more: Summary): void {
  into.runs += more.runs;
  into.calls += more.calls;
  into.invocations += more.invocations;
  into.virtualMs += more.virtualMs;
  for (const [kind, times] of Object.entries(more.injected)) add(into.injected, kind, times);
  for (const [state, times] of Object.entries(more.states)) add(into.states, state, times);
  for (const [ending, times] of Object.entries(more.endings)) add(into.endings, ending, times);
  for (const which of ['alone', 'all'] as const)
    for (const part of PARTS) into.parts[which][part].push(...more.parts[which][part]);
  for (const operation of HANDOVERS) {
    for (const kind of ['alone', 'all'] as const) {
      into.handovers[operation][kind].withoutMs.push(...more.handovers[operation][kind].withoutMs);
      into.handovers[operation][kind].leadingMs.push(...more.handovers[operation][kind].leadingMs);
    }
  }
  into.falseFailovers += more.falseFailovers;
  for (const kind of RECOVERY_KINDS) into.recoveriesMs[kind].push(...more.recoveriesMs[kind]);
  into.failures.push(...more.failures);
}

function add(counts: Record<string, number>, key: string, times: number): void {
  counts[key] = (counts[key] ?? 0) + times;
}
