import type { FailoverState, GlobalCluster as DescribedCluster } from '@aws-sdk/client-rds';
import type { GlobalCluster, RunningOperation } from '../domain/cluster';

/**
 * The global cluster of a name among those that `rds:DescribeGlobalClusters` tells of.
 *
 * @returns `undefined` if it is not among them
 */
export function globalClusterIn(
  described: readonly DescribedCluster[] | undefined,
  globalClusterId: string,
): GlobalCluster | undefined {
  const found = described?.find(({ GlobalClusterIdentifier }) => GlobalClusterIdentifier === globalClusterId);
  if (found === undefined) return undefined;
  return {
    status: found.Status ?? 'unknown',
    members: (found.GlobalClusterMembers ?? []).map((member) => ({
      clusterArn: member.DBClusterArn ?? '',
      isWriter: member.IsWriter === true,
      synchronizationStatus: member.SynchronizationStatus,
    })),
    operation: operationOf(found.FailoverState),
  };
}

/** Empty unless something is scheduled or running. A status that AWS adds one day is kept, and counts as running. */
function operationOf(state: FailoverState | undefined): RunningOperation | undefined {
  if (state === undefined) return undefined;
  const { Status, FromDbClusterArn, ToDbClusterArn, IsDataLossAllowed } = state;
  if (!Status && !FromDbClusterArn && !ToDbClusterArn) return undefined;
  return {
    status: Status ?? 'unknown',
    fromClusterArn: FromDbClusterArn,
    toClusterArn: ToDbClusterArn,
    dataLossAllowed: IsDataLossAllowed === true,
  };
}
