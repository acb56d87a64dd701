import { rename, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Region } from '@healthcare-dr/topology';
import type { Listener, Network } from '../gateway';
import { changeMasterPassword, createAccounts, REPLICATION_USER } from './accounts';
import { Backups } from './backups';
import { copyTree } from './files';
import type { PostgresInstallation } from './installation';
import { seed } from './seed';
import { ADMIN_DATABASE, PostgresServer } from './server';
import type { ServerSettings } from './settings';
import type { ClusterState } from './state';

/** How long a standby may take until it is connected to its writer, where nothing stands between them. */
const CONNECT_TIMEOUT_MS = 5_000;

/** What clusters have in common. */
export interface ClusterSurroundings {
  readonly network: Network;
  /** Absolute path of the folder of the run, which the account of PostgreSQL can reach. */
  readonly folder: string;
  readonly replicationPassword: string;
  /** Who writes in the global database of a cluster at this moment. */
  readonly writerOf: (cluster: DatabaseCluster) => DatabaseCluster | undefined;
  readonly signal?: AbortSignal;
}

/** One Aurora cluster: a PostgreSQL server, and the data that outlives it. */
export class DatabaseCluster {
  /** Whether it writes or follows. Of a cluster that was failed away from and is not back yet: `abandoned`. */
  role: 'writer' | 'standby' | 'abandoned' = 'writer';
  /** Whether it lets clients in. */
  accepts = true;
  /** What it can be restored from. */
  readonly backups: Backups;
  #generation = 0;
  #server: PostgresServer;
  #replication: Listener | undefined;
  #port: number | undefined;

  constructor(
    public state: ClusterState,
    readonly installation: PostgresInstallation,
    private readonly surroundings: ClusterSurroundings,
  ) {
    this.#server = this.#newServer();
    const { identifier, region } = state;
    this.backups = new Backups(join(surroundings.folder, 'backups', `${identifier}-${region}`));
  }

  get arn(): string {
    return this.state.arn;
  }

  get region(): Region {
    return this.state.region;
  }

  get server(): PostgresServer {
    return this.#server;
  }

  /** How many bytes of its replication are under way. */
  get bytesUnderWay(): number {
    return this.#replication?.bytesUnderWay ?? 0;
  }

  /** Makes it from nothing, and lets it write. */
  async createAsWriter(): Promise<void> {
    await this.#prepare();
    await this.#server.initialize();
    this.role = 'writer';
    await this.start();
    await createAccounts(this.#server, this.state, this.surroundings.replicationPassword);
    this.#backUp();
  }

  /**
   * Makes it from what another can be restored from, and lets it write.
   *
   * @param at - to when, in milliseconds since the epoch. @default - null: as late as can be
   * @throws Error if the other cannot be restored to that time
   */
  async createFrom(source: DatabaseCluster, at: number | null): Promise<void> {
    await this.#prepare();
    const { account } = this.installation;
    const position = await source.backups.restore(source.server, at, this.#server.dataFolder, account);
    this.role = 'writer';
    await this.#server.start(await this.#settings(), { position });
    this.accepts = true;
  }

  /** Makes it from the data of a snapshot, and lets it write. @param snapshot - absolute path */
  async createFromSnapshot(snapshot: string): Promise<void> {
    await this.#prepare();
    await copyTree(snapshot, this.#server.dataFolder, { owner: this.installation.account });
    this.role = 'writer';
    await this.start();
    this.#backUp();
  }

  /** Copies its data as it is now. @param target - absolute path of a folder that is not there */
  async copyData(target: string): Promise<void> {
    const { account } = this.installation;
    if (this.role !== 'standby' && this.#server.isRunning)
      return seed(this.#server, target, account, ADMIN_DATABASE);
    // A standby cannot be copied while it runs as a writer can: what it replays is not its own.
    const runs = this.#server.isRunning;
    await this.#server.stop('fast');
    await copyTree(this.#server.dataFolder, target, { owner: account });
    if (runs) await this.start();
  }

  /** Makes it from a copy of the writer, and lets it follow. */
  async createAsStandby(writer: DatabaseCluster): Promise<void> {
    await this.#prepare();
    await this.#seedFrom(writer);
  }

  /** Starts it as what it was. */
  async start(): Promise<void> {
    await this.#server.start(await this.#settings(), this.role === 'standby' ? 'standby' : 'writer');
    this.accepts = true;
  }

  /** Lets a standby write, with all that it has received. */
  async promote(): Promise<void> {
    const [row] = await this.#server.query<{ promoted: boolean }>('SELECT pg_promote(true, 60) AS promoted');
    if (row?.promoted !== true) throw new Error(`${this.state.identifier} was not promoted within a minute`);
    this.role = 'writer';
    this.#backUp();
  }

  /** Lets nobody in any more and ends every session but those of RDS itself. */
  async refuseClients(): Promise<void> {
    this.accepts = false;
    await this.#server.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
  }

  /**
   * Lets a writer that was stopped, and whose last position the new writer has, follow it.
   *
   * @returns whether it came to be connected; if not, it must be made anew
   */
  async follow(): Promise<boolean> {
    this.role = 'standby';
    await this.start();
    return this.isConnectedWithin(CONNECT_TIMEOUT_MS);
  }

  /**
   * Throws away what it has and makes it from the writer.
   *
   * @param kept - absolute path that its data folder is moved to. @default - it is deleted
   */
  async rebuildFrom(writer: DatabaseCluster, kept?: string): Promise<void> {
    this.accepts = false;
    // Nothing of it may be left half-written in what is kept.
    await this.#server.stop(kept === undefined ? 'immediate' : 'fast');
    if (kept === undefined) await rm(this.#server.dataFolder, { recursive: true, force: true });
    else await rename(this.#server.dataFolder, kept);
    this.#generation += 1;
    this.#server = this.#newServer();
    await this.#seedFrom(writer);
  }

  /** Whether it receives from its writer. */
  async isConnected(): Promise<boolean> {
    if (this.role !== 'standby' || !this.#server.isRunning) return false;
    try {
      const rows = await this.#server.query(`SELECT 1 FROM pg_stat_wal_receiver WHERE status = 'streaming'`);
      return rows.length === 1;
    } catch {
      // It is being stopped, or has not come up.
      return false;
    }
  }

  async isConnectedWithin(ms: number): Promise<boolean> {
    const deadline = performance.now() + ms;
    while (!(await this.isConnected())) {
      if (performance.now() > deadline) return false;
      await delay(20, undefined, { signal: this.surroundings.signal });
    }
    return true;
  }

  /** Takes what changed in RDS: the master password at once, as parameters that can be. */
  async take(state: ClusterState): Promise<void> {
    const before = this.state;
    this.state = state;
    if (!this.#server.isRunning) return;
    const { masterUsername, masterPassword } = state;
    if (
      this.role === 'writer' &&
      masterUsername !== null &&
      masterPassword !== null &&
      masterPassword !== before.masterPassword
    )
      await changeMasterPassword(this.#server, masterUsername, masterPassword);
    if (JSON.stringify(state.parameters) !== JSON.stringify(before.parameters))
      await this.#server.reload(await this.#settings());
  }

  /** A short outage: of a reboot, or of a failover within the Region. */
  async restart(): Promise<void> {
    await this.#server.stop('fast');
    await this.start();
  }

  async stop(how?: 'fast' | 'immediate'): Promise<void> {
    this.accepts = false;
    await this.#server.stop(how);
  }

  /** Ends it and deletes its data. */
  async delete(): Promise<void> {
    await this.stop();
    await this.#replication?.close();
    await rm(this.#server.dataFolder, { recursive: true, force: true });
    await this.backups.delete();
  }

  #backUp(): void {
    this.backups.take(this.#server, this.installation.account);
  }

  #newServer(): PostgresServer {
    const { identifier, region } = this.state;
    const { folder, signal } = this.surroundings;
    return new PostgresServer({
      installation: this.installation,
      dataFolder: join(folder, 'data', `${identifier}-${region}-${this.#generation}`),
      label: `${identifier} of ${region}`,
      signal,
    });
  }

  async #seedFrom(writer: DatabaseCluster): Promise<void> {
    await seed(writer.server, this.#server.dataFolder, this.installation.account, ADMIN_DATABASE);
    this.role = 'standby';
    await this.start();
  }

  async #prepare(): Promise<void> {
    const { network, writerOf } = this.surroundings;
    this.#replication ??= await network.listen({
      path: () => {
        const writer = writerOf(this);
        if (writer === undefined || writer === this || !writer.server.isRunning) return undefined;
        return { from: this.region, to: writer.region };
      },
      serve: (stream) => {
        const writer = writerOf(this);
        if (writer === undefined) return void stream.destroy();
        const upstream = connect(writer.server.settings.port, '127.0.0.1');
        for (const side of [stream, upstream]) {
          side.on('error', () => {
            stream.destroy();
            upstream.destroy();
          });
        }
        stream.pipe(upstream).pipe(stream);
        stream.once('close', () => upstream.destroy());
        upstream.once('close', () => stream.destroy());
      },
      resetsAfterHang: true,
    });
  }

  async #settings(): Promise<ServerSettings> {
    const { folder, replicationPassword } = this.surroundings;
    this.#port ??= await freePort();
    return {
      port: this.#port,
      socketFolder: join(folder, 's'),
      parameters: this.state.parameters,
      primary: {
        port: this.#replication?.port ?? 1,
        user: REPLICATION_USER,
        password: replicationPassword,
        applicationName: `${this.state.identifier}-${this.region}`,
      },
    };
  }
}

/** A port of the loopback interface that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
