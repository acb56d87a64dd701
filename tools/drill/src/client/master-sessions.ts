import { readFileSync } from 'node:fs';
import { withClient, type Databases } from '@healthcare-dr/local-aws';
import type { Client } from 'pg';

/** Who may do everything in the database, and by which name it is reached. */
export interface MasterUser {
  readonly user: string;
  readonly password: string;
  /** The writer endpoint of the global database. */
  readonly endpoint: string;
}

/** Sessions of the master user, with `verify-full`. */
export class MasterSessions {
  /** @param databaseName - of the environment */
  constructor(
    private readonly databases: Databases,
    private readonly databaseName: string,
    private readonly master: MasterUser,
  ) {}

  /** A session on whichever cluster writes. */
  onWriter<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return this.on(this.master.endpoint, work);
  }

  /** A session on the cluster of an endpoint. @throws Error if no server stands behind it */
  on<T>(endpoint: string, work: (client: Client) => Promise<T>): Promise<T> {
    const { databases, databaseName: database, master } = this;
    const { user, password } = master;
    const port = databases.portOf(endpoint);
    if (port === undefined) return Promise.reject(new Error(`No PostgreSQL stands behind ${endpoint}.`));
    const ssl = { ca: readFileSync(databases.certificateFile, 'utf8'), servername: endpoint };
    return withClient({ host: '127.0.0.1', port, database, user, password, ssl }, work);
  }
}
