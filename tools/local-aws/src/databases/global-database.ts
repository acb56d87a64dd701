import { setTimeout as delay } from 'node:timers/promises';
import type { Network } from '../gateway';
import type { DatabaseCluster } from './cluster';
import { LagMeter, parsePosition, type Lag } from './lag';

/** How long a switchover waits at most for its target to have everything, in real time. */
const CATCH_UP_TIMEOUT_MS = 30_000;

/** A switchover was called off; the old writer writes. */
export class SwitchoverRefusedError extends Error {
  constructor(reason: string) {
    super(`The switchover was called off: ${reason}.`);
    this.name = 'SwitchoverRefusedError';
  }
}

/** The steps of a swap that decide on what is lost. A test replaces one to see that its loss is noticed. */
export interface SwapSteps {
  /** Waits until the target has replayed the last position of the writer. @returns whether it has */
  caughtUp(target: DatabaseCluster, position: bigint): Promise<boolean>;
  /** Lets the target write with all that it has received. */
  promote(target: DatabaseCluster): Promise<void>;
}

const STEPS: SwapSteps = {
  promote: (target) => target.promote(),
  async caughtUp(target, position) {
    const deadline = performance.now() + CATCH_UP_TIMEOUT_MS;
    for (;;) {
      const [row] = await target.server.query<{ applied: string }>(
        'SELECT pg_last_wal_replay_lsn()::text AS applied',
      );
      if (parsePosition(row?.applied ?? '0/0') >= position) return true;
      if (performance.now() > deadline) return false;
      await delay(5);
    }
  },
};

/** A cluster was promoted with what it had. */
export interface Failover {
  /** When that began, in milliseconds since the epoch. */
  readonly at: number;
  /** The ARN of the cluster. */
  readonly target: string;
  /** Under which name the data of the old writer is kept, once it is back. */
  readonly snapshot: string;
}

/** What a {@link GlobalDatabase} is made from. */
export interface GlobalDatabaseProps {
  readonly network: Network;
  /** Absolute path for the data, under a name, of a writer that was failed away from. */
  readonly snapshotFolder: (name: string) => string;
  readonly log: (message: string) => void;
  /** @default - those that lose nothing beyond what was measured */
  readonly steps?: Partial<SwapSteps>;
}

/** Several clusters of which one writes and the others follow. */
export class GlobalDatabase {
  readonly members = new Set<DatabaseCluster>();
  /** When a cluster was promoted with what it had, on the clock of the network. */
  readonly failovers: Failover[] = [];
  readonly #meter: LagMeter;
  readonly #steps: SwapSteps;
  /** Of each writer that was failed away from, what its snapshot is called. */
  readonly #away = new Map<DatabaseCluster, string>();
  #rejoining: Promise<void> = Promise.resolve();

  constructor(private readonly props: GlobalDatabaseProps) {
    this.#meter = new LagMeter(() => props.network.now());
    this.#steps = { ...STEPS, ...props.steps };
  }

  /** Who writes. @default - undefined: no member does yet */
  get writer(): DatabaseCluster | undefined {
    return [...this.members].find(({ role }) => role === 'writer');
  }

  /** Whether a member follows the writer, or is it. */
  async isSynchronized(member: DatabaseCluster): Promise<boolean> {
    return member.role === 'writer' || (await member.isConnected());
  }

  /** Measures how far a standby is behind. @returns undefined if that is not known, as while nothing writes */
  async measure(standby: DatabaseCluster): Promise<Lag | undefined> {
    const { writer } = this;
    if (writer === undefined || standby.role !== 'standby') return undefined;
    if (!writer.server.isRunning || !standby.server.isRunning) return undefined;
    return this.#meter.measure(writer, standby, this.#isHealthy(writer, standby));
  }

  /** Lets the writer commit a heartbeat, if there is one and somebody follows it. */
  async beat(): Promise<void> {
    const { writer } = this;
    if (writer?.server.isRunning === true && this.members.size > 1) await this.#meter.beat(writer);
  }

  /** The clock was changed: what was stamped before says nothing any more. */
  async clockChanged(): Promise<void> {
    this.#meter.forget();
    await this.beat();
  }

  /**
   * Lets the target write with what it has. The old writer is fenced if it can be reached; else it goes on for those who reach it,
   * until it can be.
   *
   * @param snapshot - what the data of the old writer is called that is kept when it comes back
   */
  async failover(target: DatabaseCluster, snapshot: string): Promise<void> {
    const { writer } = this;
    if (writer !== undefined) {
      if (this.#reaches(target, writer)) await writer.stop('immediate');
      writer.role = 'abandoned';
      this.#away.set(writer, snapshot);
    }
    this.#meter.forget();
    this.failovers.push({ at: this.props.network.now(), target: target.arn, snapshot });
    await this.#steps.promote(target);
    await this.beat();
    await this.#followers(target);
    this.rejoin();
  }

  /**
   * Moves the writer without loss.
   *
   * @throws SwitchoverRefusedError if the target does not catch up; the old writer then writes as before
   */
  async switchover(target: DatabaseCluster): Promise<void> {
    const { writer } = this;
    if (writer === undefined || writer === target)
      throw new SwitchoverRefusedError('the target writes already');
    await writer.refuseClients();
    const [row] = await writer.server.query<{ position: string }>(
      'SELECT pg_current_wal_flush_lsn()::text AS position',
    );
    if (!(await this.#steps.caughtUp(target, parsePosition(row?.position ?? '0/0')))) {
      writer.accepts = true;
      throw new SwitchoverRefusedError('the target did not catch up');
    }
    // A writer that is shut down in order sends its last record too, so that it can follow.
    await writer.stop('fast');
    writer.role = 'standby';
    this.#meter.forget();
    await this.#steps.promote(target);
    await this.beat();
    if (!(await writer.follow())) await writer.rebuildFrom(target);
    await this.#followers(target, writer);
  }

  /** Takes back what was failed away from and can be reached again, in the background. */
  rejoin(): void {
    this.#rejoining = this.#rejoining
      .then(() => this.#rejoinAll())
      .catch((error: unknown) => this.props.log(`A cluster could not rejoin: ${String(error)}`));
  }

  /** Settles when nobody is rejoining. */
  async settled(): Promise<void> {
    await this.#rejoining;
  }

  async #rejoinAll(): Promise<void> {
    const { writer } = this;
    if (writer === undefined) return;
    for (const [member, snapshot] of [...this.#away]) {
      if (!this.#reaches(writer, member)) continue;
      this.#away.delete(member);
      await member.rebuildFrom(writer, this.props.snapshotFolder(snapshot));
      await member.isConnectedWithin(10_000);
    }
  }

  /** The other standbys look for the new writer. */
  async #followers(...done: readonly DatabaseCluster[]): Promise<void> {
    for (const member of this.members) {
      if (member.role === 'standby' && !done.includes(member)) await member.restart();
    }
  }

  #reaches(from: DatabaseCluster, to: DatabaseCluster): boolean {
    return this.props.network.cutOf({ from: from.region, to: to.region }) === undefined;
  }

  #isHealthy(writer: DatabaseCluster, standby: DatabaseCluster): boolean {
    const path = { from: standby.region, to: writer.region };
    const { network } = this.props;
    const { delayMs, bytesPerSecond } = network.conditionsOf(path);
    return network.cutOf(path) === undefined && delayMs === 0 && bytesPerSecond === undefined;
  }
}
