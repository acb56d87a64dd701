import fc from 'fast-check';
import { seconds } from './arbitraries/ingredients';

/**
 * How long RDS is assumed to take for a failover or a switchover, from taking it on to the moved writer, in seconds: the one place in
 * which that is said. AWS says "in under a minute" of the promotion itself
 * (https://wellarchitectedlabs.com/reliability/disaster-recovery/workshop_4/5-failover/5.1-aurora/), and gives no bound. So half of them
 * take what AWS says, half of them up to more than three times as much, and one in nine hangs for longer than any deadline. Whatever takes
 * longer than AWS says counts as a fault of its own.
 */
export const PROMOTION_SECONDS = { documented: [30, 60], slow: [60, 200], hanging: [900, 1_100] } as const;

/** The longest that AWS speaks of, in milliseconds. */
export const DOCUMENTED_PROMOTION_MS = PROMOTION_SECONDS.documented[1] * 1_000;

/** A duration of that distribution, in milliseconds. */
export const promotionMs: fc.Arbitrary<number> = fc.oneof(
  { weight: 4, arbitrary: seconds(...PROMOTION_SECONDS.documented) },
  { weight: 4, arbitrary: seconds(...PROMOTION_SECONDS.slow) },
  { weight: 1, arbitrary: seconds(...PROMOTION_SECONDS.hanging) },
);
