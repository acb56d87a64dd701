/** Every call the controller can make, named by port and method. */
export const CALLS = [
  'ownRds.describeGlobalCluster',
  'ownRds.describeCluster',
  'ownRds.failover',
  'ownRds.switchover',
  'ownRds.setMinimumCapacity',
  'ownRds.findFailoverSnapshot',
  'ownRds.copyFailoverSnapshot',
  'peerRds.describeGlobalCluster',
  'peerRds.describeCluster',
  'peerRds.failover',
  'peerRds.switchover',
  'peerRds.setMinimumCapacity',
  'peerRds.findFailoverSnapshot',
  'peerRds.copyFailoverSnapshot',
  'metrics.replicationLag',
  'metrics.hasReplicated',
  'metrics.putTrafficEngaged',
  'peerMetrics.replicationLag',
  'peerMetrics.trafficEngaged',
  'peerMetrics.runningTasks',
  'configuration.readPolicy',
  'configuration.readHold',
  'journal.read',
  'journal.acquire',
  'journal.release',
  'journal.write',
  'notifications.publish',
  'backupNotifications.publish',
  'probe.serves',
  'witness.ask',
  'egress.reaches',
  'capacity.minimumTasks',
  'capacity.raiseMinimumTasks',
  'capacity.lowerMinimumTasks',
] as const;

export type CallName = (typeof CALLS)[number];

/** What becomes of one call. `before` and `after` are those of its effect. */
export const FAULTS = [
  'crash-before',
  'crash-after',
  'timeout-before',
  'timeout-after',
  /** The caller has given up; the effect comes some seconds later. */
  'timeout-late',
  'throttled',
  'unreachable',
  'denied',
  'conflict',
  /** An error of AWS's own side: a 5xx. */
  'internal',
  /** The answer tells what was true at the beginning, and comes just before the time-out. */
  'slow-answer',
  /** The effect comes just before the time-out. */
  'slow-effect',
  /** The process stands still after the answer. */
  'stall',
] as const;

export type FaultKind = (typeof FAULTS)[number];

export interface Fault {
  readonly call: CallName;
  readonly nth: number;
  readonly kind: FaultKind;
}

/** The services that can be out of order for a while. */
export const SERVICES = [
  'journal',
  'configuration',
  'notifications',
  'backupNotifications',
  'metrics',
  'ownRds',
  'peerRds',
  'capacity',
  'probe',
  'witness',
  'egress',
] as const;

export type Service = (typeof SERVICES)[number];

/** What calls go along; a fault of one strikes every call that does. */
export const PATHS = [
  /** The one way out of the VPC: to the other Region, and to all that is outside. */
  'nat',
  /** The first zone, with the NAT gateway in it and one interface of each endpoint. */
  'zone',
  /** The VPC's resolver. */
  'resolver',
  /** The anchors outside both Regions, all at once. */
  'anchors',
  'rds-endpoint',
  'monitoring-endpoint',
  'ssm-endpoint',
  'dynamodb-endpoint',
  'sns-endpoint',
  'autoscaling-endpoint',
] as const;

export type Path = (typeof PATHS)[number];
