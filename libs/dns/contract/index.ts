import type { Naming } from '@healthcare-dr/platform';

/** The alarm in the dr Region whose data holds traffic in dr while a failover is engaged. */
export const controlAlarmName = (naming: Naming): string => naming.name('resource', 'traffic-engaged');
