import { randomBytes } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@healthcare-dr/processes';
import type { Region } from '@healthcare-dr/topology';
import type { Network } from '../gateway';
import { CertificateAuthority } from './certificates';
import type { DatabaseCluster } from './cluster';
import { Endpoints, type EndpointAddress } from './endpoints';
import { Fleet } from './fleet';
import type { Failover, GlobalDatabase, SwapSteps } from './global-database';
import type { FindPostgresOptions, NoPostgres, PostgresInstallation } from './installation';
import { Installations } from './installations';
import type { Lag } from './lag';
import type { RdsState } from './state';
import { claim, FOLDER_PREFIX, sweep } from './sweep';
import type { Authority } from './wire-proxy';

/** How {@link Databases} are opened. */
export interface DatabasesOptions {
  readonly network: Network;
  /** The secret of an access key. @default - `test` for every key */
  readonly secretOf?: Authority['secretOf'];
  /** Whether a principal may `rds-db:connect`. @default - all may */
  readonly mayConnect?: Authority['mayConnect'];
  /** How often a writer commits a heartbeat by itself, in real milliseconds. @default 1000 */
  readonly heartbeatEveryMs?: number;
  readonly signal?: AbortSignal;
  /** Takes what is worth a line to whoever waits. @default - nobody is told */
  readonly log?: (message: string) => void;
  /** How a PostgreSQL is looked for. @default - as {@link findPostgres} does */
  readonly find?: Pick<FindPostgresOptions, 'packageFolder' | 'machineFolders'>;
  /** Steps of a swap in the place of the real ones. @default - none */
  readonly steps?: Partial<SwapSteps>;
}

/** How far a standby is behind its writer, and which it is. */
export interface MeasuredLag extends Lag {
  readonly region: Region;
  /** The identifier of the cluster that is behind. */
  readonly cluster: string;
}

/** The databases behind the RDS of the local AWS: made so that they are as RDS says. */
export class Databases {
  readonly #fleet: Fleet;
  readonly #installations: Installations;
  readonly #endpoints: Endpoints;
  readonly #certificates: CertificateAuthority;
  readonly #timer: NodeJS.Timeout;
  #turn: Promise<unknown> = Promise.resolve();
  #stopped = false;

  private constructor(
    private readonly options: DatabasesOptions,
    private readonly folder: TemporaryFolder,
  ) {
    const { network, signal, secretOf = () => 'test', mayConnect = () => true, find, steps } = options;
    const log = (message: string) => options.log?.(message);
    this.#certificates = new CertificateAuthority(join(folder.path, 'certificates'), signal);
    this.#installations = new Installations(folder.path, { signal, ...find }, log);
    this.#fleet = new Fleet({
      network,
      installations: this.#installations,
      folder: folder.path,
      replicationPassword: randomBytes(24).toString('base64url'),
      steps,
      signal,
      log,
    });
    this.#endpoints = new Endpoints({
      network,
      certificates: this.#certificates,
      authority: {
        now: () => network.now(),
        secretOf,
        mayConnect,
        refused: (reason) => log(`A connection to a database was refused: ${reason}`),
      },
    });
    network.onChange(() => {
      for (const global of this.#fleet.globals.values()) global.rejoin();
    });
    this.#timer = setInterval(() => void this.#beat(), options.heartbeatEveryMs ?? 1_000);
    this.#timer.unref();
  }

  /** Has no database yet; {@link apply} makes them. Nothing of them outlives this process. */
  static async open(options: DatabasesOptions): Promise<Databases> {
    for (const left of await sweep())
      options.log?.(`Removed what a process that was killed had left in ${left}.`);
    const folder = await temporaryFolder(FOLDER_PREFIX);
    await claim(folder.path);
    // The account that PostgreSQL runs under passes through it, and can read only what is its own.
    await chmod(folder.path, 0o711);
    return new Databases(options, folder);
  }

  /** Where clients find the certificate that they verify with: the bundle of RDS, here. Exists once there is a cluster. */
  get certificateFile(): string {
    return this.#certificates.certificateFile;
  }

  /** Looks for a PostgreSQL of a major version. */
  installation(major: number): Promise<PostgresInstallation | NoPostgres> {
    return this.#installations.of(major);
  }

  /** Where every endpoint leads on this machine. */
  addresses(): EndpointAddress[] {
    return this.#endpoints.addresses();
  }

  /** What a person is told: where the endpoints lead, and with which certificate they are verified. */
  describe(): { readonly certificateAuthority: string; readonly endpoints: EndpointAddress[] } {
    return { certificateAuthority: this.certificateFile, endpoints: this.addresses() };
  }

  /** The port of an endpoint. @param from - where the client is. @default - outside of all Regions */
  portOf(name: string, from?: Region): number | undefined {
    return this.#endpoints.portOf(name, from);
  }

  /** A cluster, by its ARN. */
  cluster(arn: string): DatabaseCluster | undefined {
    return this.#fleet.clusters.get(arn);
  }

  /** Whether none of these clusters is served: then a swap of their roles is one of words only. */
  servesNone(...arns: readonly string[]): boolean {
    return arns.every((arn) => !this.#fleet.clusters.has(arn));
  }

  /**
   * Makes the databases as RDS holds them: servers for clusters with an instance, writers first.
   *
   * @throws Error if one could not be made so; the others are
   */
  apply(state: RdsState): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#stopped) return;
      try {
        await this.#fleet.apply(state);
      } finally {
        await this.#listen(state);
      }
    });
  }

  /** Lets a cluster write that followed, with what it has. @param snapshot - what the data of the old writer is kept as */
  failover(targetArn: string, snapshot: string): Promise<void> {
    return this.#inTurn(() => this.#globalOf(targetArn).failover(this.#fleet.required(targetArn), snapshot));
  }

  /** Moves the writer without loss. @throws SwitchoverRefusedError if that cannot be; nothing has changed then */
  switchover(targetArn: string): Promise<void> {
    return this.#inTurn(() => this.#globalOf(targetArn).switchover(this.#fleet.required(targetArn)));
  }

  /** A short outage of a cluster: a reboot, or a failover within its Region. */
  restart(arn: string): Promise<void> {
    return this.#inTurn(async () => {
      const cluster = this.cluster(arn);
      if (cluster?.server.isRunning === true) await cluster.restart();
    });
  }

  /** Whether a member of a global database follows its writer, or is it; also where nothing is served here. */
  async isSynchronized(arn: string): Promise<boolean> {
    const cluster = this.cluster(arn);
    const global = cluster && this.#fleet.globalOf(cluster);
    return cluster === undefined || global === undefined || (await global.isSynchronized(cluster));
  }

  /** Measures how far every standby is behind, in the order of their Regions. One that cannot tell is left out. */
  async measure(): Promise<MeasuredLag[]> {
    const measured: MeasuredLag[] = [];
    const clusters = [...this.#fleet.clusters.values()].toSorted((a, b) => a.region.localeCompare(b.region));
    for (const cluster of clusters) {
      const lag = await this.#fleet.globalOf(cluster)?.measure(cluster);
      if (lag !== undefined)
        measured.push({ ...lag, region: cluster.region, cluster: cluster.state.identifier });
    }
    return measured;
  }

  /** Every promotion of a cluster with what it had, of a global database. */
  failoversOf(globalCluster: string): readonly Failover[] {
    return this.#fleet.globals.get(globalCluster)?.failovers ?? [];
  }

  /** Lives in another time from now on: heartbeats, delays and tokens. */
  async setClock(now: () => number): Promise<void> {
    this.options.network.setClock(now);
    for (const global of this.#fleet.globals.values()) await global.clockChanged();
  }

  /** Settles when nobody is rejoining a global database. */
  async settled(): Promise<void> {
    await this.#turn.catch(() => undefined);
    for (const global of this.#fleet.globals.values()) await global.settled();
  }

  /** Keeps the data of a cluster as it is now. @param snapshot - the name to restore it by; none that was used before */
  takeSnapshot(arn: string, snapshot: string): Promise<void> {
    return this.#inTurn(() => this.#fleet.required(arn).copyData(this.#fleet.snapshotFolder(snapshot)));
  }

  /** Ends every server and deletes all data. May be called again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.settled();
    await this.#endpoints.close();
    await this.#fleet.delete();
    await this.folder.remove();
  }

  async #listen(state: RdsState): Promise<void> {
    const endpoints = this.#fleet.endpoints(state);
    const served = state.clusters.flatMap((cluster) => this.cluster(cluster.arn) ?? []);
    for (const cluster of served) {
      const { endpoint, readerEndpoint, globalCluster } = cluster.state;
      const global = state.globalClusters.find(({ identifier }) => identifier === globalCluster);
      const names = [endpoint, readerEndpoint, ...(global === undefined ? [] : [global.endpoint])];
      await this.#endpoints.certify(cluster, names);
    }
    await this.#endpoints.set(endpoints, [...new Set(served.map(({ region }) => region))]);
  }

  #globalOf(arn: string): GlobalDatabase {
    const global = this.#fleet.globalOf(this.#fleet.required(arn));
    if (global === undefined) throw new Error(`${arn} is in no global database.`);
    return global;
  }

  async #beat(): Promise<void> {
    if (this.#stopped) return;
    try {
      for (const global of this.#fleet.globals.values()) await global.beat();
    } catch {
      // A writer that is being stopped or moved: its next heartbeat comes in a second.
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.catch(() => undefined).then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
