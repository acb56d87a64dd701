import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@healthcare-dr/processes';
import type { Region } from '@healthcare-dr/topology';
import type { Network } from '../gateway';
import { CertificateAuthority } from './certificates';
import { DatabaseCluster } from './cluster';
import { Endpoints, type Endpoint, type EndpointAddress } from './endpoints';
import { giveTo, copyTree } from './files';
import { GlobalDatabase, type SwapSteps } from './global-database';
import {
  findPostgres,
  type FindPostgresOptions,
  type NoPostgres,
  type PostgresInstallation,
} from './installation';
import type { Lag } from './lag';
import { PostgresServer } from './server';
import { applicable } from './settings';
import { ENGINE, type ClusterState, type RdsState } from './state';
import type { Authority } from './wire-proxy';

/** How {@link Databases} are opened. */
export interface DatabasesOptions {
  readonly network: Network;
  /** The secret of an access key. @default - `test` for every key, as clients of the local AWS are given it */
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
  readonly #clusters = new Map<string, DatabaseCluster>();
  readonly #globals = new Map<string, GlobalDatabase>();
  readonly #installations = new Map<number, Promise<PostgresInstallation | NoPostgres>>();
  readonly #endpoints: Endpoints;
  readonly #certificates: CertificateAuthority;
  readonly #replicationPassword = randomBytes(24).toString('base64url');
  readonly #told = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #stopped = false;

  private constructor(
    private readonly options: DatabasesOptions,
    private readonly folder: TemporaryFolder,
  ) {
    const { network, signal, secretOf = () => 'test', mayConnect = () => true } = options;
    this.#certificates = new CertificateAuthority(join(folder.path, 'certificates'), signal);
    this.#endpoints = new Endpoints({
      network,
      certificates: this.#certificates,
      authority: {
        now: () => network.now(),
        secretOf,
        mayConnect,
        refused: (reason) => this.#log(`A connection to a database was refused: ${reason}`),
      },
    });
    network.onChange(() => {
      for (const global of this.#globals.values()) global.rejoin();
    });
    this.#timer = setInterval(() => void this.#beat(), options.heartbeatEveryMs ?? 1_000);
    this.#timer.unref();
  }

  /** Has no database yet; {@link apply} makes them. Nothing of them outlives this process. */
  static async open(options: DatabasesOptions): Promise<Databases> {
    const folder = await temporaryFolder('aws-db-');
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
    const known = this.#installations.get(major);
    if (known !== undefined) return known;
    const { signal, find } = this.options;
    const found = this.#find({ major, signal, ...find, folder: join(this.folder.path, `v${major}`) });
    this.#installations.set(major, found);
    return found;
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
    return this.#clusters.get(arn);
  }

  /**
   * Makes the databases as RDS holds them: servers for clusters with an instance, writers first.
   *
   * @throws Error if one could not be made so; the others are
   */
  apply(state: RdsState): Promise<void> {
    return this.#inTurn(() => this.#apply(state));
  }

  /** Lets a cluster write that followed, with what it has. @param snapshot - what the data of the old writer is kept as */
  failover(targetArn: string, snapshot: string): Promise<void> {
    return this.#inTurn(() => this.#globalOf(targetArn).failover(this.#required(targetArn), snapshot));
  }

  /** Moves the writer without loss. @throws SwitchoverRefusedError if that cannot be; nothing has changed then */
  switchover(targetArn: string): Promise<void> {
    return this.#inTurn(() => this.#globalOf(targetArn).switchover(this.#required(targetArn)));
  }

  /** A short outage of a cluster: a reboot, or a failover within its Region. */
  restart(arn: string): Promise<void> {
    return this.#inTurn(async () => {
      const cluster = this.#clusters.get(arn);
      if (cluster?.server.isRunning === true) await cluster.restart();
    });
  }

  /** Whether a member of a global database follows its writer, or is it; also where nothing is served here. */
  async isSynchronized(arn: string): Promise<boolean> {
    const cluster = this.#clusters.get(arn);
    const global = cluster && this.#globals.get(cluster.state.globalCluster ?? '');
    return global === undefined || (await global.isSynchronized(cluster as DatabaseCluster));
  }

  /** Measures how far every standby is behind, in the order of their Regions. One that cannot tell is left out. */
  async measure(): Promise<MeasuredLag[]> {
    const measured: MeasuredLag[] = [];
    for (const cluster of [...this.#clusters.values()].toSorted((a, b) => a.region.localeCompare(b.region))) {
      const global = this.#globals.get(cluster.state.globalCluster ?? '');
      const lag = await global?.measure(cluster);
      if (lag !== undefined)
        measured.push({ ...lag, region: cluster.region, cluster: cluster.state.identifier });
    }
    return measured;
  }

  /** Lives in another time from now on: heartbeats, delays and tokens. */
  async setClock(now: () => number): Promise<void> {
    this.options.network.setClock(now);
    for (const global of this.#globals.values()) await global.clockChanged();
  }

  /** Settles when nobody is rejoining a global database. */
  async settled(): Promise<void> {
    await this.#turn.catch(() => undefined);
    for (const global of this.#globals.values()) await global.settled();
  }

  /**
   * Opens what was kept of a writer that was failed away from, for whoever looks at what only it had.
   *
   * @returns a server of its own on a copy; the caller stops it
   */
  async openSnapshot(globalCluster: string, name: string): Promise<PostgresServer> {
    const kept = this.#globals.get(globalCluster)?.snapshotFolder(name);
    const member = [...this.#clusters.values()].find(({ state }) => state.globalCluster === globalCluster);
    const installation = member && (await this.installation(majorOf(member.state)));
    if (
      kept === undefined ||
      !existsSync(kept) ||
      member === undefined ||
      installation === undefined ||
      'missing' in installation
    )
      throw new Error(`Nothing is kept of ${globalCluster} as ${name}.`);
    const dataFolder = join(this.folder.path, 'data', `opened-${randomBytes(4).toString('hex')}`);
    await copyTree(kept, dataFolder, { owner: installation.account });
    const server = new PostgresServer({ installation, dataFolder, label: name, signal: this.options.signal });
    await server.start(await member.settingsOfItsOwn(), 'writer');
    return server;
  }

  /** Ends every server and deletes all data. May be called again. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.settled();
    await this.#endpoints.close();
    await Promise.all([...this.#clusters.values()].map((cluster) => cluster.delete()));
    this.#clusters.clear();
    this.#globals.clear();
    await this.folder.remove();
  }

  async #find(options: FindPostgresOptions): Promise<PostgresInstallation | NoPostgres> {
    await mkdir(options.folder, { recursive: true, mode: 0o711 });
    const found = await findPostgres(options);
    if ('missing' in found) return found;
    for (const name of ['data', 's', 'snapshots']) {
      const path = join(this.folder.path, name);
      await mkdir(path, { recursive: true, mode: 0o700 });
      await giveTo(found.account, path);
    }
    this.#log(
      `Databases: PostgreSQL ${found.version}, ${found.source === 'embedded' ? 'of npm' : found.bin}.`,
    );
    return found;
  }

  async #apply({ clusters, globalClusters }: RdsState): Promise<void> {
    if (this.#stopped) return;
    const states = clusters.filter(({ engine }) => engine === ENGINE);
    const identifiers = new Set(globalClusters.map(({ identifier }) => identifier));
    for (const { identifier } of globalClusters) this.#global(identifier);
    const failures: unknown[] = [];
    const attempt = (work: () => Promise<void>) =>
      work().catch((error: unknown) => void failures.push(error));
    for (const [arn, cluster] of this.#clusters)
      if (!states.some((state) => state.arn === arn)) await attempt(() => this.#delete(cluster));
    for (const state of states.toSorted((a, b) => Number(b.writer) - Number(a.writer)))
      await attempt(() => this.#make(state));
    for (const identifier of this.#globals.keys())
      if (!identifiers.has(identifier)) this.#globals.delete(identifier);
    await attempt(() => this.#listen({ clusters: states, globalClusters }));
    for (const failure of failures) this.#log(`A database could not be made as RDS says: ${String(failure)}`);
    if (failures.length > 0) throw failures[0];
  }

  async #make(state: ClusterState): Promise<void> {
    const known = this.#clusters.get(state.arn);
    if (known === undefined) {
      if (state.instances.length > 0) await this.#create(state);
      return;
    }
    const left = known.state.globalCluster !== null && state.globalCluster === null;
    await known.take(state);
    if (left) await this.#leave(known);
    if (state.globalCluster !== null) this.#global(state.globalCluster).members.add(known);
    if (state.instances.length === 0) await known.stop('fast');
    else if (!known.server.isRunning && known.role !== 'abandoned') await known.start();
  }

  async #create(state: ClusterState): Promise<void> {
    const installation = await this.installation(majorOf(state));
    if ('missing' in installation) return this.#tellOnce(installation.missing);
    const { network, signal } = this.options;
    const global = state.globalCluster === null ? undefined : this.#global(state.globalCluster);
    const cluster = new DatabaseCluster(state, installation, {
      network,
      folder: this.folder.path,
      replicationPassword: this.#replicationPassword,
      writerOf: (member) => this.#globals.get(member.state.globalCluster ?? '')?.writer,
      signal,
    });
    const { notApplied } = applicable(state.parameters);
    for (const [name, why] of Object.entries(notApplied))
      this.#tellOnce(`Parameter ${name} of ${state.identifier} is not applied: ${why}.`);
    const writer = global?.writer;
    if (state.writer) await cluster.createAsWriter();
    else if (writer === undefined)
      throw new Error(`${state.identifier} of ${state.region} has no writer to follow`);
    else await cluster.createAsStandby(writer);
    this.#clusters.set(state.arn, cluster);
    global?.members.add(cluster);
    await global?.beat();
  }

  /** A member that was taken out of its global database stands by itself, and writes. */
  async #leave(cluster: DatabaseCluster): Promise<void> {
    for (const global of this.#globals.values()) global.members.delete(cluster);
    if (cluster.role === 'standby' && cluster.server.isRunning) await cluster.promote();
  }

  async #delete(cluster: DatabaseCluster): Promise<void> {
    this.#clusters.delete(cluster.arn);
    for (const global of this.#globals.values()) global.members.delete(cluster);
    await cluster.delete();
  }

  async #listen({ clusters, globalClusters }: RdsState): Promise<void> {
    const served = clusters.filter(({ arn }) => this.#clusters.has(arn));
    const target = (arn: string, when: (cluster: DatabaseCluster) => boolean, readOnly: boolean) => () => {
      const cluster = this.#clusters.get(arn);
      return cluster !== undefined && when(cluster) ? { cluster, readOnly } : undefined;
    };
    const endpoints: Endpoint[] = served.flatMap(({ arn, endpoint, readerEndpoint, instances }) => [
      { name: endpoint, target: target(arn, ({ role }) => role !== 'standby', false) },
      // With one instance, the reader endpoint leads to the writer.
      { name: readerEndpoint, target: target(arn, () => true, instances.length > 1) },
    ]);
    for (const { identifier, endpoint } of globalClusters) {
      const writer = () => this.#globals.get(identifier)?.writer;
      if (writer() === undefined) continue;
      endpoints.push({
        name: endpoint,
        target: () => {
          const cluster = writer();
          return cluster && { cluster, readOnly: false };
        },
      });
    }
    for (const { arn, endpoint, readerEndpoint, globalCluster } of served) {
      const cluster = this.#clusters.get(arn);
      const global = globalClusters.find(({ identifier }) => identifier === globalCluster);
      const names = [endpoint, readerEndpoint, ...(global === undefined ? [] : [global.endpoint])];
      if (cluster !== undefined) await this.#endpoints.certify(cluster, names);
    }
    await this.#endpoints.set(endpoints, [...new Set(served.map(({ region }) => region))]);
  }

  #global(identifier: string): GlobalDatabase {
    const known = this.#globals.get(identifier);
    if (known !== undefined) return known;
    const global = new GlobalDatabase({
      network: this.options.network,
      snapshotFolder: join(this.folder.path, 'snapshots'),
      log: (message) => this.#log(message),
      steps: this.options.steps,
    });
    this.#globals.set(identifier, global);
    return global;
  }

  #globalOf(arn: string): GlobalDatabase {
    const global = this.#globals.get(this.#required(arn).state.globalCluster ?? '');
    if (global === undefined) throw new Error(`${arn} is in no global database.`);
    return global;
  }

  #required(arn: string): DatabaseCluster {
    const cluster = this.#clusters.get(arn);
    if (cluster === undefined) throw new Error(`${arn} is served by no PostgreSQL.`);
    return cluster;
  }

  /** Whether every cluster of these is served by nobody: then a swap of roles is one of words only. */
  servesNone(...arns: readonly string[]): boolean {
    return arns.every((arn) => !this.#clusters.has(arn));
  }

  async #beat(): Promise<void> {
    if (this.#stopped) return;
    try {
      for (const global of this.#globals.values()) await global.beat();
    } catch {
      // A writer that is being stopped or moved: its next heartbeat comes in a second.
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.catch(() => undefined).then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #tellOnce(message: string): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#log(message);
  }

  #log(message: string): void {
    this.options.log?.(message);
  }
}

const majorOf = ({ engineVersion }: ClusterState) => Number(engineVersion.split('.')[0]);
