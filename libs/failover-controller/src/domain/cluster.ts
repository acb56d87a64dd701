/** The states of a global cluster's operation that AWS documents; an unknown one is kept as it was read and counts as running. */
export type OperationStatus = 'pending' | 'failing-over' | 'switching-over' | 'cancelling' | (string & {});

/**
 * The operation that a global cluster is in the middle of. AWS leaves `FailoverState` empty when nothing is scheduled or
 * running: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverState.html
 */
export interface RunningOperation {
  readonly status: OperationStatus;
  readonly fromClusterArn: string | undefined;
  readonly toClusterArn: string | undefined;
  /** Whether it may lose data, that is, whether it is a failover and no switchover. */
  readonly dataLossAllowed: boolean;
}

/** One member of the global cluster. */
export interface GlobalMember {
  readonly clusterArn: string;
  readonly isWriter: boolean;
  /** `connected`, `pending-resync`, or what AWS says else; `undefined` where it says nothing. */
  readonly synchronizationStatus: string | undefined;
}

/** The global cluster, as one Region's RDS endpoint tells it. It may lag behind the truth by some seconds. */
export interface GlobalCluster {
  readonly status: string;
  readonly members: readonly GlobalMember[];
  readonly operation: RunningOperation | undefined;
}

/** A member cluster, as its own Region's RDS endpoint tells it. */
export interface MemberCluster {
  readonly clusterArn: string;
  /** `available`, `failing-over`, …; anything but `available` is not ready for a planned operation. */
  readonly status: string;
  readonly engineVersion: string;
  /** How many of its instances are available; a cluster without one cannot be promoted. */
  readonly availableInstances: number;
  /** The least capacity of each instance, in ACU; left out where AWS says nothing of it. */
  readonly minAcu?: number | undefined;
}

/** A snapshot that a managed failover took of the old primary; it expires with that cluster's retention unless it is copied. */
export interface ClusterSnapshot {
  readonly snapshotArn: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly status: string;
}
