import { rename, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import type { DatabaseCluster } from '../cluster';
import type { MeasuredLag } from '../databases';
import { copyTree } from '../files';
import { arnOf, DR, endpointOf, GLOBAL_ENDPOINT, type Pair, PRIMARY } from './pair';

/** A record that a client was told is kept, and when it was told. */
interface Acknowledged {
  readonly id: number;
  readonly at: number;
}

/** A moment and a link. */
export interface Circumstances {
  /** For how long is written before the loss, in milliseconds. */
  readonly writingMs: number;
  /** How late each byte of the replication arrives, in milliseconds. */
  readonly linkDelayMs: number;
  readonly mode: 'reset' | 'hang';
}

/** What was lost, against what was stated of it before. */
export interface Loss {
  readonly acknowledged: number;
  readonly missing: number;
  /** By how much the oldest missing record is older than the last measurement had said, in milliseconds: above 0 is a lie. */
  readonly beyondStatedMs: number;
  /** Records that are there and that nobody sent. */
  readonly neverSent: number;
  /** Those that were acknowledged in the dark, after the promotion, by the old writer. */
  readonly writtenInTheDark: number;
}

/** A client that writes all the time, and what it was told. */
class Writing {
  readonly acknowledged: Acknowledged[] = [];
  #stopped = false;
  #ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly pair: Pair,
    private readonly nextId: () => number,
  ) {}

  begin(client: Client): void {
    this.#ended = this.#write(client).catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    // What hangs is never answered.
    await Promise.race([this.#ended, delay(200)]);
  }

  async #write(client: Client): Promise<void> {
    while (!this.#stopped) {
      const id = this.nextId();
      await client.query('INSERT INTO record VALUES ($1)', [id]);
      this.acknowledged.push({ id, at: this.pair.clock.now() });
    }
  }
}

/** Loses the primary Region, and moves the writer, under a client that writes: over and over, on one pair. */
export class LossExperiment {
  #lastId = 0;
  /** What every client has ever sent. */
  readonly #sent = new Set<number>();

  constructor(private readonly pair: Pair) {}

  async prepare(): Promise<void> {
    await this.pair.ask(GLOBAL_ENDPOINT, 'CREATE TABLE record (id int PRIMARY KEY)');
  }

  /** Loses the primary, fails over, brings it back and goes home. */
  async loseWriter({ writingMs, linkDelayMs, mode }: Circumstances): Promise<Loss> {
    const { databases, gateway, clock } = this.pair;
    const writing = this.#writing();
    const inTheDark = this.#writing();
    const beside = await this.pair.connect(endpointOf(PRIMARY), PRIMARY);
    writing.begin(await this.pair.connect(GLOBAL_ENDPOINT));
    if (linkDelayMs > 0) gateway.link(PRIMARY, DR).slow(linkDelayMs);
    const until = clock.now() + writingMs;
    let stated: MeasuredLag | undefined;
    while (stated === undefined || clock.now() < until) [stated] = await databases.measure();

    gateway.region(PRIMARY).blackOut(mode);
    await writing.stop();
    inTheDark.begin(beside);
    await databases.failover(arnOf(DR), `lost-${this.#lastId}`);

    const there = await this.#records();
    await inTheDark.stop();
    gateway.healLink();
    gateway.heal();
    await databases.settled();
    await databases.switchover(arnOf(PRIMARY));
    const missing = writing.acknowledged.filter(({ id }) => !there.has(id));
    const oldest = Math.min(...missing.map(({ at }) => at));
    return {
      acknowledged: writing.acknowledged.length,
      missing: missing.length,
      beyondStatedMs: missing.length === 0 ? 0 : Math.max(0, stated.at - stated.transactionsMs - oldest),
      neverSent: [...there].filter((id) => !this.#sent.has(id)).length,
      writtenInTheDark: inTheDark.acknowledged.filter(({ id }) => !there.has(id)).length,
    };
  }

  /** Moves the writer there and back. @returns how many acknowledged records are missing */
  async moveWriter(linkDelayMs: number, dark = false): Promise<number> {
    const { databases, gateway } = this.pair;
    const writing = this.#writing();
    writing.begin(await this.pair.connect(GLOBAL_ENDPOINT));
    await delay(50);
    if (linkDelayMs > 0) gateway.link(PRIMARY, DR).slow(linkDelayMs);
    if (dark) gateway.link(PRIMARY, DR).blackOut('reset');
    await delay(100);
    await databases.switchover(arnOf(DR));
    await writing.stop();
    const there = await this.#records();
    gateway.healLink();
    await databases.settled();
    await databases.switchover(arnOf(PRIMARY));
    return writing.acknowledged.filter(({ id }) => !there.has(id)).length;
  }

  #writing(): Writing {
    return new Writing(this.pair, () => {
      this.#lastId += 1;
      this.#sent.add(this.#lastId);
      return this.#lastId;
    });
  }

  async #records(): Promise<Set<number>> {
    return new Set((await this.pair.ask(GLOBAL_ENDPOINT, 'SELECT id FROM record')) as number[]);
  }
}

/** A promotion that forgets what the target has received since a moment: of a copy of its data. */
export class ForgetfulPromotion {
  #copy: string | undefined;

  /** Remembers the target as it is now. */
  async remember(target: DatabaseCluster): Promise<void> {
    await target.stop('fast');
    this.#copy = `${target.server.dataFolder}-early`;
    await copyTree(target.server.dataFolder, this.#copy, { owner: target.installation.account });
    await target.start();
  }

  readonly promote = async (target: DatabaseCluster): Promise<void> => {
    if (this.#copy !== undefined) {
      await target.stop();
      await rm(target.server.dataFolder, { recursive: true });
      await rename(this.#copy, target.server.dataFolder);
      this.#copy = undefined;
      await target.start();
    }
    await target.promote();
  };
}
