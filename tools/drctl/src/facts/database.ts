import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
} from '@aws-sdk/client-rds';
import { clusterName, globalClusterName } from '@healthcare-dr/aurora/contract';
import {
  globalClusterIn,
  type GlobalCluster,
  type LagReading,
  type MemberCluster,
} from '@healthcare-dr/failover-controller';
import { ask, orAbsent, type Answer } from '../answer';
import type { RegionClients } from '../pair';
import { datapoints, type MetricQuery } from './metrics';

/** A member cluster, and how many instances it has in all. */
export interface Member extends MemberCluster {
  readonly instances: number;
}

/** The global cluster as the RDS of one Region tells it; `undefined` if there is none. */
export const askGlobalCluster = ({
  rds,
  naming,
}: RegionClients): Promise<Answer<GlobalCluster | undefined>> =>
  ask(async (options) => {
    const id = globalClusterName(naming);
    const output = await orAbsent(
      rds.send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: id }), options),
    );
    return globalClusterIn(output?.GlobalClusters, id);
  });

/** The cluster of a Region; `undefined` if there is none. */
export const askMember = ({ rds, naming }: RegionClients): Promise<Answer<Member | undefined>> =>
  ask(async (options) => {
    const name = clusterName(naming);
    const [clusters, instances] = await Promise.all([
      orAbsent(rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: name }), options)),
      rds.send(
        new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: [name] }] }),
        options,
      ),
    ]);
    const cluster = clusters?.DBClusters?.find(({ DBClusterIdentifier }) => DBClusterIdentifier === name);
    if (cluster === undefined) return undefined;
    const own = (instances.DBInstances ?? []).filter(
      ({ DBClusterIdentifier }) => DBClusterIdentifier === name,
    );
    return {
      clusterArn: cluster.DBClusterArn ?? '',
      status: cluster.Status ?? 'unknown',
      engineVersion: cluster.EngineVersion ?? 'unknown',
      instances: own.length,
      availableInstances: own.filter(({ DBInstanceStatus }) => DBInstanceStatus === 'available').length,
    };
  });

const HOUR_MS = 3_600_000;

const lagMetric = (metricName: string, cluster: string): MetricQuery => ({
  namespace: 'AWS/RDS',
  metricName,
  dimensions: { DBClusterIdentifier: cluster },
  statistic: 'Maximum',
  periodSeconds: 60,
});

/**
 * The newest lag of the cluster of a Region within the last hour, the greater of storage and RPO lag if they are as new;
 * `undefined` if there is none, which is no zero: the metric exists only while the cluster is the secondary.
 */
export const askLag = (
  { cloudWatch, naming }: RegionClients,
  now: number,
): Promise<Answer<LagReading | undefined>> =>
  ask(async (options) => {
    const cluster = clusterName(naming);
    const { rpo, storage } = await datapoints(
      cloudWatch,
      {
        rpo: lagMetric('AuroraGlobalDBRPOLag', cluster),
        storage: lagMetric('AuroraGlobalDBReplicationLag', cluster),
      },
      { now, lengthMs: HOUR_MS },
      options,
    );
    const [newest] = [...rpo, ...storage]
      .filter(({ value }) => Number.isFinite(value) && value >= 0)
      .sort((a, b) => b.at - a.at || b.value - a.value);
    return newest === undefined ? undefined : { lagMs: newest.value, measuredAt: newest.at };
  });
