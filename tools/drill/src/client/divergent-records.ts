import { DescribeDBClusterSnapshotsCommand, RDSClient } from '@aws-sdk/client-rds';
import { clusterName } from '@healthcare-dr/aurora/contract';
import { namingOf } from '@healthcare-dr/platform';
import { topologyOf, type Environment, type Role } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import type { MasterSessions } from './master-sessions';
import { withRestoredCluster } from './restored-cluster';

const TABLE = 'patient_records.record';

/** Every row of a side, by its key, as the runbook exports it. */
const EXPORT = `SELECT id AS key, to_jsonb(t)::text AS record FROM ${TABLE} t ORDER BY id`;

const ADD = `INSERT INTO ${TABLE} SELECT (jsonb_populate_record(NULL::${TABLE}, $1::jsonb)).* ON CONFLICT (id) DO NOTHING`;

/** What two sides that parted have, and what was done about it. */
export interface Divergence {
  /** The ids of what only the old writer had. */
  readonly onlyOld: readonly string[];
  /** How many records both have, and not alike: the data owner decides on them. */
  readonly different: number;
  /** How many of {@link onlyOld} were added to the one that writes. */
  readonly added: number;
}

/** What divergent records are reconciled with. */
export interface DivergenceProps {
  readonly environment: Environment;
  readonly variables: NodeJS.ProcessEnv;
  /** The Region that was failed away from. */
  readonly abandoned: Role;
  readonly sessions: MasterSessions;
}

/**
 * Does what `docs/runbooks/divergent-records.md` says: restores what the controller kept of the writer that was failed away from, beside
 * it, exports both sides, and adds what only it had to the one that writes.
 *
 * @throws Error if the controller kept no snapshot
 */
export async function reconcileDivergence(props: DivergenceProps): Promise<Divergence> {
  const { environment, variables, abandoned, sessions } = props;
  const naming = namingOf(environment, abandoned);
  const rds = new RDSClient(clientConfiguration(variables, topologyOf(environment, abandoned).region));
  try {
    const snapshot = await newestKept(rds, clusterName(naming));
    return await withRestoredCluster(rds, naming, { snapshot }, async (endpoint) => {
      const [old, current] = await Promise.all([
        sessions.on(endpoint, (client) => client.query<{ key: string; record: string }>(EXPORT)),
        sessions.onWriter((client) => client.query<{ key: string; record: string }>(EXPORT)),
      ]);
      const here = new Map(current.rows.map(({ key, record }) => [key, record]));
      const onlyOld = old.rows.filter(({ key }) => !here.has(key));
      const added = await sessions.onWriter(async (client) => {
        let count = 0;
        await client.query('BEGIN');
        for (const { record } of onlyOld) count += (await client.query(ADD, [record])).rowCount ?? 0;
        await client.query('COMMIT');
        return count;
      });
      return {
        onlyOld: onlyOld.map(({ key }) => key),
        different: old.rows.filter(({ key, record }) => here.has(key) && here.get(key) !== record).length,
        added,
      };
    });
  } finally {
    rds.destroy();
  }
}

/** The newest copy that the controller made of what RDS keeps of a writer that was failed away from. */
async function newestKept(rds: RDSClient, DBClusterIdentifier: string): Promise<string> {
  const { DBClusterSnapshots: snapshots = [] } = await rds.send(
    new DescribeDBClusterSnapshotsCommand({ DBClusterIdentifier, SnapshotType: 'manual' }),
  );
  const newest = snapshots
    .toSorted((a, b) => Number(a.SnapshotCreateTime) - Number(b.SnapshotCreateTime))
    .at(-1)?.DBClusterSnapshotIdentifier;
  if (newest === undefined) throw new Error(`Nothing was kept of ${DBClusterIdentifier}.`);
  return newest;
}
