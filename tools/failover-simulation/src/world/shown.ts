import { globalClusterIn, type GlobalCluster } from '@healthcare-dr/failover-controller';
import { other, type Side } from '../schedule';
import type { Operation } from './call';
import { CLUSTER_ARNS, GLOBAL_CLUSTER_ID } from './clusters';

/** What is true of the global cluster. */
export interface TrueState {
  readonly writer: Side;
  /** The member that is none just now. */
  readonly absent: Side | undefined;
  readonly operation: Operation | undefined;
  /** Whether RDS uses words that nobody knows. */
  readonly speaksUnknown: boolean;
  readonly synchronization: string;
}

/** The global cluster as the SDK would tell it, and as the adapter takes that. */
export function shown({
  writer,
  absent,
  operation,
  speaksUnknown,
  synchronization,
}: TrueState): GlobalCluster {
  const described = {
    GlobalClusterIdentifier: GLOBAL_CLUSTER_ID,
    Status: speaksUnknown ? 'recalibrating' : 'available',
    GlobalClusterMembers: (['primary', 'dr'] as const)
      .filter((side) => side !== absent)
      .map((side) => ({
        DBClusterArn: CLUSTER_ARNS[side],
        IsWriter: side === writer,
        ...(side !== writer && { SynchronizationStatus: synchronization as 'connected' }),
      })),
    FailoverState: operation && {
      Status: (speaksUnknown ? 'realigning' : operation.status) as 'pending',
      FromDbClusterArn: CLUSTER_ARNS[other(operation.target)],
      ToDbClusterArn: CLUSTER_ARNS[operation.target],
      IsDataLossAllowed: operation.kind === 'failover',
    },
  };
  return globalClusterIn([described], GLOBAL_CLUSTER_ID) as GlobalCluster;
}
