import { defineContract, definePairContract, type Naming } from '@healthcare-dr/platform';

/** What the cluster of a Region is known by. */
export const auroraContract = defineContract('aurora', {
  /** `cluster-…`, as IAM names the cluster in `rds-db:connect`. */
  clusterResourceId: 'string',
  /**
   * The reader endpoint of this Region's cluster, whichever side writes: where the cluster follows, its replicas; where it writes, its
   * readers, or the writer if it has none. What is read there may be behind what was written.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Endpoints.Reader.html
   */
  readerEndpoint: 'string',
});

/** How the database is reached, whoever writes. */
export const databaseContract = definePairContract('aurora', {
  /** The global writer endpoint: it stays the same when roles swap. */
  writerEndpoint: 'string',
  /** The secret with the master credentials, as it stands in the reader's Region. */
  secretArn: 'string',
});

/** The global cluster, by the same name in both Regions. */
export const globalClusterName = (naming: Naming): string => naming.name('database', 'global');

/** The secret with the master credentials; its replica in dr has the same name. */
export const masterSecretName = (naming: Naming): string => naming.name('resource', 'aurora-master');

/** The cluster of a Region. */
export const clusterName = (naming: Naming): string => naming.name('database', 'aurora');

/** The ARN of {@link clusterName}. */
export const clusterArn = (naming: Naming): string => naming.arn('rds', `cluster:${clusterName(naming)}`);

/** An instance of the cluster of a Region, numbered from 1. */
export const instanceName = (naming: Naming, number: number): string =>
  naming.name('database', `aurora-${number}`);

/** The ARN of {@link instanceName}. */
export const instanceArn = (naming: Naming, number: number): string =>
  naming.arn('rds', `db:${instanceName(naming, number)}`);

/** The port PostgreSQL listens on. */
export const POSTGRESQL_PORT = 5432;
