import type { Incident } from './journal';
import type { Policy } from './policy';

/**
 * The most that a failover at this moment would lose, as time in milliseconds; `undefined` if nothing is known, which is not zero.
 *
 * The lag grows at most as fast as time, so what was measured last before the incident opened, plus the time since then, bounds it
 * from above. The time since the opening counts too: a Region that is cut off, not dark, goes on committing what is not replicated.
 */
export function estimatedLossMs({ lagAtOpening }: Incident, now: number): number | undefined {
  if (lagAtOpening === undefined) return undefined;
  return lagAtOpening.lagMs + Math.max(0, now - lagAtOpening.measuredAt);
}

/** A datapoint that was too old when the incident opened says nothing. */
export const lagIsFresh = ({ lagAtOpening, openedAt }: Incident, policy: Policy): boolean =>
  lagAtOpening !== undefined && openedAt - lagAtOpening.measuredAt <= policy.lagMaxAgeMs;

/** Whether the loss is known, and within the bound. Unknown fails closed. */
export function lossIsWithinBound(incident: Incident, policy: Policy, now: number): boolean {
  const loss = estimatedLossMs(incident, now);
  return loss !== undefined && lagIsFresh(incident, policy) && loss <= policy.lagBoundMs;
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

/** The estimate and the bound, for whoever has to decide. */
export function lossInWords(incident: Incident, policy: Policy, now: number): string {
  const loss = estimatedLossMs(incident, now);
  if (loss === undefined)
    return 'the data loss is unknown, because there is no datapoint of the replication lag';
  if (!lagIsFresh(incident, policy))
    return `the data loss is unknown, because the newest datapoint of the replication lag was ${seconds(incident.openedAt - (incident.lagAtOpening?.measuredAt ?? 0))} old`;
  return `at most ${seconds(loss)} of data would be lost now, where ${seconds(policy.lagBoundMs)} are allowed`;
}

/** Up to when consent need not accept a loss beyond the bound: milliseconds since the epoch; `undefined` if it has to at once. */
export function boundHoldsUntil(incident: Incident, policy: Policy, now: number): number | undefined {
  const loss = estimatedLossMs(incident, now);
  return loss !== undefined && lossIsWithinBound(incident, policy, now)
    ? now + policy.lagBoundMs - loss
    : undefined;
}
