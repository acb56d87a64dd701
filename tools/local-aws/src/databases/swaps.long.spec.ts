import { setTimeout as delay } from 'node:timers/promises';
import { describeWithPostgres } from './__fixtures__/describe-with-postgres';
import {
  arnOf,
  clusterState,
  DR,
  endpointOf,
  GLOBAL,
  GLOBAL_ENDPOINT,
  Pair,
  pairState,
  PRIMARY,
  readerEndpointOf,
  restoredState,
} from './__fixtures__/pair';
import { SwitchoverRefusedError } from './global-database';

jest.setTimeout(60_000);

const SNAPSHOT = 'rds:unplanned-global-failover-records-2026-07-01-12-00-00';
const MINUTE_MS = 60_000;

describeWithPostgres('a global database', () => {
  let pair: Pair;
  let next = 0;

  /** Writes a record as a client of an endpoint. @returns its number, once it was acknowledged */
  async function write(name: string, from?: typeof PRIMARY | typeof DR): Promise<number> {
    const id = next + 1;
    await pair.ask(name, `INSERT INTO record VALUES (${id})`, from);
    next = id;
    return id;
  }
  const records = (name: string, from?: typeof PRIMARY | typeof DR) =>
    pair.ask(name, 'SELECT id FROM record ORDER BY id', from);
  const lagOf = async (region: string) =>
    (await pair.databases.measure()).find((measured) => measured.region === region);

  beforeAll(async () => {
    pair = await Pair.open();
    await pair.databases.apply(pairState());
    await pair.ask(GLOBAL_ENDPOINT, 'CREATE TABLE record (id int PRIMARY KEY)');
  });
  afterEach(() => {
    pair.gateway.heal();
    pair.gateway.healLink();
  });
  afterAll(() => pair.close());

  it('replicates what the writer writes to the reader endpoint of the other Region', async () => {
    const id = await write(GLOBAL_ENDPOINT);
    expect(await lagOf(DR)).toMatchObject({ cluster: 'records', bytes: 0 });
    await expect(records(readerEndpointOf(DR))).resolves.toEqual([id]);
  });

  it('has no writer endpoint in the Region that follows, and lets nobody write there', async () => {
    await expect(records(endpointOf(DR))).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(write(readerEndpointOf(DR))).rejects.toMatchObject({ code: '25006' });
  });

  it('lags by the delay of the link, as its clock goes', async () => {
    expect((await lagOf(DR))?.transactionsMs).toBeLessThan(2_000);
    pair.gateway.link(PRIMARY, DR).slow(20 * MINUTE_MS);
    const before = await records(readerEndpointOf(DR));
    await write(GLOBAL_ENDPOINT);
    for (const minutes of [5, 10, 15]) {
      pair.clock.aheadMs += 5 * MINUTE_MS;
      const lag = await lagOf(DR);
      expect(lag?.transactionsMs).toBeGreaterThanOrEqual(minutes * MINUTE_MS);
      expect(lag?.transactionsMs).toBeLessThan(minutes * MINUTE_MS + 30_000);
      expect(lag?.storageMs).toBe(lag?.transactionsMs);
      expect(lag?.bytes).toBeGreaterThan(0);
    }
    await expect(records(readerEndpointOf(DR))).resolves.toEqual(before);
    pair.clock.aheadMs += 30 * MINUTE_MS;
    await delay(200);
    await expect(records(readerEndpointOf(DR))).resolves.toEqual([...before, next]);
    pair.gateway.healLink();
    expect((await lagOf(DR))?.transactionsMs).toBeLessThan(2_000);
  });

  it('goes on replicating after a Region was dark', async () => {
    pair.gateway.region(DR).blackOut('hang');
    const id = await write(GLOBAL_ENDPOINT);
    pair.clock.aheadMs += MINUTE_MS;
    expect((await lagOf(DR))?.transactionsMs).toBeGreaterThanOrEqual(MINUTE_MS);
    pair.gateway.heal();
    expect((await lagOf(DR))?.transactionsMs).toBeLessThan(2_000);
    await expect(records(readerEndpointOf(DR))).resolves.toContain(id);
  });

  it('calls a switchover off whose target does not catch up, and writes on', async () => {
    const impatient = await Pair.open({ steps: { caughtUp: () => Promise.resolve(false) } });
    try {
      await impatient.databases.apply(pairState());
      await expect(impatient.databases.switchover(arnOf(DR))).rejects.toThrow(SwitchoverRefusedError);
      await expect(impatient.ask(endpointOf(PRIMARY), 'CREATE TABLE t (id int)')).resolves.toEqual([]);
    } finally {
      await impatient.close();
    }
  });

  it('loses nothing in a switchover, and neither on the way back', async () => {
    for (const [from, to] of [
      [PRIMARY, DR],
      [DR, PRIMARY],
    ] as const) {
      const before = await write(GLOBAL_ENDPOINT);
      const { dataFolder } = pair.databases.cluster(arnOf(from))?.server ?? {};

      await pair.databases.switchover(arnOf(to));

      const after = await write(GLOBAL_ENDPOINT);
      await expect(records(endpointOf(to))).resolves.toEqual(expect.arrayContaining([before, after]));
      await expect(pair.databases.isSynchronized(arnOf(from))).resolves.toBe(true);
      expect(await lagOf(from)).toMatchObject({ region: from, bytes: 0 });
      expect(await lagOf(to)).toBeUndefined();
      await expect(records(readerEndpointOf(from))).resolves.toContain(after);
      // It followed with what it had.
      expect(pair.databases.cluster(arnOf(from))?.server.dataFolder).toBe(dataFolder);
    }
    const all = Array.from({ length: next }, (_, index) => index + 1);
    await expect(records(GLOBAL_ENDPOINT)).resolves.toEqual(all);
  });

  it('ends sessions of the old writer in a switchover', async () => {
    const client = await pair.connect(endpointOf(PRIMARY));
    await pair.databases.switchover(arnOf(DR));
    await expect(client.query('SELECT 1')).rejects.toThrow();
    await pair.databases.switchover(arnOf(PRIMARY));
  });

  describe('whose writer is lost', () => {
    let acknowledged: number;
    let inTheDark: number;

    it('is promoted, and the old writer goes on in the dark for who is beside it', async () => {
      acknowledged = await write(GLOBAL_ENDPOINT);
      await lagOf(DR);
      const outside = await pair.connect(GLOBAL_ENDPOINT);
      pair.gateway.region(PRIMARY).blackOut('reset');
      await expect(outside.query('SELECT 1')).rejects.toThrow();
      await expect(write(GLOBAL_ENDPOINT)).rejects.toMatchObject({ code: 'ECONNRESET' });

      await pair.databases.failover(arnOf(DR), SNAPSHOT);

      inTheDark = await write(endpointOf(PRIMARY), PRIMARY);
      const promoted = await write(GLOBAL_ENDPOINT);
      await expect(records(GLOBAL_ENDPOINT)).resolves.toEqual(
        expect.arrayContaining([acknowledged, promoted]),
      );
      await expect(records(GLOBAL_ENDPOINT)).resolves.not.toContain(inTheDark);
      await expect(records(endpointOf(PRIMARY))).rejects.toMatchObject({ code: 'ECONNRESET' });
      await expect(pair.databases.isSynchronized(arnOf(PRIMARY))).resolves.toBe(false);
      await expect(lagOf(PRIMARY)).resolves.toBeUndefined();
    });

    it('takes the old writer back, without what only it had, which is kept', async () => {
      pair.gateway.region(PRIMARY).blackOut('reset');
      await expect(pair.ask(GLOBAL_ENDPOINT, 'SELECT 1')).resolves.toEqual([1]);
      pair.gateway.heal();
      await pair.databases.settled();

      await expect(pair.databases.isSynchronized(arnOf(PRIMARY))).resolves.toBe(true);
      expect(await lagOf(PRIMARY)).toMatchObject({ region: PRIMARY });
      const here = await records(readerEndpointOf(PRIMARY));
      expect(here).toEqual(await records(GLOBAL_ENDPOINT));
      expect(here).not.toContain(inTheDark);
      await expect(write(endpointOf(PRIMARY), PRIMARY)).rejects.toMatchObject({ code: 'ECONNRESET' });

      const state = pairState({ writer: false }, { writer: true });
      const restored = restoredState({ snapshot: SNAPSHOT });
      await pair.databases.apply({ ...state, clusters: [...state.clusters, restored] });
      await expect(records(restored.endpoint)).resolves.toEqual(
        expect.arrayContaining([acknowledged, inTheDark]),
      );
      await pair.databases.apply(state);
    });

    it('goes home without loss', async () => {
      const before = await records(GLOBAL_ENDPOINT);
      await pair.databases.switchover(arnOf(PRIMARY));
      await expect(records(endpointOf(PRIMARY))).resolves.toEqual(before);
    });
  });

  it('fences the old writer in a failover where it can be reached', async () => {
    const session = await pair.connect(endpointOf(PRIMARY), PRIMARY);
    await pair.databases.failover(arnOf(DR), `${SNAPSHOT}-2`);
    await expect(session.query('SELECT 1')).rejects.toThrow();
    await pair.databases.settled();
    await expect(pair.databases.isSynchronized(arnOf(PRIMARY))).resolves.toBe(true);
    await pair.databases.switchover(arnOf(PRIMARY));
  });

  it('lets a member write that was taken out of it', async () => {
    await pair.databases.apply({
      clusters: [clusterState(PRIMARY), clusterState(DR, { globalCluster: null, writer: true })],
      globalClusters: [{ identifier: GLOBAL, endpoint: GLOBAL_ENDPOINT }],
    });
    await expect(pair.ask(endpointOf(DR), 'CREATE TABLE of_its_own (id int)')).resolves.toEqual([]);
    await expect(pair.databases.measure()).resolves.toEqual([]);
  });
});
