import { setTimeout as delay } from 'node:timers/promises';
import { HEARTBEAT_TABLE } from './accounts';
import type { DatabaseCluster } from './cluster';

/** How far a standby is behind its writer, at a moment. */
export interface Lag {
  /** When it was measured, in milliseconds since the epoch, on the clock of the network. */
  readonly at: number;
  /** The age of the newest heartbeat that its storage has received: `AuroraGlobalDBReplicationLag`, in milliseconds. */
  readonly storageMs: number;
  /** The age of the newest heartbeat that it has replayed, and readers see: `AuroraGlobalDBRPOLag`, in milliseconds. */
  readonly transactionsMs: number;
  /** How much log the writer had written with its last heartbeat that was not replayed. */
  readonly bytes: number;
}

/** How long a healthy link may take to bring a heartbeat over before the lag is what it is, in real time. */
const HEALTHY_MS = 2_000;

/** How long what a slow or narrow link lets go of may take to be replayed, in real time. */
const IMPAIRED_MS = 100;

const LOOK_EVERY_MS = 5;

/** How many heartbeats of a writer are remembered. */
const REMEMBERED = 4_096;

/** A heartbeat as its writer committed it. */
interface Heartbeat {
  readonly at: number;
  /** A position in the log after its commit. */
  readonly position: bigint;
}

/** A position of PostgreSQL's log, such as `0/16B3748`. */
export function parsePosition(text: string): bigint {
  const [high = '', low = ''] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** Measures the lag of the standbys of one global database, with heartbeats that its writer commits. */
export class LagMeter {
  readonly #heartbeats: Heartbeat[] = [];

  /** @param now - the time of day, in milliseconds since the epoch */
  constructor(private readonly now: () => number) {}

  /** Lets the writer commit a heartbeat. @returns its stamp, which is before the commit */
  async beat(cluster: DatabaseCluster): Promise<number> {
    const { server } = cluster;
    const at = this.now();
    await server.query(
      `INSERT INTO ${HEARTBEAT_TABLE} VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at_ms = excluded.at_ms`,
      [at],
    );
    const [row] = await server.query<{ position: string }>('SELECT pg_current_wal_lsn()::text AS position');
    const position = row?.position ?? '0/0';
    cluster.backups.mark(at, position);
    this.#heartbeats.push({ at, position: parsePosition(position) });
    if (this.#heartbeats.length > REMEMBERED) this.#heartbeats.shift();
    return at;
  }

  /** Forgets the heartbeats so far: of another writer, or of another time. */
  forget(): void {
    this.#heartbeats.length = 0;
  }

  /**
   * Measures how far a standby is behind.
   *
   * @returns undefined if it has replayed no heartbeat yet
   */
  async read({ server }: DatabaseCluster): Promise<Lag | undefined> {
    const [row] = await server.query<{ replayed: number | null; received: string; applied: string }>(
      `SELECT (SELECT at_ms FROM ${HEARTBEAT_TABLE}) AS replayed,
         greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::text AS received,
         pg_last_wal_replay_lsn()::text AS applied`,
    );
    if (row === undefined || row.replayed === null) return undefined;
    const at = this.now();
    const received = parsePosition(row.received);
    const arrived = this.#heartbeats.findLast(({ position }) => position <= received)?.at ?? row.replayed;
    const written = this.#heartbeats.at(-1)?.position ?? 0n;
    return {
      at,
      storageMs: Math.max(0, at - Math.max(arrived, row.replayed)),
      transactionsMs: Math.max(0, at - row.replayed),
      bytes: Math.max(0, Number(written - parsePosition(row.applied))),
    };
  }

  /**
   * Lets the writer commit a heartbeat and measures how far a standby is behind once the link has let through what it lets through:
   * the clock may have been put forward by minutes since the last one.
   *
   * @param healthy - whether nothing is known to be wrong with the link
   */
  async measure(
    writer: DatabaseCluster,
    standby: DatabaseCluster,
    healthy: boolean,
  ): Promise<Lag | undefined> {
    const stamp = await this.beat(writer);
    const deadline = performance.now() + (healthy ? HEALTHY_MS : IMPAIRED_MS);
    for (;;) {
      const lag = await this.read(standby);
      if (lag !== undefined && lag.at - lag.transactionsMs >= stamp) return lag;
      if (performance.now() > deadline) return lag;
      await delay(LOOK_EVERY_MS);
    }
  }
}
