import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from '@healthcare-dr/processes';
import { copyTree } from './files';
import { seed } from './seed';
import { ADMIN_DATABASE, type PostgresServer } from './server';

/** A time, and a position of the log that everything committed before it is in. */
interface Mark {
  /** In milliseconds since the epoch, on the clock of the network. */
  readonly at: number;
  readonly position: string;
}

/** How many times are remembered: one a second, and one for each measurement of the lag. */
const REMEMBERED = 20_000;

/**
 * What a cluster can be restored from to a point in time: a copy of its data from when it began to write, all of the log since, and
 * which position of the log belongs to which time.
 */
export class Backups {
  readonly #marks: Mark[] = [];
  #taken: Promise<string | undefined> = Promise.resolve(undefined);
  #count = 0;

  /** @param folder - absolute path; it is made */
  constructor(private readonly folder: string) {}

  /** Copies the data of a server that has begun to write, in the background. An earlier copy is of another history. */
  take(server: PostgresServer, owner: Account | undefined): void {
    this.#count += 1;
    const target = join(this.folder, String(this.#count));
    const before = this.#taken;
    this.#taken = before.then(async () => {
      try {
        await seed(server, target, owner, ADMIN_DATABASE);
        // Before its end a copy is not consistent.
        this.#marks.length = 0;
        return target;
      } catch {
        // It was stopped meanwhile: there is nothing to restore it from.
        await rm(target, { recursive: true, force: true });
        return undefined;
      }
    });
  }

  /** Whether there is a copy, once the newest has been made. */
  async isTaken(): Promise<boolean> {
    return (await this.#taken) !== undefined;
  }

  /** Remembers where the log was at a time. */
  mark(at: number, position: string): void {
    this.#marks.push({ at, position });
    if (this.#marks.length > REMEMBERED) this.#marks.shift();
  }

  /**
   * Makes a data folder from which a server recovers to a point in time.
   *
   * @param server - the one that has the log
   * @param at - in milliseconds since the epoch. @default - null: as late as can be
   * @param target - absolute path of a folder that is not there
   * @returns the position to recover to
   * @throws Error if there is no copy, or none from before that time
   */
  async restore(
    server: PostgresServer,
    at: number | null,
    target: string,
    owner: Account | undefined,
  ): Promise<string> {
    const copy = await this.#taken;
    if (copy === undefined) throw new Error('There is no backup to restore from.');
    const position = at === null ? await currentPosition(server) : this.#positionAt(at);
    // A recovery ends where a record begins that is left out.
    await server.query("SELECT pg_logical_emit_message(true, 'restore', '')");
    await copyTree(copy, target, { owner });
    await copyTree(join(server.dataFolder, 'pg_wal'), join(target, 'pg_wal'), { owner });
    return position;
  }

  /** Deletes every copy. */
  async delete(): Promise<void> {
    await this.#taken;
    await rm(this.folder, { recursive: true, force: true });
  }

  #positionAt(at: number): string {
    const mark = this.#marks.findLast((each) => each.at <= at);
    if (mark === undefined) throw new Error(`There is no backup from before ${new Date(at).toISOString()}.`);
    return mark.position;
  }
}

async function currentPosition(server: PostgresServer): Promise<string> {
  const [row] = await server.query<{ position: string }>(
    'SELECT pg_current_wal_flush_lsn()::text AS position',
  );
  return row?.position ?? '0/0';
}
