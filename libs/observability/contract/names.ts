import type { Naming } from '@healthcare-dr/platform';

/** The alarm on the replication lag of the cluster of a Region, while that cluster is the secondary. */
export const replicationLagAlarmName = (naming: Naming): string => naming.name('resource', 'replication-lag');

/** The alarm on the transactions that are on the writer alone, in the Region of a secondary. */
export const rpoLagAlarmName = (naming: Naming): string => naming.name('resource', 'rpo-lag');

/** The alarm that sums up what of the standby, as it is seen from a Region, would keep a failover from its objectives. */
export const notReadyAlarmName = (naming: Naming): string => naming.name('resource', 'dr-not-ready');

/** The dashboard of a Region. Dashboards belong to the account, so the Region is part of the name. */
export const dashboardName = (naming: Naming): string => naming.name('dashboard', 'operations');

/** The trail whose home is a Region. It takes its name in every Region, so its own Region is part of the name. */
export const trailName = (naming: Naming): string => naming.name('trail', 'audit');

/** The trail's ARN, by which a bucket, a role or a key knows it before it is made. */
export const trailArn = (naming: Naming): string => naming.arn('cloudtrail', `trail/${trailName(naming)}`);

/** The log group of a Region in which what its trail records can be searched, and is watched. */
export const trailLogGroupName = (naming: Naming): string => naming.logGroup('cloudtrail', 'audit');
