import { UNKNOWN_SIGNAL_METRICS } from '@healthcare-dr/failover-lambda/contract';
import type { Counter } from '../adapters';
import { isCovered } from '../decide/alerts';
import type { Trigger } from '../domain/events';
import type { SignalName } from '../domain/evidence';
import type { Outcome } from '../domain/outcome';
import type { AlertCode } from '../domain/watch';

const MINUTE_MS = 60_000;

/** A way out that is closed is the one thing to look for. */
const signalOf = (code: AlertCode): SignalName | undefined => {
  if (code.startsWith('isolated')) return 'egress';
  const [kind, signal] = code.split('/');
  return kind === 'signal-unknown' ? (signal as SignalName) : undefined;
};

/**
 * What a scheduled run counts of the evidence: each signal that told nothing in its round, so that an alarm finds what is lost for good.
 * Replication that has stopped counts with it: nobody can say what a failover would lose. A pair that was never whole is not watched, so a
 * first deployment counts nothing.
 */
export function signalCounters(trigger: Trigger, { status, journal }: Outcome): readonly Counter[] {
  if (trigger.kind !== 'schedule' || status === undefined || journal === undefined) return [];
  const { alerts, evidence, lookedAt } = journal.watch;
  if (lookedAt === undefined || status.at - lookedAt >= MINUTE_MS) return [];
  const seen = alerts.flatMap(({ code, seenAt }) => (seenAt === lookedAt ? [code] : []));
  const signals = seen.flatMap((code) => (isCovered(code, seen) ? [] : (signalOf(code) ?? [])));
  const unknown = new Set<SignalName>(
    evidence?.replication === 'stopped' ? [...signals, 'replication'] : signals,
  );
  return [...unknown].map((signal) => UNKNOWN_SIGNAL_METRICS[signal]);
}
