import {
  CreateDBClusterSnapshotCommand,
  DeleteDBClusterSnapshotCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { clusterName } from '@healthcare-dr/aurora/contract';
import { namingOf } from '@healthcare-dr/platform';
import { topologyOf, type Environment, type Role } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import type { MasterSessions } from './master-sessions';
import { withRestoredCluster, type RestoredFrom } from './restored-cluster';

/** A row as the service keeps it. */
interface Row {
  readonly id: string;
  readonly patient: string;
  readonly document_key: string;
  readonly written_at: Date;
}

/** What a {@link Restoration} is made from. */
export interface RestorationProps {
  readonly environment: Environment;
  readonly variables: NodeJS.ProcessEnv;
  /** The Region that writes. */
  readonly writer: Role;
  readonly sessions: MasterSessions;
}

/** What `docs/runbooks/restore-from-backup.md` says in its section A, done: rows that are wrong are copied back from a cluster beside. */
export class Restoration {
  readonly #rds: RDSClient;

  constructor(private readonly props: RestorationProps) {
    const { environment, variables, writer } = props;
    this.#rds = new RDSClient(clientConfiguration(variables, topologyOf(environment, writer).region));
  }

  /** Takes a snapshot of the cluster that writes. @returns its identifier */
  async takeSnapshot(): Promise<string> {
    const { environment, writer } = this.props;
    const naming = namingOf(environment, writer);
    const DBClusterSnapshotIdentifier = naming.name('database', 'drilled');
    await this.#rds.send(
      new CreateDBClusterSnapshotCommand({
        DBClusterIdentifier: clusterName(naming),
        DBClusterSnapshotIdentifier,
      }),
    );
    return DBClusterSnapshotIdentifier;
  }

  async deleteSnapshot(DBClusterSnapshotIdentifier: string): Promise<void> {
    await this.#rds.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier }));
  }

  /** Deletes a record, as by mistake. */
  async deleteRecord(id: string): Promise<void> {
    await this.props.sessions.onWriter((client) =>
      client.query('DELETE FROM patient_records.record WHERE id = $1', [id]),
    );
  }

  /**
   * Restores a cluster beside the one that serves, copies one record back, and cleans up.
   *
   * @param from - from when the data was right
   * @returns how many rows the restored cluster had of the record
   */
  async restoreRecord(id: string, from: RestoredFrom): Promise<number> {
    const { environment, writer, sessions } = this.props;
    return withRestoredCluster(this.#rds, namingOf(environment, writer), from, async (endpoint) => {
      const { rows } = await sessions.on(endpoint, (client) =>
        client.query<Row>(
          'SELECT id, patient, document_key, written_at FROM patient_records.record WHERE id = $1',
          [id],
        ),
      );
      await sessions.onWriter(async (client) => {
        for (const row of rows)
          await client.query(
            'INSERT INTO patient_records.record VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING',
            [row.id, row.patient, row.document_key, row.written_at],
          );
      });
      return rows.length;
    });
  }

  close(): void {
    this.#rds.destroy();
  }
}
