import {
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  RDSClient,
  RestoreDBClusterToPointInTimeCommand,
  waitUntilDBInstanceAvailable,
} from '@aws-sdk/client-rds';
import { readFileSync } from 'node:fs';
import { clusterName } from '@healthcare-dr/aurora/contract';
import { withClient, type Databases } from '@healthcare-dr/local-aws';
import { namingOf } from '@healthcare-dr/platform';
import { topologyOf, type Environment, type Role } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import type { Client } from 'pg';

/** How long RDS may take for an instance, in seconds. */
const INSTANCE_SECONDS = 60;

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
  readonly databases: Databases;
  /** The Region that writes. */
  readonly writer: Role;
  /** The writer endpoint. */
  readonly endpoint: string;
  /** The master user, as the secret has it. */
  readonly master: { readonly user: string; readonly password: string };
}

/** What `docs/runbooks/restore-from-backup.md` says in its section A, done: rows that are wrong are copied back from a cluster beside. */
export class Restoration {
  readonly #rds: RDSClient;

  constructor(private readonly props: RestorationProps) {
    const { environment, variables, writer } = props;
    this.#rds = new RDSClient(clientConfiguration(variables, topologyOf(environment, writer).region));
  }

  /** Deletes a record, as by mistake. */
  async deleteRecord(id: string): Promise<void> {
    await this.#session(this.props.endpoint, (client) =>
      client.query('DELETE FROM patient_records.record WHERE id = $1', [id]),
    );
  }

  /**
   * Restores the cluster beside the one that serves to a point in time, copies one record back, and cleans up.
   *
   * @param at - the last moment at which the data was right, in milliseconds since the epoch
   * @returns how many rows the restored cluster had of the record
   */
  async restoreRecord(id: string, at: number): Promise<number> {
    const { environment, writer } = this.props;
    const naming = namingOf(environment, writer);
    const DBClusterIdentifier = naming.name('database', 'restored');
    const DBInstanceIdentifier = naming.name('database', 'restored-1');
    const { DBCluster } = await this.#rds.send(
      new RestoreDBClusterToPointInTimeCommand({
        SourceDBClusterIdentifier: clusterName(naming),
        DBClusterIdentifier,
        RestoreToTime: new Date(at),
        EnableIAMDatabaseAuthentication: true,
        CopyTagsToSnapshot: true,
      }),
    );
    await this.#rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier,
        DBClusterIdentifier,
        Engine: 'aurora-postgresql',
        DBInstanceClass: 'db.serverless',
        PubliclyAccessible: false,
      }),
    );
    await waitUntilDBInstanceAvailable(
      { client: this.#rds, maxWaitTime: INSTANCE_SECONDS, minDelay: 1 },
      { DBInstanceIdentifier },
    );
    const { rows } = await this.#session(DBCluster?.Endpoint ?? '', (client) =>
      client.query<Row>(
        'SELECT id, patient, document_key, written_at FROM patient_records.record WHERE id = $1',
        [id],
      ),
    );
    await this.#session(this.props.endpoint, async (client) => {
      for (const row of rows)
        await client.query(
          'INSERT INTO patient_records.record VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING',
          [row.id, row.patient, row.document_key, row.written_at],
        );
    });
    await this.#rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier }));
    await this.#rds.send(new DeleteDBClusterCommand({ DBClusterIdentifier, SkipFinalSnapshot: true }));
    return rows.length;
  }

  close(): void {
    this.#rds.destroy();
  }

  #session<T>(name: string, work: (client: Client) => Promise<T>): Promise<T> {
    const { databases, environment, master } = this.props;
    const connection = {
      host: '127.0.0.1',
      port: databases.portOf(name),
      database: environment.database.databaseName,
      ...master,
      ssl: { ca: readFileSync(databases.certificateFile, 'utf8'), servername: name },
    };
    return withClient(connection, work);
  }
}
