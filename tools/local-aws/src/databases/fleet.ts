import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from '../gateway';
import { DatabaseCluster } from './cluster';
import type { Endpoint } from './endpoints';
import { GlobalDatabase, type SwapSteps } from './global-database';
import type { Installations } from './installations';
import { applicable } from './settings';
import { ENGINE, majorOf, type ClusterState, type RdsState } from './state';

/** What a {@link Fleet} is made from. */
export interface FleetProps {
  readonly network: Network;
  readonly installations: Installations;
  /** Absolute path of the folder of the run. */
  readonly folder: string;
  readonly replicationPassword: string;
  readonly steps: Partial<SwapSteps> | undefined;
  readonly signal: AbortSignal | undefined;
  readonly log: (message: string) => void;
}

/** The clusters and global databases that there are, made so that they are as RDS says. */
export class Fleet {
  readonly clusters = new Map<string, DatabaseCluster>();
  readonly globals = new Map<string, GlobalDatabase>();
  readonly #told = new Set<string>();

  constructor(private readonly props: FleetProps) {}

  /** The cluster of an ARN. @throws Error if it is served by nobody */
  required(arn: string): DatabaseCluster {
    const cluster = this.clusters.get(arn);
    if (cluster === undefined) throw new Error(`${arn} is served by no PostgreSQL.`);
    return cluster;
  }

  /** The global database of a cluster. @returns undefined if it is a member of none */
  globalOf({ state }: DatabaseCluster): GlobalDatabase | undefined {
    return this.globals.get(state.globalCluster ?? '');
  }

  /**
   * Makes everything as RDS holds it, writers first.
   *
   * @throws Error if one could not be made so; the others are
   */
  async apply({ clusters, globalClusters }: RdsState): Promise<void> {
    const states = clusters.filter(({ engine }) => engine === ENGINE);
    for (const { identifier } of globalClusters) this.#global(identifier);
    const failures: unknown[] = [];
    const attempt = (work: () => Promise<void>) =>
      work().catch((error: unknown) => void failures.push(error));
    for (const [arn, cluster] of this.clusters)
      if (!states.some((state) => state.arn === arn)) await attempt(() => this.#delete(cluster));
    for (const state of states.toSorted((a, b) => Number(b.writer) - Number(a.writer)))
      await attempt(() => this.#make(state));
    const identifiers = new Set(globalClusters.map(({ identifier }) => identifier));
    for (const identifier of this.globals.keys())
      if (!identifiers.has(identifier)) this.globals.delete(identifier);
    for (const failure of failures)
      this.props.log(`A database could not be made as RDS says: ${String(failure)}`);
    if (failures.length > 0) throw failures[0];
  }

  /** The names that RDS gives clusters and global databases that are served, and whom each leads to. */
  endpoints({ clusters, globalClusters }: RdsState): Endpoint[] {
    const target = (arn: string, when: (cluster: DatabaseCluster) => boolean, readOnly: boolean) => () => {
      const cluster = this.clusters.get(arn);
      return cluster !== undefined && when(cluster) ? { cluster, readOnly } : undefined;
    };
    const served = clusters.filter(({ arn }) => this.clusters.has(arn));
    return [
      ...served.flatMap(({ arn, endpoint, readerEndpoint, instances }) => [
        { name: endpoint, target: target(arn, ({ role }) => role !== 'standby', false) },
        // With one instance, the reader endpoint leads to the writer.
        { name: readerEndpoint, target: target(arn, () => true, instances.length > 1) },
      ]),
      ...globalClusters
        .filter(({ identifier }) => this.globals.get(identifier)?.writer !== undefined)
        .map(({ identifier, endpoint }) => ({
          name: endpoint,
          target: () => {
            const cluster = this.globals.get(identifier)?.writer;
            return cluster && { cluster, readOnly: false };
          },
        })),
    ];
  }

  /** Absolute path of the data that is kept under a name; it is there once it has been kept. */
  snapshotFolder(name: string): string {
    return join(this.props.folder, 'snapshots', encodeURIComponent(name));
  }

  /** Ends every server and deletes all data. */
  async delete(): Promise<void> {
    await Promise.all([...this.clusters.values()].map((cluster) => cluster.delete()));
    this.clusters.clear();
    this.globals.clear();
  }

  async #make(state: ClusterState): Promise<void> {
    const known = this.clusters.get(state.arn);
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
    const { network, installations, folder, replicationPassword, signal } = this.props;
    const installation = await installations.of(majorOf(state));
    if ('missing' in installation) return this.#tellOnce(installation.missing);
    const global = state.globalCluster === null ? undefined : this.#global(state.globalCluster);
    const cluster = new DatabaseCluster(state, installation, {
      network,
      folder,
      replicationPassword,
      writerOf: (member) => this.globalOf(member)?.writer,
      signal,
    });
    const { notApplied } = applicable(state.parameters);
    for (const [name, why] of Object.entries(notApplied))
      this.#tellOnce(`Parameter ${name} of ${state.identifier} is not applied: ${why}.`);
    try {
      if (!(await this.#fill(cluster, global?.writer))) return;
    } catch (error) {
      // It has a listener already, and may have a server.
      await cluster.delete();
      throw error;
    }
    this.clusters.set(state.arn, cluster);
    global?.members.add(cluster);
    await global?.beat();
  }

  /** Gives a new cluster its data, and starts it. @returns whether there is data for it */
  async #fill(cluster: DatabaseCluster, writer: DatabaseCluster | undefined): Promise<boolean> {
    const { state } = cluster;
    const { restoredFrom } = state;
    if (restoredFrom !== null && 'snapshot' in restoredFrom) {
      const snapshot = this.snapshotFolder(restoredFrom.snapshot);
      if (!existsSync(snapshot)) {
        this.#tellOnce(`No PostgreSQL stands behind ${state.arn}: no data is kept of its snapshot.`);
        return false;
      }
      await cluster.createFromSnapshot(snapshot);
    } else if (restoredFrom !== null)
      await cluster.createFrom(this.required(restoredFrom.source), restoredFrom.at);
    else if (state.writer) await cluster.createAsWriter();
    else if (writer === undefined)
      throw new Error(`${state.identifier} of ${state.region} has no writer to follow`);
    else await cluster.createAsStandby(writer);
    return true;
  }

  /** A member that was taken out of its global database stands by itself, and writes. */
  async #leave(cluster: DatabaseCluster): Promise<void> {
    for (const global of this.globals.values()) global.members.delete(cluster);
    if (cluster.role === 'standby' && cluster.server.isRunning) await cluster.promote();
  }

  async #delete(cluster: DatabaseCluster): Promise<void> {
    this.clusters.delete(cluster.arn);
    for (const global of this.globals.values()) global.members.delete(cluster);
    await cluster.delete();
  }

  #global(identifier: string): GlobalDatabase {
    const known = this.globals.get(identifier);
    if (known !== undefined) return known;
    const { network, log, steps } = this.props;
    const snapshotFolder = (name: string) => this.snapshotFolder(name);
    const global = new GlobalDatabase({ network, snapshotFolder, log, steps });
    this.globals.set(identifier, global);
    return global;
  }

  #tellOnce(message: string): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.props.log(message);
  }
}
