import { setTimeout as delay } from 'node:timers/promises';
import { describeWithPostgres } from './__fixtures__/describe-with-postgres';
import {
  arnOf,
  DR,
  endpointOf,
  GLOBAL_ENDPOINT,
  Pair,
  pairState,
  PRIMARY,
  restoredState,
} from './__fixtures__/pair';

jest.setTimeout(60_000);

const RESTORED = 'restored.cluster-abcdefghijkl.eu-west-2.rds.amazonaws.com';

describeWithPostgres('a cluster that is restored', () => {
  let pair: Pair;
  let rightAt: number;

  const restoredTo = (at: number | null, name = 'restored', source = arnOf(PRIMARY)) =>
    restoredState({ source, at }, name);
  const apply = (...restored: ReturnType<typeof restoredTo>[]) => {
    const state = pairState();
    return pair.databases.apply({ ...state, clusters: [...state.clusters, ...restored] });
  };

  beforeAll(async () => {
    pair = await Pair.open();
    await pair.databases.apply(pairState());
    await pair.ask(
      GLOBAL_ENDPOINT,
      "CREATE TABLE kept (id int, what text); INSERT INTO kept VALUES (1, 'right');",
    );
    await pair.databases.cluster(arnOf(PRIMARY))?.backups.isTaken();
    await pair.databases.measure();
    rightAt = pair.clock.now();
    await pair.ask(GLOBAL_ENDPOINT, 'DELETE FROM kept; INSERT INTO kept VALUES (2, NULL);');
    await pair.databases.measure();
  });
  afterAll(() => pair.close());

  it('to a point in time has what was there then, with the password of then, and stands by itself', async () => {
    await apply(restoredTo(rightAt));
    await expect(pair.ask(RESTORED, 'SELECT id FROM kept')).resolves.toEqual([1]);
    await expect(pair.ask(endpointOf(PRIMARY), 'SELECT id FROM kept')).resolves.toEqual([2]);
    await pair.ask(RESTORED, 'INSERT INTO kept VALUES (3, NULL)');
    await expect(pair.ask(GLOBAL_ENDPOINT, 'SELECT id FROM kept')).resolves.toEqual([2]);
  });

  it('has all there is where no time is given', async () => {
    await apply(restoredTo(rightAt), restoredTo(null, 'latest'));
    await expect(pair.ask(RESTORED.replace('restored', 'latest'), 'SELECT id FROM kept')).resolves.toEqual([
      2,
    ]);
  });

  it('is refused for a time before there was a backup, and leaves nothing that listens', async () => {
    const listening = async () => {
      // What was closed is gone in the next turn of the event loop.
      await delay(10);
      return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length;
    };
    await pair.databases.apply(pairState());
    const before = await listening();
    await expect(apply(restoredTo(rightAt), restoredTo(1, 'too-early'))).rejects.toThrow(
      'There is no backup from before',
    );
    await pair.databases.apply(pairState());

    await expect(listening()).resolves.toBe(before);
  });

  it('can be made of whoever writes after a failover, of what was written since', async () => {
    await pair.databases.switchover(arnOf(DR));
    await expect(pair.databases.cluster(arnOf(DR))?.backups.isTaken()).resolves.toBe(true);
    await pair.ask(GLOBAL_ENDPOINT, 'INSERT INTO kept VALUES (4, NULL)');
    await pair.databases.measure();
    const at = pair.clock.now();
    await pair.ask(GLOBAL_ENDPOINT, 'DELETE FROM kept');
    const state = pairState({ writer: false }, { writer: true });
    const restored = restoredTo(at, 'of-dr', arnOf(DR));
    await pair.databases.apply({ ...state, clusters: [...state.clusters, restored] });
    await expect(
      pair.ask(RESTORED.replace('restored', 'of-dr'), 'SELECT id FROM kept ORDER BY id'),
    ).resolves.toEqual([2, 4]);
  });

  it.each([
    ['the writer', DR],
    ['a standby', PRIMARY],
  ] as const)('from a snapshot of %s has what was there then, and goes on by itself', async (_, region) => {
    const name = `snapshot-of-${region}`;
    await pair.ask(GLOBAL_ENDPOINT, 'DELETE FROM kept; INSERT INTO kept VALUES (5, NULL)');
    await pair.databases.measure();
    await pair.databases.takeSnapshot(arnOf(region), name);
    await pair.ask(GLOBAL_ENDPOINT, 'DELETE FROM kept');

    const state = pairState({ writer: false }, { writer: true });
    const restored = restoredState({ snapshot: name }, name);
    await pair.databases.apply({ ...state, clusters: [...state.clusters, restored] });
    await expect(pair.ask(restored.endpoint, 'SELECT id FROM kept')).resolves.toEqual([5]);
    await pair.ask(restored.endpoint, 'INSERT INTO kept VALUES (6, NULL)');
    await expect(pair.ask(GLOBAL_ENDPOINT, 'SELECT id FROM kept')).resolves.toEqual([]);
    await expect(pair.databases.isSynchronized(arnOf(PRIMARY))).resolves.toBe(true);
  });

  it('from a snapshot of which no data is kept is served by nobody, which is told once', async () => {
    const state = pairState({ writer: false }, { writer: true });
    const restored = restoredState({ snapshot: 'of-nothing' }, 'empty');
    const told = () => pair.said.filter((line) => line.includes('no data is kept of its snapshot'));
    for (const clusters of [state.clusters, [...state.clusters, restored], [...state.clusters, restored]])
      await pair.databases.apply({ ...state, clusters });
    expect(told()).toHaveLength(1);
    expect(pair.databases.servesNone(restored.arn)).toBe(true);
  });

  it('is gone with its server once it is deleted', async () => {
    await pair.databases.apply(pairState({ writer: false }, { writer: true }));
    expect(pair.databases.addresses().map(({ name }) => name)).not.toContain(RESTORED);
  });
});
