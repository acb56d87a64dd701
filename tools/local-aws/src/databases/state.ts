import { REGION_ZONES, type Region } from '@healthcare-dr/topology';
import { z } from 'zod';

/** The engine whose clusters are served here. */
export const ENGINE = 'aurora-postgresql';

const regionSchema = z.custom<Region>(
  (value) => typeof value === 'string' && Object.keys(REGION_ZONES).includes(value),
  'must be a Region',
);

const clusterSchema = z.object({
  arn: z.string(),
  identifier: z.string(),
  region: regionSchema,
  /** `cluster-…`, as IAM names it in `rds-db:connect`. */
  resourceId: z.string(),
  engine: z.string(),
  engineVersion: z.string(),
  /** The port that clients believe in, and that IAM tokens are signed for. */
  port: z.number().int(),
  endpoint: z.string(),
  readerEndpoint: z.string(),
  databaseName: z.string().nullable(),
  /** Of the cluster that was created first; a secondary has none. */
  masterUsername: z.string().nullable(),
  masterPassword: z.string().nullable(),
  iamAuthentication: z.boolean(),
  /** Those of its cluster parameter group that were set. */
  parameters: z.record(z.string(), z.string()),
  /** The identifiers of its instances; without one it is served by nobody. */
  instances: z.array(z.string()),
  /** The global database it is a member of. */
  globalCluster: z.string().nullable(),
  /** Whether it writes: always, if it is a member of none. */
  writer: z.boolean(),
  /**
   * What it was restored from: the data of a snapshot, or a cluster, and to when, in milliseconds since the epoch; `null` as time: as late
   * as can be.
   */
  restoredFrom: z
    .union([z.object({ source: z.string(), at: z.number().nullable() }), z.object({ snapshot: z.string() })])
    .nullable(),
});

/** What RDS holds of one cluster. */
export type ClusterState = z.infer<typeof clusterSchema>;

const globalClusterSchema = z.object({
  identifier: z.string(),
  /** Leads to whichever member writes. */
  endpoint: z.string(),
});

/** All that RDS holds, in every Region: what the servers are made from. */
export const stateSchema = z.object({
  clusters: z.array(clusterSchema),
  globalClusters: z.array(globalClusterSchema),
});

/** All that RDS holds. */
export type RdsState = z.infer<typeof stateSchema>;

/** The major version of PostgreSQL that a cluster is compatible with. */
export const majorOf = ({ engineVersion }: Pick<ClusterState, 'engineVersion'>): number =>
  Number(engineVersion.split('.')[0]);
