import type { Incident } from './journal';
import type { Policy } from './policy';
import type { Loss } from './protocol';

/**
 * The most that a failover at this moment would lose, as time in milliseconds; `undefined` if nothing is known, which is not zero.
 *
 * Up to the newest datapoint's time less its lag everything has arrived; what was committed since may be lost. The age of the datapoint is
 * part of the estimate, and so is the time since the opening: a Region that is cut off, not dark, goes on committing.
 */
export function estimatedLossMs(
  { lagAtOpening }: Pick<Incident, 'lagAtOpening'>,
  now: number,
): number | undefined {
  if (lagAtOpening === undefined) return undefined;
  return lagAtOpening.lagMs + Math.max(0, now - lagAtOpening.measuredAt);
}

/** Whether the loss is known, and within the bound. Unknown fails closed. */
export function lossIsWithinBound(incident: Incident, policy: Policy, now: number): boolean {
  const loss = estimatedLossMs(incident, now);
  return loss !== undefined && loss <= policy.lagBoundMs;
}

/** The estimate and the bound, for whoever has to decide. */
export function assessLoss(incident: Incident, policy: Policy, now: number): Loss {
  const lossMs = estimatedLossMs(incident, now);
  if (lossMs === undefined) return { code: 'loss-unknown' };
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
