import type { Summary } from './runner/batch';
import type { RecoveryKind } from './world/recovery';

const MINUTE = 60_000;

/** Within how long dr writes again, in ms, and in what share of the runs in which an automatic failover is permitted. */
export interface RecoveryGoal {
  readonly withinMs: number;
  readonly share: number;
}

/**
 * The bounds of the specification are on the loss alone and on one fault more, with the policy that is deployed. In the rest several calls
 * fail, runs are killed, looks are lost, the Region is lost twice, or the policy confirms for longer: each of them costs a minute or more
 * by itself, so what is asked of the mix is that hardly any is late, and that all are judged by guarantee 5.
 */
export const RECOVERY_GOALS: Readonly<Record<RecoveryKind, RecoveryGoal>> = {
  alone: { withinMs: 12 * MINUTE, share: 0.99 },
  'one more fault': { withinMs: 14 * MINUTE, share: 0.99 },
  mixed: { withinMs: 15 * MINUTE, share: 0.99 },
};

/** Within how long clients are led to dr where the Region is lost and nothing else fails. */
export const LED_GOAL: RecoveryGoal = { withinMs: 20 * MINUTE, share: 0.99 };

/** The times to recover: percentiles in ms, and the share that met the goal. */
export interface RecoveryFigures {
  readonly runs: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly share: number;
}

/** Percentiles of times, of which `null` never ended; `undefined` if there are none. */
export function figuresOf(
  timesMs: readonly (number | null)[],
  withinMs: number,
): RecoveryFigures | undefined {
  const sorted = timesMs.map((ms) => ms ?? Infinity).sort((one, other) => (one < other ? -1 : 1));
  const { length: runs } = sorted;
  if (runs === 0) return undefined;
  const percentile = (part: number) => sorted[Math.min(runs - 1, Math.floor(runs * part))] as number;
  return {
    runs,
    p50: percentile(0.5),
    p99: percentile(0.99),
    max: percentile(1),
    share: sorted.filter((ms) => ms <= withinMs).length / runs,
  };
}

/** Of the automatic failovers of one kind, in the runs in which one was permitted at all; `undefined` if there were none. */
export const recoveryFigures = ({ recoveriesMs }: Summary, kind: RecoveryKind): RecoveryFigures | undefined =>
  figuresOf(recoveriesMs[kind], RECOVERY_GOALS[kind].withinMs);
