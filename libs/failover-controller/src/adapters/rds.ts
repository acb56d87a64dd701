import {
  CopyDBClusterSnapshotCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  ModifyDBClusterCommand,
  SwitchoverGlobalClusterCommand,
  type DBClusterSnapshot,
  type RDSClient,
} from '@aws-sdk/client-rds';
import type { ClusterSnapshot, MemberCluster } from '../domain/cluster';
import { CallError } from '../domain/errors';
import type { RdsPort } from '../domain/ports';
import { CLUSTER_ARN, clusterNameOf } from './arn';
import { call, within } from './call';
import type { Bounded } from './clients';
import { globalClusterIn } from './global-cluster';

/** How the snapshot begins that a managed failover takes of the old primary. */
const FAILOVER_SNAPSHOT = 'rds:unplanned-global-failover-';

/** More pages of one cluster's snapshots are not looked at: there are 100 in each, and automatic ones are at most 35 days old. */
const MAX_PAGES = 5;

/** What the adapter needs. Both clients stand in the same Region. */
export interface RdsAdapterProps {
  readonly read: Bounded<RDSClient>;
  /** A client that never repeats a call by itself. */
  readonly act: Bounded<RDSClient>;
  /** The suffix with which names of this environment end. */
  readonly environment: string;
}

/** RDS in one Region. */
export function rdsAdapter({ read, act, environment }: RdsAdapterProps): RdsPort {
  return {
    async describeGlobalCluster(globalClusterId) {
      const output = await orAbsent(
        call('rds:DescribeGlobalClusters', within(read.limitMs), (options) =>
          read.client.send(
            new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: globalClusterId }),
            options,
          ),
        ),
      );
      return globalClusterIn(output?.GlobalClusters, globalClusterId);
    },

    async describeCluster(clusterArn) {
      const name = clusterNameOf(clusterArn);
      const [clusters, instances] = await Promise.all([
        orAbsent(
          call('rds:DescribeDBClusters', within(read.limitMs), (options) =>
            read.client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: name }), options),
          ),
        ),
        orAbsent(
          call('rds:DescribeDBInstances', within(read.limitMs), (options) =>
            read.client.send(
              new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: [name] }] }),
              options,
            ),
          ),
        ),
      ]);
      const cluster = clusters?.DBClusters?.find(({ DBClusterIdentifier }) => DBClusterIdentifier === name);
      if (cluster === undefined) return undefined;
      return {
        clusterArn: cluster.DBClusterArn ?? clusterArn,
        status: cluster.Status ?? 'unknown',
        engineVersion: cluster.EngineVersion ?? 'unknown',
        availableInstances: (instances?.DBInstances ?? []).filter(
          ({ DBClusterIdentifier, DBInstanceStatus }) =>
            DBClusterIdentifier === name && DBInstanceStatus === 'available',
        ).length,
        minAcu: cluster.ServerlessV2ScalingConfiguration?.MinCapacity,
      } satisfies MemberCluster;
    },

    async failover(globalClusterId, targetClusterArn) {
      assertArn('rds:FailoverGlobalCluster', targetClusterArn);
      // AllowDataLoss and Switchover exclude each other, even as false; with neither it would be a switchover.
      const command = new FailoverGlobalClusterCommand({
        GlobalClusterIdentifier: globalClusterId,
        TargetDbClusterIdentifier: targetClusterArn,
        AllowDataLoss: true,
      });
      await call('rds:FailoverGlobalCluster', within(act.limitMs), (options) =>
        act.client.send(command, options),
      );
    },

    async switchover(globalClusterId, targetClusterArn) {
      assertArn('rds:SwitchoverGlobalCluster', targetClusterArn);
      const command = new SwitchoverGlobalClusterCommand({
        GlobalClusterIdentifier: globalClusterId,
        TargetDbClusterIdentifier: targetClusterArn,
      });
      await call('rds:SwitchoverGlobalCluster', within(act.limitMs), (options) =>
        act.client.send(command, options),
      );
    },

    async setMinimumCapacity(clusterArn, minAcu) {
      const name = clusterNameOf(clusterArn);
      const bound = within(act.limitMs);
      const { DBClusters = [] } = await call('rds:DescribeDBClusters', bound, (options) =>
        read.client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: name }), options),
      );
      const scaling = DBClusters[0]?.ServerlessV2ScalingConfiguration;
      if ((scaling?.MinCapacity ?? 0) >= minAcu) return;
      const command = new ModifyDBClusterCommand({
        DBClusterIdentifier: name,
        ServerlessV2ScalingConfiguration: { ...scaling, MinCapacity: minAcu },
        ApplyImmediately: true,
      });
      await call('rds:ModifyDBCluster', bound, (options) => act.client.send(command, options));
    },

    async findFailoverSnapshot(clusterArn) {
      const snapshots = await listSnapshots(read, clusterNameOf(clusterArn));
      return snapshots
        .filter(({ DBClusterSnapshotIdentifier: name = '' }) => name.startsWith(FAILOVER_SNAPSHOT))
        .map((snapshot): ClusterSnapshot => ({
          snapshotArn: snapshot.DBClusterSnapshotArn ?? '',
          createdAt: snapshot.SnapshotCreateTime?.getTime() ?? 0,
          status: snapshot.Status ?? 'unknown',
        }))
        .sort((a, b) => b.createdAt - a.createdAt)[0];
    },

    async copyFailoverSnapshot(snapshotArn, incidentId) {
      const command = new CopyDBClusterSnapshotCommand({
        SourceDBClusterSnapshotIdentifier: snapshotArn,
        TargetDBClusterSnapshotIdentifier: snapshotName(incidentId, environment),
        CopyTags: true,
      });
      await call('rds:CopyDBClusterSnapshot', within(act.limitMs), async (options) => {
        try {
          await act.client.send(command, options);
        } catch (error) {
          if ((error as Error).name !== 'DBClusterSnapshotAlreadyExistsFault') throw error;
        }
      });
    },
  };
}

/**
 * The name of the copy of the old primary's snapshot. RDS takes letters, digits and single hyphens, at most 63 here, as for every
 * other identifier of a database; the role may create no other.
 */
export function snapshotName(incidentId: string, environment: string): string {
  const [head, tail] = ['healthcare-failover-', `-${environment}`];
  const slug = incidentId.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const room = 63 - head.length - tail.length;
  // The end of an id tells incidents apart, its beginning need not.
  return `${head}${slug.slice(-room).replaceAll(/^-+|-+$/g, '')}${tail}`;
}

async function listSnapshots(read: Bounded<RDSClient>, cluster: string): Promise<DBClusterSnapshot[]> {
  const found: DBClusterSnapshot[] = [];
  const bound = within(read.limitMs);
  let marker: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const output = await call('rds:DescribeDBClusterSnapshots', bound, (options) =>
      read.client.send(
        new DescribeDBClusterSnapshotsCommand({
          DBClusterIdentifier: cluster,
          ...(marker ? { Marker: marker } : {}),
        }),
        options,
      ),
    );
    found.push(...(output.DBClusterSnapshots ?? []));
    marker = output.Marker;
    if (marker === undefined || marker === '') break;
  }
  return found;
}

/** `undefined` for what AWS says does not exist. */
async function orAbsent<Output>(output: Promise<Output>): Promise<Output | undefined> {
  try {
    return await output;
  } catch (error) {
    if (error instanceof CallError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

/** RDS takes a name for a cluster of the endpoint's own Region: a target given so could be another one than was meant. */
function assertArn(operation: string, target: string): void {
  if (CLUSTER_ARN.test(target)) return;
  throw new CallError(operation, 'invalid', `the target is '${target}', which is not the ARN of a cluster`);
}
