import { readFileSync } from 'node:fs';
import { Signer } from '@aws-sdk/rds-signer';
import { Pool, type PoolClient, type QueryResultRow } from 'pg';
import { codeOf, type Log } from './log';
import type { ServiceSettings } from './settings';

/** How long a connection may take to be made, a statement to be answered: a client waits no longer, in milliseconds. */
const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 5_000;

const MOST_CONNECTIONS = 10;

/** Neither classes of SQLSTATE nor errors of sockets say that a statement was wrong: another connection may do better. */
const CONNECTION_LOST = /^(?:08|57P|25006|E[A-Z]+$)/;

/** Which endpoint it is. */
export type EndpointKind = 'writer' | 'reader';

/** A database cannot be reached, or let nobody in. */
export class DatabaseNotReachableError extends Error {
  constructor(
    readonly endpoint: EndpointKind,
    readonly reason: string,
    readonly wasConnected: boolean,
  ) {
    super(`The ${endpoint} endpoint cannot be reached: ${reason}.`);
    this.name = 'DatabaseNotReachableError';
  }
}

/** One endpoint of the database, as the service signs in to it: with an IAM token of this Region, over TLS that it verifies. */
export class Database {
  readonly #pool: Pool;

  constructor(
    readonly kind: EndpointKind,
    { region, database }: Pick<ServiceSettings, 'region' | 'database'>,
    private readonly log: Log,
  ) {
    const { port, iamUser: username, name, caFile, dnsTtlSeconds } = database;
    const hostname = kind === 'writer' ? database.writerHost : database.readerHost;
    // A token is for the cluster's Region; this Region's role may sign in to this Region's cluster alone.
    const signer = new Signer({ hostname, port, username, region });
    this.#pool = new Pool({
      host: hostname,
      port,
      database: name,
      user: username,
      password: () => signer.getAuthToken(),
      ssl: { ca: readFileSync(caFile, 'utf8'), rejectUnauthorized: true, servername: hostname },
      max: MOST_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS,
      // The name may lead elsewhere by then.
      idleTimeoutMillis: dnsTtlSeconds * 1000,
      allowExitOnIdle: true,
    });
    this.#pool.on('error', (error) =>
      log('database-connection-lost', { endpoint: kind, reason: codeOf(error) }),
    );
  }

  /**
   * Asks it. A connection that was good and is not any more, or leads to who does not write any more, is replaced once.
   *
   * @throws DatabaseNotReachableError if there is no connection, or the one there is breaks; what was asked may have happened then
   */
  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]> {
    try {
      return await this.#once<Row>(text, values);
    } catch (error) {
      // Who could not be connected to a moment ago cannot be now.
      if (!(error instanceof DatabaseNotReachableError) || !error.wasConnected) throw error;
      return this.#once<Row>(text, values);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #once<Row extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]> {
    let client: PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw new DatabaseNotReachableError(this.kind, codeOf(error), false);
    }
    // The pool listens to idle connections alone: one that breaks while it is lent fails its query, and not the process.
    client.on('error', passedOn);
    try {
      const { rows } = await client.query<Row>(text, [...values]);
      client.release();
      return rows;
    } catch (error) {
      const reason = codeOf(error);
      const isLost = reason === 'Error' || CONNECTION_LOST.test(reason);
      client.release(isLost);
      if (!isLost) throw error;
      this.log('database-connection-lost', { endpoint: this.kind, reason });
      throw new DatabaseNotReachableError(this.kind, reason, true);
    } finally {
      client.off('error', passedOn);
    }
  }
}

/** What is said of a connection, its query says too. */
const passedOn = () => undefined;
