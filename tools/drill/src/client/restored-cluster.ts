import {
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  RestoreDBClusterFromSnapshotCommand,
  RestoreDBClusterToPointInTimeCommand,
  waitUntilDBInstanceAvailable,
  type DBCluster,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { clusterName } from '@healthcare-dr/aurora/contract';
import type { Naming } from '@healthcare-dr/platform';

/** How long RDS may take for an instance, in seconds. */
const INSTANCE_SECONDS = 60;

/** What a cluster is restored from: the one that serves, at a time in milliseconds since the epoch, or a snapshot. */
export type RestoredFrom = { readonly at: number } | { readonly snapshot: string };

/**
 * Restores a cluster beside the one that serves, with an instance, lets somebody work with it and deletes it, as
 * `docs/runbooks/restore-from-backup.md` (A2, A3, B3, G) and `docs/runbooks/divergent-records.md` (2, 8) say.
 *
 * @param rds - of the Region of what it is restored from
 * @param naming - of that Region
 */
export async function withRestoredCluster<T>(
  rds: RDSClient,
  naming: Naming,
  from: RestoredFrom,
  work: (endpoint: string) => Promise<T>,
): Promise<T> {
  const DBClusterIdentifier = naming.name('database', 'restored');
  const DBInstanceIdentifier = naming.name('database', 'restored-1');
  const restored = await restore(rds, naming, DBClusterIdentifier, from);
  await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier,
      DBClusterIdentifier,
      Engine: 'aurora-postgresql',
      DBInstanceClass: 'db.serverless',
      PubliclyAccessible: false,
    }),
  );
  await waitUntilDBInstanceAvailable(
    { client: rds, maxWaitTime: INSTANCE_SECONDS, minDelay: 1 },
    { DBInstanceIdentifier },
  );
  try {
    return await work(restored.Endpoint ?? '');
  } finally {
    await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier }));
    await rds.send(new DeleteDBClusterCommand({ DBClusterIdentifier, SkipFinalSnapshot: true }));
  }
}

async function restore(
  rds: RDSClient,
  naming: Naming,
  DBClusterIdentifier: string,
  from: RestoredFrom,
): Promise<DBCluster> {
  const common = { DBClusterIdentifier, EnableIAMDatabaseAuthentication: true, CopyTagsToSnapshot: true };
  const { DBCluster = {} } =
    'at' in from
      ? await rds.send(
          new RestoreDBClusterToPointInTimeCommand({
            ...common,
            SourceDBClusterIdentifier: clusterName(naming),
            RestoreToTime: new Date(from.at),
          }),
        )
      : await rds.send(
          new RestoreDBClusterFromSnapshotCommand({
            ...common,
            SnapshotIdentifier: from.snapshot,
            Engine: 'aurora-postgresql',
          }),
        );
  return DBCluster;
}
