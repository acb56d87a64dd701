import { escapeIdentifier, escapeLiteral } from 'pg';
import { ADMIN_DATABASE, SUPERUSER, type PostgresServer } from './server';
import type { ClusterState } from './state';

/** The role whose members sign in with IAM tokens, and with nothing else. */
export const IAM_ROLE = 'rds_iam';

/** Who replicates, as RDS calls it. */
export const REPLICATION_USER = 'rdsrepladmin';

/** Where the heartbeat of a writer is. */
export const HEARTBEAT_TABLE = 'local_aws.heartbeat';

/**
 * Makes a new writer what RDS makes it: roles, the master user (who is no superuser), the first database, and what the lag is measured
 * by.
 */
export async function createAccounts(
  server: PostgresServer,
  { masterUsername, masterPassword, databaseName }: ClusterState,
  replicationPassword: string,
): Promise<void> {
  const statements = [
    'CREATE ROLE rds_superuser NOLOGIN',
    `CREATE ROLE ${IAM_ROLE} NOLOGIN`,
    'GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO rds_superuser WITH ADMIN OPTION',
    `CREATE ROLE ${REPLICATION_USER} LOGIN REPLICATION PASSWORD ${escapeLiteral(replicationPassword)}`,
    `CREATE DATABASE ${ADMIN_DATABASE} OWNER ${SUPERUSER}`,
    `REVOKE ALL ON DATABASE ${ADMIN_DATABASE} FROM PUBLIC`,
  ];
  if (masterUsername !== null) {
    const master = escapeIdentifier(masterUsername);
    statements.push(
      `CREATE ROLE ${master} LOGIN CREATEDB CREATEROLE PASSWORD ${escapeLiteral(masterPassword ?? '')}`,
      `GRANT rds_superuser TO ${master} WITH ADMIN OPTION`,
    );
    if (databaseName !== null)
      statements.push(`CREATE DATABASE ${escapeIdentifier(databaseName)} OWNER ${master}`);
  }
  await server.session('postgres', async (client) => {
    for (const statement of statements) await client.query(statement);
  });
  await server.query('CREATE SCHEMA local_aws');
  await server.query(
    `CREATE TABLE ${HEARTBEAT_TABLE} (id integer PRIMARY KEY CHECK (id = 1), at_ms double precision NOT NULL)`,
  );
}

/** Gives the master user another password. */
export async function changeMasterPassword(
  server: PostgresServer,
  masterUsername: string,
  password: string,
): Promise<void> {
  await server.query(`ALTER ROLE ${escapeIdentifier(masterUsername)} PASSWORD ${escapeLiteral(password)}`);
}
