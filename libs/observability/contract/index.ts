import type { Naming } from '@healthcare-dr/platform';

/** The alarm on the replication lag of the cluster of a Region, while that cluster is the secondary. */
export const replicationLagAlarmName = (naming: Naming): string => naming.name('resource', 'replication-lag');
