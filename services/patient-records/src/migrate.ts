import { readFile } from 'node:fs/promises';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { MigrationSettings } from './settings';

const CONNECT_TIMEOUT_MS = 10_000;

/** Any number, the same for every migration: two at once wait for each other. */
const LOCK = 7_201_964;

/**
 * Makes the schema, and the user that the service signs in as: with IAM tokens, without a password, with what it needs and no more. May
 * be run again.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
 */
export async function migrate({ host, database, username, password }: MigrationSettings): Promise<void> {
  const client = new Client({
    host,
    port: database.port,
    database: database.name,
    user: username,
    password,
    ssl: { ca: await readFile(database.caFile, 'utf8'), rejectUnauthorized: true, servername: host },
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // A connection that breaks fails the statement that is under way, and says so there.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    for (const statement of statements(database.iamUser)) await client.query(statement);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

function statements(iamUser: string): readonly string[] {
  const user = escapeIdentifier(iamUser);
  return [
    'CREATE SCHEMA IF NOT EXISTS patient_records',
    `CREATE TABLE IF NOT EXISTS patient_records.record (
       id text PRIMARY KEY,
       patient text NOT NULL,
       document_key text NOT NULL,
       written_at timestamptz NOT NULL
     )`,
    `DO $do$ BEGIN
       IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${escapeLiteral(iamUser)}) THEN
         CREATE ROLE ${user} LOGIN;
       END IF;
     END $do$`,
    `GRANT rds_iam TO ${user}`,
    `GRANT USAGE ON SCHEMA patient_records TO ${user}`,
    `GRANT SELECT, INSERT, UPDATE ON patient_records.record TO ${user}`,
  ];
}
