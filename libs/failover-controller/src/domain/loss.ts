import type { Incident } from './journal';
import type { Policy } from './policy';
import type { Loss } from './protocol';

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

/** The estimate and the bound, for whoever has to decide. */
export function assessLoss(incident: Incident, policy: Policy, now: number): Loss {
  const lossMs = estimatedLossMs(incident, now);
  if (lossMs === undefined) return { code: 'loss-unknown', lagAgeMs: undefined };
  if (!lagIsFresh(incident, policy))
    return { code: 'loss-unknown', lagAgeMs: incident.openedAt - (incident.lagAtOpening?.measuredAt ?? 0) };
  const code = lossIsWithinBound(incident, policy, now) ? 'loss-within-bound' : 'loss-beyond-bound';
  return { code, lossMs, boundMs: policy.lagBoundMs };
}

/** Up to when an approval need not accept a loss beyond the bound: milliseconds since the epoch; `undefined` if it has to at once. */
export function boundHoldsUntil(incident: Incident, policy: Policy, now: number): number | undefined {
  const loss = estimatedLossMs(incident, now);
  return loss !== undefined && lossIsWithinBound(incident, policy, now)
    ? now + policy.lagBoundMs - loss
    : undefined;
}
