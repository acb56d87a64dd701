import { formatAlert, type Alert, type Evidence } from '@healthcare-dr/failover-controller';
import type { State } from '@healthcare-dr/cli-kit';
import { valueOf } from '../answer';
import type { SideFacts } from '../facts';

/** Rounds come once a minute; evidence older than this is of a controller that does not look any more. */
const STALE_MS = 300_000;

/** One signal, as the controller of a Region has it of the other one. */
export interface Signal {
  readonly name: keyof Evidence;
  readonly value: Evidence[keyof Evidence];
  readonly state: State;
}

/** What the controller of a Region believed of the other Region in its last round. */
export interface Signals {
  /** Milliseconds since the epoch; `undefined` before its first round. */
  readonly lookedAt: number | undefined;
  /** Whether it is so old that it says nothing of now. */
  readonly stale: boolean;
  readonly signals: readonly Signal[];
  /** What is reported of them and not over yet. */
  readonly alerts: readonly Alert[];
}

const GOOD: Readonly<Record<keyof Evidence, string>> = {
  probe: 'up',
  checkers: 'healthy',
  controlPlane: 'answers',
  replication: 'fresh',
  egress: 'open',
  database: 'available',
};

/** The signals in a journal; `undefined` if it does not answer. */
export function signalsOf({ journal }: Pick<SideFacts, 'journal'>, at: number): Signals | undefined {
  const watch = valueOf(journal)?.watch;
  if (watch === undefined) return undefined;
  const { lookedAt, evidence, alerts } = watch;
  const stale = lookedAt === undefined || at - lookedAt > STALE_MS;
  const signals =
    evidence === undefined
      ? []
      : (Object.keys(GOOD) as (keyof Evidence)[]).map((name): Signal => {
          const value = evidence[name];
          const state = stale || value === 'unknown' ? 'unknown' : value === GOOD[name] ? 'ok' : 'attention';
          return { name, value, state };
        });
  return { lookedAt, stale, signals, alerts: alerts.filter(({ reportedAt }) => reportedAt !== undefined) };
}

/** The evidence of a Region's last round, as long as it says something of now. */
export function freshEvidence(side: Pick<SideFacts, 'journal'>, at: number): Evidence | undefined {
  const watch = valueOf(side.journal)?.watch;
  return watch?.lookedAt === undefined || at - watch.lookedAt > STALE_MS ? undefined : watch.evidence;
}

const NAMES: Readonly<Record<keyof Evidence, string>> = {
  probe: 'probe',
  checkers: "Route 53's checkers",
  controlPlane: 'RDS API',
  replication: 'replication',
  egress: 'way out',
  database: 'database',
};

/** The name of a signal for people. */
export const signalName = (name: keyof Evidence): string => NAMES[name];

/** What an alert says, for people. */
export const alertText = ({ code }: Alert): string => formatAlert(code);
