import fc from 'fast-check';
import { seconds } from './arbitraries/ingredients';

/**
 * How long RDS is assumed to take for a failover or a switchover, from taking it on to the moved writer, in seconds: the one place in
 * which that is said. AWS says "in less than a minute" of the promotion itself
 * (https://disaster-recovery.workshop.aws/en/services/databases/aurora/global-database.html), and gives no bound; what was measured by
 * others lies between one and three minutes. So: anything from well below a minute to more than three times what AWS says, and one in
 * nine hangs for longer than any deadline.
 */
export const PROMOTION_SECONDS = { usual: [40, 200], hanging: [900, 1_100] } as const;

/** A duration of that distribution, in milliseconds. */
export const promotionMs: fc.Arbitrary<number> = fc.oneof(
  { weight: 8, arbitrary: seconds(...PROMOTION_SECONDS.usual) },
  { weight: 1, arbitrary: seconds(...PROMOTION_SECONDS.hanging) },
);
