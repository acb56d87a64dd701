import type { Naming } from '@healthcare-dr/platform';

/**
 * The alarm in the dr Region whose data Route 53 follows to hold traffic in dr. It is in ALARM while traffic is **not** engaged
 * there, which is the rule, and returns to OK with the first minute in which the controller says that it is.
 */
export const controlAlarmName = (naming: Naming): string => naming.name('resource', 'traffic-not-engaged');
