import type { ClusterSnapshot, GlobalCluster, MemberCluster } from './cluster';
import type { Journal, JournalEntry } from './journal';
import type { LagReading } from './lag';
import type { Notification } from './notification';

/** RDS in one Region. All names are ARNs, but for the global cluster's identifier. */
export interface RdsPort {
  /** `undefined` if there is no such global cluster. */
  describeGlobalCluster(globalClusterId: string): Promise<GlobalCluster | undefined>;
  /** A member that stands in this port's Region; `undefined` if it does not exist. */
  describeCluster(clusterArn: string): Promise<MemberCluster | undefined>;
  /** `FailoverGlobalCluster` with `AllowDataLoss`, and nothing of `Switchover`. To be called in the target's Region. */
  failover(globalClusterId: string, targetClusterArn: string): Promise<void>;
  /** `SwitchoverGlobalCluster`. To be called in the Region of the current writer. */
  switchover(globalClusterId: string, targetClusterArn: string): Promise<void>;
  /** `ModifyDBCluster`: the least capacity of each instance, in ACU. Idempotent. */
  setMinimumCapacity(clusterArn: string, minAcu: number): Promise<void>;
  /** The newest `rds:unplanned-global-failover-…` snapshot of a cluster of this Region; `undefined` if there is none. */
  findFailoverSnapshot(clusterArn: string): Promise<ClusterSnapshot | undefined>;
  /** Copies it within this Region under a name derived from `incidentId`. Idempotent: one that exists already counts as copied. */
  copyFailoverSnapshot(snapshotArn: string, incidentId: string): Promise<void>;
}

/** CloudWatch in the controller's own Region. */
export interface MetricsPort {
  /** The newest datapoint of the own cluster's lag within the last hour; `undefined` if there is none, which is no zero. */
  replicationLag(): Promise<LagReading | undefined>;
  /** Whether a lag of the own cluster was ever published, as far back as CloudWatch keeps hours: the pair was whole once. */
  hasReplicated(): Promise<boolean>;
  /** Writes the control metric that holds traffic in dr (1) or lets it go (0). */
  putTrafficEngaged(engaged: boolean): Promise<void>;
}

/** CloudWatch in the other Region. */
export interface PeerMetricsPort {
  /** The lag of the cluster there, when that is the secondary. Asked only before a failback. */
  replicationLag(): Promise<LagReading | undefined>;
  /**
   * Whether the control metric there held traffic in any of the last minutes; `undefined` if none of them has a datapoint. Asked only
   * while clients are kept away from there.
   */
  trafficEngaged(): Promise<boolean | undefined>;
  /**
   * How many tasks the service there ran last; `undefined` if no datapoint of the last minutes says so. Asked now and then while all is
   * well, to be known when nobody can ask any more.
   */
  runningTasks(): Promise<number | undefined>;
}

/** Configuration in SSM Parameter Store of the controller's own Region, unparsed. */
export interface ConfigurationPort {
  /** The policy's JSON. Read once at the beginning of each round. */
  readPolicy(): Promise<string>;
  /** The hold switch's JSON. Read again right before each mutating call. */
  readHold(): Promise<string>;
}

/** What a holder of the lease may do: its epoch is in every conditional write. */
export interface Lease {
  readonly owner: string;
  /** Greater than that of every lease before. */
  readonly epoch: number;
  /** Milliseconds since the epoch; no mutating call may be begun later. */
  readonly expiresAt: number;
}

/** The journal table in the controller's own Region: one item with the state, one for each entry of the history. */
export interface JournalPort {
  /** A consistent read; an empty journal if there is none yet. */
  read(): Promise<Journal>;
  /** Takes the lease if it is free or has expired, by a conditional write that raises the epoch; `undefined` if somebody else has it. */
  acquire(owner: string, now: number, durationMs: number): Promise<Lease | undefined>;
  /** Gives the lease back if it is still this one; never throws for one that was lost. */
  release(lease: Lease): Promise<void>;
  /**
   * Replaces the state and appends entries, in one transaction, if the epoch is still the lease's and the version the one that
   * was read, which `next.version` still says.
   *
   * @returns the journal as it now stands, with its new version
   * @throws CallError of kind `conflict` if either has moved on
   */
  write(next: Journal, lease: Lease, entries: readonly JournalEntry[]): Promise<Journal>;
}

/** A topic of SNS. */
export interface NotificationPort {
  publish(notification: Notification): Promise<void>;
}

/** The dead man's switch: what is evaluated and acted upon in the watch Region, outside the pair. */
export interface HeartbeatPort {
  /** Says in the watch Region that a run came to its end with eyes open. */
  beat(): Promise<void>;
}

/** Whether the primary serves, asked from outside it over HTTPS by its Region-specific name. */
export interface ProbePort {
  /** `true` if it answered 2xx or 3xx in time, `false` if it did not. Never throws, never takes longer than its time-out. */
  serves(): Promise<boolean>;
}

/** What Route 53's health checkers, which stand outside both Regions, find of the endpoint of one Region. */
export type WitnessAnswer = 'healthy' | 'unhealthy';

/**
 * The witness records: a TXT record for each Region with failover routing, whose PRIMARY answer carries the check of that Region's
 * endpoint. Asked through the VPC's resolver, which needs neither the NAT gateway nor the other Region.
 */
export interface WitnessPort {
  /**
   * What the checkers find of the Region of this role.
   *
   * @throws CallError for NXDOMAIN, SERVFAIL, a time-out, and a text that no witness gives: none of them says "unhealthy"
   */
  ask(role: 'primary' | 'dr'): Promise<WitnessAnswer>;
}

/** The way out of the own Region: the NAT gateway by which the probe and every call to the other Region leave. */
export interface EgressPort {
  /** Whether any anchor outside both Regions answered with any HTTP status. Never throws, never takes longer than its time-out. */
  reaches(): Promise<boolean>;
}

/** The service's capacity in the controller's own Region. */
export interface CapacityPort {
  /** The least number of tasks (Application Auto Scaling). */
  minimumTasks(): Promise<number>;
  /** Raises it, up to the most that is configured. Idempotent, never lowers. */
  raiseMinimumTasks(minTasks: number): Promise<void>;
  /** Lowers it. Idempotent, never raises. */
  lowerMinimumTasks(minTasks: number): Promise<void>;
}

/** Time, which a simulation makes up. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** One line of the log. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly details: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** All that the controller touches. Every call is bounded in time by its adapter and fails with a {@link CallError}. */
export interface Ports {
  /** RDS in the controller's own Region. */
  readonly ownRds: RdsPort;
  /** RDS in the other Region, which may be dark. */
  readonly peerRds: RdsPort;
  readonly metrics: MetricsPort;
  /** CloudWatch in the other Region, which may be dark. */
  readonly peerMetrics: PeerMetricsPort;
  readonly configuration: ConfigurationPort;
  readonly journal: JournalPort;
  /** In the controller's own Region. */
  readonly notifications: NotificationPort;
  /** In the watch Region, for what the own topic does not take. */
  readonly backupNotifications: NotificationPort;
  readonly heartbeat: HeartbeatPort;
  readonly probe: ProbePort;
  readonly witness: WitnessPort;
  readonly egress: EgressPort;
  readonly capacity: CapacityPort;
  readonly clock: Clock;
  /** Lets so many milliseconds pass. */
  readonly pause: (ms: number) => Promise<void>;
  /** Where decisions and failures are logged as they happen; nowhere, if it is left out. */
  readonly log?: (line: LogLine) => void;
}
