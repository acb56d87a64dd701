import { UserError } from '@healthcare-dr/topology';
import { z } from 'zod';
import { ObjectChangedError, type ObjectStore, type StoredObject } from './object-store';

/** Where the lock of an environment is kept in a state bucket. */
export const LOCK_KEY = 'deployments/lock.json';

/** How often a holder says that it is still there. */
const RENEW_MS = 20_000;

/** After how long without a word a holder counts as gone: a machine that was lost, a process that was killed. */
export const EXPIRY_MS = 120_000;

/** How often who waits for the lock looks again. */
const POLL_MS = 2_000;

const leaseSchema = z.object({
  schemaVersion: z.literal(1),
  /** One run; its processes share the lock. */
  owner: z.string(),
  /** Who holds it, for people. */
  holder: z.string(),
  host: z.string(),
  /** What it does, for people. */
  command: z.string(),
  /** ISO 8601. */
  since: z.string(),
  /** The processes of the run that hold it, by id. */
  processes: z.array(z.number()),
});

/** The lock of an environment as it lies in a bucket. */
export type Lease = Readonly<z.output<typeof leaseSchema>>;

/** A lease, and how long its holder has said nothing. */
export interface HeldLease {
  readonly lease: Lease;
  readonly etag: string;
  readonly silentMs: number;
}

/** Who wants the lock. */
export interface Claimant {
  /** What the processes of one run have in common. */
  readonly owner: string;
  readonly holder: string;
  readonly host: string;
  readonly command: string;
  readonly processId: number;
}

/** What the lock needs of the world. */
export interface LeaseOptions {
  /** How long to wait for another holder, in milliseconds. */
  readonly waitMs: number;
  readonly now: () => Date;
  /** Whether a process of this machine lives. */
  readonly isAlive: (processId: number) => boolean;
  readonly sleep: (ms: number) => Promise<void>;
  /** Takes what is worth a line: who is waited for, whose lock was taken over. */
  readonly note: (text: string) => void;
}

/** Somebody else deploys. */
export class LockedError extends UserError {
  constructor(
    readonly held: HeldLease,
    where: string,
  ) {
    super({
      problem: `The environment is locked (${where}): ${describeLease(held)}.`,
      fix: `wait for it, or give --lock-timeout; if it is gone for good: npm run drctl -- unlock.`,
    });
  }
}

/** One line on who holds a lock, since when, and when they were last heard of. */
export function describeLease({ lease, silentMs }: HeldLease): string {
  return `${lease.holder} on ${lease.host} holds it since ${lease.since} (${lease.command}), last heard of ${Math.round(silentMs / 1000)} s ago`;
}

/** @returns undefined if nobody holds it */
export async function readLease(store: ObjectStore): Promise<HeldLease | undefined> {
  const found = await store.get(LOCK_KEY);
  return found === undefined ? undefined : held(found, store.name);
}

function held({ text, etag, ageMs }: StoredObject, where: string): HeldLease {
  const result = leaseSchema.safeParse(JSON.parse(text));
  if (result.success) return { lease: result.data, etag, silentMs: ageMs };
  throw new UserError({
    problem: `${where}/${LOCK_KEY} is no lock that can be read here.`,
    fix: 'look at the object; if nobody deploys, delete it.',
  });
}

/** The lock, held by this process. */
export interface AcquiredLease {
  /** Says that the holder is there; rejects if somebody else has taken the lock. */
  renew(): Promise<void>;
  /** Gives it back. May be called again. */
  release(): Promise<void>;
}

/**
 * Takes the lock of an environment in one Region. Processes of one run share it; the lock of a holder that has said nothing for
 * {@link EXPIRY_MS}, or of dead processes of this machine, is taken over.
 *
 * @throws LockedError if somebody else holds it for longer than the caller would wait
 */
export async function acquireLease(
  store: ObjectStore,
  claimant: Claimant,
  options: LeaseOptions,
): Promise<AcquiredLease> {
  const deadline = options.now().getTime() + options.waitMs;
  let told = false;
  for (;;) {
    const current = await readLease(store);
    try {
      if (await claim(store, claimant, current, options)) return new Holding(store, claimant);
    } catch (error) {
      // Somebody was faster: look again.
      if (error instanceof ObjectChangedError) continue;
      throw error;
    }
    if (current === undefined) continue;
    if (options.now().getTime() >= deadline) throw new LockedError(current, store.name);
    if (!told) options.note(`Waiting for the lock of the environment: ${describeLease(current)}.`);
    told = true;
    await options.sleep(POLL_MS);
  }
}

async function claim(
  store: ObjectStore,
  claimant: Claimant,
  current: HeldLease | undefined,
  { now, isAlive, note }: LeaseOptions,
): Promise<boolean> {
  const { owner, holder, host, command, processId } = claimant;
  const fresh: Lease = {
    schemaVersion: 1,
    owner,
    holder,
    host,
    command,
    since: now().toISOString(),
    processes: [processId],
  };
  if (current === undefined) {
    await store.put(LOCK_KEY, JSON.stringify(fresh), undefined);
    return true;
  }
  const { lease, etag } = current;
  if (lease.owner === owner) {
    const processes = [...new Set([...lease.processes, processId])];
    await store.put(LOCK_KEY, JSON.stringify({ ...lease, processes }), etag);
    return true;
  }
  const gone =
    current.silentMs >= EXPIRY_MS || (lease.host === host && !lease.processes.some((id) => isAlive(id)));
  if (!gone) return false;
  await store.put(LOCK_KEY, JSON.stringify(fresh), etag);
  note(`Took over the lock of a run that is gone: ${describeLease(current)}.`);
  return true;
}

class Holding implements AcquiredLease {
  #released = false;

  constructor(
    private readonly store: ObjectStore,
    private readonly claimant: Claimant,
  ) {}

  renew(): Promise<void> {
    return this.#change((lease, etag) => this.store.put(LOCK_KEY, JSON.stringify(lease), etag));
  }

  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    try {
      await this.#change(async (lease, etag) => {
        const processes = lease.processes.filter((id) => id !== this.claimant.processId);
        if (processes.length === 0) await this.store.delete(LOCK_KEY, etag);
        else await this.store.put(LOCK_KEY, JSON.stringify({ ...lease, processes }), etag);
      });
    } catch (error) {
      // Somebody unlocked it, or took it over: there is nothing left to give back.
      if (!(error instanceof LostLockError)) throw error;
    }
  }

  /** Writes over the lock that is there, which other processes of the run may write too. */
  async #change(write: (lease: Lease, etag: string) => Promise<unknown>): Promise<void> {
    for (;;) {
      const current = await readLease(this.store);
      if (current?.lease.owner !== this.claimant.owner) throw new LostLockError(current, this.store.name);
      try {
        await write(current.lease, current.etag);
        return;
      } catch (error) {
        if (!(error instanceof ObjectChangedError)) throw error;
      }
    }
  }
}

/** The lock was unlocked, or taken over, while it was held. */
export class LostLockError extends UserError {
  constructor(now: HeldLease | undefined, where: string) {
    super({
      problem: `The lock of the environment (${where}) was taken away: ${now === undefined ? 'somebody has unlocked it' : describeLease(now)}.`,
      fix: 'find out who deploys; then run the same command again: it goes on where this one stopped.',
    });
  }
}

/**
 * Holds leases for as long as a body runs, one store after the other in the given order, and says again and again that it is there.
 *
 * @param onLost - called once if one of them is taken away
 */
export async function withLeases<T>(
  stores: readonly ObjectStore[],
  claimant: Claimant,
  options: LeaseOptions & { readonly onLost: (error: Error) => void },
  body: () => Promise<T>,
): Promise<T> {
  const leases: AcquiredLease[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    for (const store of stores) leases.push(await acquireLease(store, claimant, options));
    timer = setInterval(() => {
      Promise.all(leases.map((lease) => lease.renew())).catch((error: unknown) => {
        // One that could not be asked is asked again; what is lost is lost.
        if (error instanceof LostLockError) options.onLost(error);
        else options.note(`The lock of the environment could not be renewed: ${String(error)}`);
      });
    }, RENEW_MS);
    return await body();
  } finally {
    clearInterval(timer);
    for (const lease of leases.reverse()) await lease.release();
  }
}
