import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, start, type ManagedProcess } from '@healthcare-dr/processes';
import { Client, type ClientConfig, type QueryResultRow } from 'pg';
import { giveTo } from './files';
import type { PostgresInstallation } from './installation';
import { configurationFile, HOST_BASED_AUTHENTICATION, type Recovery, type ServerSettings } from './settings';
import { withClient } from './with-client';

/** The superuser, as RDS calls its own. */
export const SUPERUSER = 'rdsadmin';

/** The database of RDS itself. */
export const ADMIN_DATABASE = 'rdsadmin';

/** How long a server may take until it answers, and to end. */
const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 10_000;

/** How many of its last lines an error repeats. */
const ERROR_LINES = 15;

const READY = /database system is ready to accept (read-only )?connections/;

/** What a {@link PostgresServer} is made from. */
export interface ServerProps {
  readonly installation: PostgresInstallation;
  /** Absolute path of its data folder. */
  readonly dataFolder: string;
  /** What messages call it. */
  readonly label: string;
  readonly signal?: AbortSignal;
}

/** A PostgreSQL ended by itself, or did not start. */
export class PostgresError extends Error {
  constructor(label: string, what: string, lines: readonly string[]) {
    super([`PostgreSQL ${label} ${what}:`, ...lines].join('\n    '));
    this.name = 'PostgresError';
  }
}

/** One PostgreSQL server with its data folder, which stays when the server stops. */
export class PostgresServer {
  readonly #lines: string[] = [];
  #process: ManagedProcess | undefined;
  #settings: ServerSettings | undefined;
  #client: Promise<Client> | undefined;

  constructor(private readonly props: ServerProps) {}

  get dataFolder(): string {
    return this.props.dataFolder;
  }

  get isRunning(): boolean {
    return this.#process !== undefined;
  }

  /** Its process. @default - undefined: it does not run */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Where it was last started. */
  get settings(): ServerSettings {
    if (this.#settings === undefined) throw new Error(`${this.props.label} was never started`);
    return this.#settings;
  }

  /** Makes an empty data folder with the superuser. */
  async initialize(): Promise<void> {
    const { installation, dataFolder, label, signal } = this.props;
    const { exitCode, stderr } = await run(
      join(installation.bin, 'initdb'),
      [
        '--pgdata',
        dataFolder,
        '--username',
        SUPERUSER,
        '--auth',
        'trust',
        '--encoding',
        'UTF8',
        '--no-locale',
        '--no-sync',
        '--wal-segsize',
        '1',
      ],
      {
        account: installation.account,
        signal,
        cwd: '/',
        label: `initdb of ${label}`,
        env: { ...ENVIRONMENT, ...installation.environment },
      },
    );
    if (exitCode !== 0) throw new PostgresError(label, 'could not be initialized', stderr.trim().split('\n'));
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param as - whether it writes or replicates, or recovers to a position and writes then; a standby answers once it is consistent
   * @throws PostgresError with its last lines if it does not start
   */
  async start(settings: ServerSettings, as: 'writer' | 'standby' | Recovery): Promise<void> {
    const { installation, dataFolder, label, signal } = this.props;
    const recovery = typeof as === 'string' ? undefined : as;
    await this.#write('postgresql.conf', configurationFile(settings, recovery));
    if (recovery !== undefined) await this.#write('recovery.signal', '');
    await this.#write('pg_hba.conf', HOST_BASED_AUTHENTICATION);
    const standby = join(dataFolder, 'standby.signal');
    if (as === 'standby') await this.#write('standby.signal', '');
    else await rm(standby, { force: true });
    this.#settings = settings;
    this.#lines.length = 0;
    let ready: (() => void) | undefined;
    const answers = new Promise<'ready'>((resolve) => (ready = () => resolve('ready')));
    const server = start(join(installation.bin, 'postgres'), ['-D', dataFolder], {
      account: installation.account,
      env: { ...ENVIRONMENT, ...installation.environment },
      cwd: '/',
      label,
      signal,
      // An immediate shutdown: all that it holds is the run's, and goes with it.
      stopSignal: 'SIGQUIT',
      stopGraceMs: STOP_GRACE_MS,
      onLine: (line) => {
        if (this.#lines.push(line) > ERROR_LINES) this.#lines.shift();
        if (READY.test(line)) ready?.();
      },
    });
    this.#process = server;
    void server.exited.then(() => {
      if (this.#process === server) this.#process = undefined;
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), START_TIMEOUT_MS);
    });
    const first = await Promise.race([answers, late, server.exited]);
    clearTimeout(timer);
    if (first === 'ready') return;
    await this.stop();
    signal?.throwIfAborted();
    const what = first === 'late' ? `did not answer within ${START_TIMEOUT_MS / 1000} s` : 'ended';
    throw new PostgresError(label, what, this.#lines);
  }

  /**
   * Ends it, and every session. `fast`: what it has committed reaches every standby that is connected. `immediate`: at once, as in a
   * crash. May be called again.
   */
  async stop(how: 'fast' | 'immediate' = 'immediate'): Promise<void> {
    const server = this.#process;
    await this.#disconnect();
    if (server === undefined) return;
    if (how === 'fast') {
      process.kill(server.pid, 'SIGINT');
      const timer = setTimeout(() => void server.stop(), STOP_GRACE_MS);
      await server.exited;
      clearTimeout(timer);
    } else await server.stop();
    if (this.#process === server) this.#process = undefined;
  }

  /** Takes other parameters: those that can be taken at once are, the others at the next start. */
  async reload(settings: ServerSettings): Promise<void> {
    await this.#write('postgresql.conf', configurationFile(settings));
    await this.query('SELECT pg_reload_conf()');
  }

  /** What the superuser connects with, from the machine itself. */
  connection(database: string): Pick<Required<ClientConfig>, 'host' | 'port' | 'user' | 'database' | 'ssl'> {
    const { socketFolder, port } = this.settings;
    return { host: socketFolder, port, user: SUPERUSER, database, ssl: false };
  }

  /** Asks it as the superuser, in {@link ADMIN_DATABASE}. */
  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    this.#client ??= this.#connect();
    const client = await this.#client;
    const { rows } = await client.query<Row>(text, [...values]);
    return rows;
  }

  /** Runs something as the superuser in a session of its own, in a database. */
  session<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
    return withClient(this.connection(database), work);
  }

  async #connect(): Promise<Client> {
    const client = new Client(this.connection(ADMIN_DATABASE));
    const forget = () => (this.#client = undefined);
    client.on('error', forget);
    client.on('end', forget);
    try {
      await client.connect();
    } catch (error) {
      forget();
      throw error;
    }
    return client;
  }

  async #disconnect(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  async #write(name: string, text: string): Promise<void> {
    const path = join(this.props.dataFolder, name);
    await writeFile(path, text, { mode: 0o600 });
    await giveTo(this.props.installation.account, path);
  }
}

/** What may not lead a server elsewhere. */
const ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(
    Object.keys(process.env).flatMap((name) => (name.startsWith('PG') ? [[name, undefined]] : [])),
  ),
  LC_ALL: 'C',
  TZ: 'UTC',
};
