import { MemoryStore } from './__fixtures__/memory-store';
import {
  acquireLease,
  EXPIRY_MS,
  LOCK_KEY,
  LockedError,
  LostLockError,
  readLease,
  withLeases,
  type Claimant,
  type LeaseOptions,
} from './lease';

let store: MemoryStore;
let notes: string[];
let alive: Set<number>;
beforeEach(() => {
  store = new MemoryStore();
  notes = [];
  alive = new Set([1, 2, 3]);
});

const claimant = (owner: string, processId: number, host = 'a'): Claimant => ({
  owner,
  holder: `arn of ${owner}`,
  host,
  command: 'npm run deploy',
  processId,
});
const options = (waitMs = 0): LeaseOptions => ({
  waitMs,
  now: () => new Date(store.nowMs),
  isAlive: (id) => alive.has(id),
  sleep: (ms) => {
    store.nowMs += ms;
    return Promise.resolve();
  },
  note: (text) => notes.push(text),
});
const holder = async () => (await readLease(store))?.lease.owner;

describe('the lock of an environment', () => {
  it('is held by one run, of which others learn the holder and the age', async () => {
    await acquireLease(store, claimant('one', 1), options());
    store.nowMs += 30_000;

    const refused = acquireLease(store, claimant('two', 2, 'b'), options());

    await expect(refused).rejects.toThrow(LockedError);
    await expect(refused).rejects.toMatchObject({
      held: { lease: { owner: 'one', host: 'a', command: 'npm run deploy' }, silentMs: 30_000 },
    });
  });

  it('is free again once it was released, which may be said twice', async () => {
    const lease = await acquireLease(store, claimant('one', 1), options());
    await lease.release();
    await lease.release();

    expect(await holder()).toBeUndefined();
  });

  it('is waited for as long as the caller would', async () => {
    const lease = await acquireLease(store, claimant('one', 1), options());
    const given = options(10_000);
    const released = {
      ...given,
      sleep: async (ms: number) => {
        await given.sleep(ms);
        await lease.release();
      },
    };

    await acquireLease(store, claimant('two', 2, 'b'), released);

    expect(await holder()).toBe('two');
    expect(notes).toHaveLength(1);
  });

  it('is shared by the processes of one run, and free after the last of them', async () => {
    const first = await acquireLease(store, claimant('run', 1), options());
    const second = await acquireLease(store, claimant('run', 2), options());
    await first.release();

    expect((await readLease(store))?.lease.processes).toEqual([2]);
    await second.release();
    expect(await holder()).toBeUndefined();
  });

  it('is taken over from dead processes of this machine at once', async () => {
    await acquireLease(store, claimant('one', 1), options());
    alive.delete(1);

    await acquireLease(store, claimant('two', 2), options());

    expect(await holder()).toBe('two');
    expect(notes).toEqual([expect.stringContaining('arn of one')]);
  });

  it('is taken over from another machine only once that has said nothing for long', async () => {
    await acquireLease(store, claimant('one', 1, 'b'), options());
    alive.delete(1);
    store.nowMs += EXPIRY_MS - 1;
    await expect(acquireLease(store, claimant('two', 2), options())).rejects.toThrow(LockedError);
    store.nowMs += 1;

    await acquireLease(store, claimant('two', 2), options());

    expect(await holder()).toBe('two');
  });

  it('stays with a holder that says that it is there', async () => {
    const lease = await acquireLease(store, claimant('one', 1, 'b'), options());
    store.nowMs += EXPIRY_MS - 1;
    await lease.renew();
    store.nowMs += EXPIRY_MS - 1;

    await expect(acquireLease(store, claimant('two', 2), options())).rejects.toThrow(LockedError);
  });

  it('tells a holder that it was taken away, and leaves it to the other', async () => {
    const lease = await acquireLease(store, claimant('one', 1, 'b'), options());
    store.nowMs += EXPIRY_MS;
    await acquireLease(store, claimant('two', 2), options());

    await expect(lease.renew()).rejects.toThrow(LostLockError);
    await lease.release();
    expect(await holder()).toBe('two');
  });

  it('refuses what is no lock', async () => {
    await store.force(LOCK_KEY, '{"schemaVersion":2}');

    await expect(readLease(store)).rejects.toThrow(LOCK_KEY);
  });
});

describe('withLeases', () => {
  const given = () => ({ ...options(), onLost: () => undefined });

  it('holds the lock in every Region meanwhile, and gives all back, also after a failure', async () => {
    const other = new MemoryStore();

    const failing = withLeases([store, other], claimant('one', 1), given(), async () => {
      expect((await readLease(other))?.lease.owner).toBe('one');
      throw new Error('on purpose');
    });

    await expect(failing).rejects.toThrow('on purpose');
    expect(await readLease(store)).toBeUndefined();
    expect(await readLease(other)).toBeUndefined();
  });

  it('gives the first back if it cannot have the second', async () => {
    const other = new MemoryStore();
    await acquireLease(other, claimant('two', 2, 'b'), options());

    await expect(
      withLeases([store, other], claimant('one', 1), given(), () => Promise.resolve()),
    ).rejects.toThrow(LockedError);
    expect(await readLease(store)).toBeUndefined();
  });
});
