import type { Incident } from './journal';
import type { Policy } from './policy';

/**
 * The most that a failover now would lose, as time in milliseconds; `undefined` if nothing is known, which is not zero.
 *
 * The lag grows at most as fast as time, so what was measured before the incident opened, plus the time since, bounds it from above.
 */
export function estimatedLossMs({ lagAtOpening, openedAt }: Incident): number | undefined {
  if (lagAtOpening === undefined) return undefined;
  return lagAtOpening.lagMs + Math.max(0, openedAt - lagAtOpening.measuredAt);
}

/** A datapoint that was too old when the incident opened says nothing. */
export const lagIsFresh = ({ lagAtOpening, openedAt }: Incident, policy: Policy): boolean =>
  lagAtOpening !== undefined && openedAt - lagAtOpening.measuredAt <= policy.lagMaxAgeMs;

/** Whether the loss is known, and within the bound. Unknown fails closed. */
export function lossIsWithinBound(incident: Incident, policy: Policy): boolean {
  const loss = estimatedLossMs(incident);
  return loss !== undefined && lagIsFresh(incident, policy) && loss <= policy.lagBoundMs;
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

/** The estimate and the bound, for whoever has to decide. */
export function lossInWords(incident: Incident, policy: Policy): string {
  const loss = estimatedLossMs(incident);
  if (loss === undefined)
    return 'the data loss is unknown, because there is no datapoint of the replication lag';
  if (!lagIsFresh(incident, policy))
    return `the data loss is unknown, because the newest datapoint of the replication lag was ${seconds(incident.openedAt - (incident.lagAtOpening?.measuredAt ?? 0))} old`;
  return `at most ${seconds(loss)} of data would be lost, where ${seconds(policy.lagBoundMs)} are allowed`;
}
