import type { Mode } from '@healthcare-dr/failover-controller';

/** One of the two Regions, by the role it was deployed as. */
export type Side = 'primary' | 'dr';

export const other = (side: Side): Side => (side === 'primary' ? 'dr' : 'primary');

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
  'metrics.putTrafficEngaged',
  'peerMetrics.replicationLag',
  'configuration.readPolicy',
  'configuration.readHold',
  'journal.read',
  'journal.acquire',
  'journal.release',
  'journal.write',
  'notifications.publish',
  'probe.serves',
  'witness.ask',
  'egress.reaches',
  'capacity.raiseMinimumTasks',
] as const;

export type CallName = (typeof CALLS)[number];

/** When something happens: at a time (ms from the beginning), or just before a call of a name is made for the nth time. */
export type When =
  { readonly at: number } | { readonly call: CallName; readonly nth: number; readonly delayMs: number };

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
  'metrics',
  'ownRds',
  'peerRds',
  'capacity',
  'probe',
  'witness',
  'egress',
] as const;

export type Service = (typeof SERVICES)[number];

/** What happens in the world, besides the calls. Durations are milliseconds. */
export type Happening =
  /** A Region goes dark: all of it, only what serves patients, only its control plane; or the network between the two. */
  | {
      readonly kind: 'lose';
      readonly side: Side;
      readonly what: 'region' | 'data' | 'control' | 'network';
      readonly forMs: number;
    }
  /** Replication stands still though all else is well: the lag grows with time. */
  | { readonly kind: 'lag'; readonly forMs: number }
  | {
      readonly kind: 'service';
      readonly service: Service;
      readonly fault: 'timeout' | 'unreachable' | 'throttled' | 'denied';
      readonly forMs: number;
    }
  /** RDS speaks of a status nobody knows. */
  | { readonly kind: 'unknown-status'; readonly forMs: number }
  /** The global cluster is not found. */
  | { readonly kind: 'no-global-cluster'; readonly forMs: number }
  | { readonly kind: 'missing-datapoints'; readonly forMs: number }
  | { readonly kind: 'hold'; readonly forMs: number }
  | {
      readonly kind: 'policy';
      readonly value: Mode | 'malformed' | 'missing';
      readonly forMs: number;
    }
  | { readonly kind: 'no-schedule'; readonly forMs: number }
  | { readonly kind: 'no-instance'; readonly side: Side; readonly forMs: number }
  | { readonly kind: 'versions-differ'; readonly forMs: number }
  | { readonly kind: 'alarm'; readonly copies: number }
  | { readonly kind: 'rds-event'; readonly copies: number }
  | { readonly kind: 'malformed-event'; readonly copies: number }
  | {
      readonly kind: 'command';
      readonly side: Side;
      readonly operation: 'failover' | 'switchover' | 'failback' | 'status';
      /** The number of the request: the same one again is the same command. */
      readonly request: number;
      readonly acceptDataLoss: boolean;
      readonly dryRun: boolean;
      readonly copies: number;
      readonly apartMs: number;
    }
  /** An operator approves of the incident that is open then, or, by mistake, of one that was before. */
  | {
      readonly kind: 'approve';
      readonly acceptDataLoss: boolean;
      readonly stale: boolean;
      readonly copies: number;
      readonly apartMs: number;
    }
  /** Somebody acts by the console, past the controller. */
  | {
      readonly kind: 'console';
      readonly operation: 'failover' | 'switchover';
      readonly target: Side;
    };

export interface Event {
  readonly when: When;
  readonly what: Happening;
}

/** How the world is made. */
export interface Nature {
  /** Who writes at the beginning. */
  readonly writer: Side;
  /** 0: every call takes the same time; else the seed of each call's own. */
  readonly jitter: number;
  /** By how much what RDS tells may lag behind the truth. */
  readonly staleMs: number;
  /** By how much the clocks of two invocations may differ. */
  readonly skewMs: number;
  readonly lagMs: number;
  /** Whether the lag's metric goes on, and grows, where the primary is cut off, or has no datapoints any more. */
  readonly metricGrows: boolean;
  /** Whether RDS says in the own Region that replication is cut, and in the peer's that its cluster is down. */
  readonly notices: boolean;
  /** How long a failover or switchover takes. */
  readonly operationMs: number;
  /** Bit n: the nth operation fails in the end. */
  readonly failing: number;
  readonly snapshot: boolean;
  /** Whether invocations overlap; else one waits for the other, as reserved concurrency has it. */
  readonly overlap: boolean;
}

export interface PolicyChoice {
  readonly mode: Mode;
  readonly quorum: number;
  readonly lagBoundMs: number;
  readonly cooldownMs: number;
  readonly approvalMs: number;
  readonly capacity: boolean;
}

/** A whole run: all that is random is in here. */
export interface Schedule {
  readonly nature: Nature;
  readonly policy: PolicyChoice;
  readonly events: readonly Event[];
  readonly faults: readonly Fault[];
}
