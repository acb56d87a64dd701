import { MemoryStore } from './__fixtures__/memory-store';
import { LOCK_KEY } from './lease';
import { ObjectChangedError } from './object-store';
import { environmentLock, stateLock, withLocks } from './unlock';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';

let store: MemoryStore;
beforeEach(() => (store = new MemoryStore()));

const lease = {
  schemaVersion: 1,
  owner: 'o',
  holder: 'arn:aws:sts::111111111111:assumed-role/deploy/x',
  host: 'runner-7',
  command: 'npm run deploy',
  since: '2026-11-28T11:00:00.000Z',
  processes: [1],
};

describe('the lock of an environment', () => {
  it('is shown with holder and age, and broken', async () => {
    await store.force(LOCK_KEY, JSON.stringify(lease));
    store.nowMs += 90_000;

    const found = await environmentLock(store, 'environment dev');

    expect(found?.holder).toMatch(/assumed-role\/deploy\/x on runner-7 .* 90 s ago/);
    await found?.unlock();
    expect(await environmentLock(store, 'environment dev')).toBeUndefined();
  });

  it('is not broken if it is another by now', async () => {
    await store.force(LOCK_KEY, JSON.stringify(lease));
    const found = await environmentLock(store, 'environment dev');
    await store.force(LOCK_KEY, JSON.stringify({ ...lease, owner: 'another' }));

    await expect(found?.unlock()).rejects.toThrow(ObjectChangedError);
  });
});

describe('the lock of a state', () => {
  it('is shown as Terraform wrote it, and broken', async () => {
    const info = {
      ID: 'id-1',
      Operation: 'OperationTypeApply',
      Who: 'me@laptop',
      Created: '2026-11-28T11:00:00Z',
    };
    await store.force('dr-aurora.tfstate', '{}');
    await store.force('dr-aurora.tfstate.tflock', JSON.stringify(info));
    store.nowMs += 5 * 60_000;

    const found = await stateLock(store, 'dr-aurora');

    expect(found?.holder).toMatch(/me@laptop .* 5 minutes .*id-1/);
    await found?.unlock();
    expect(await stateLock(store, 'dr-aurora')).toBeUndefined();
  });

  it('is none where nobody holds it, and of no stack that was never deployed', async () => {
    await store.force('dr-aurora.tfstate', '{}');

    expect(await stateLock(store, 'dr-aurora')).toBeUndefined();
    await expect(stateLock(store, 'dr-arora')).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/no state of 'dr-arora'[^]*Allowed: dr-aurora\n[^]*Fix/) as string,
    });
  });

  it('is of a stack whose name says its side', async () => {
    const search = { environment: fixtureEnvironment('dev'), variables: {}, stack: 'aurora' };

    await expect(withLocks(search, () => Promise.resolve())).rejects.toThrow(
      "'aurora' is the name of no stack",
    );
  });
});
