import type { Naming } from '@healthcare-dr/platform';

/**
 * The alarm in the dr Region whose data Route 53 follows to hold traffic in dr. It is in ALARM while traffic is **not** engaged
 * there, which is the rule, and returns to OK with the first minute in which the controller says that it is.
 */
export const controlAlarmName = (naming: Naming): string => naming.name('resource', 'traffic-not-engaged');

/**
 * The alarm in the primary Region whose data Route 53 follows to keep clients away from a dr that does not write: it is in ALARM while the
 * primary's controller holds traffic at home, after it promoted the primary because dr was lost.
 */
export const homeControlAlarmName = (naming: Naming): string => naming.name('resource', 'traffic-held-home');

/** What Route 53's checkers find of the endpoint of one Region. */
export type WitnessHealth = 'healthy' | 'unhealthy';

/** What a witness record answers, one text for each of the two records of a Region. */
export const witnessText = (role: 'primary' | 'dr', health: WitnessHealth): string =>
  `witness=${role};health=${health}`;
