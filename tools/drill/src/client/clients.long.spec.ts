import { describeWithMoto, describeWithPostgres } from '@healthcare-dr/local-aws/fixtures';
import fc from 'fast-check';
import { ClientWorld, type Circumstances } from './__fixtures__/client-world';
import { reconciledAssertions } from './client-assertions';

/** How many losses are played: more of them by `CLIENT_RUNS=50`. */
const RUNS = Number(process.env['CLIENT_RUNS'] ?? 2);

jest.setTimeout(120_000 + RUNS * 20_000);

const REGION_LOST: Circumstances = {
  turnsBefore: 2,
  linkDelayMs: 25_000,
  turnsInTheDark: 3,
  lost: 'region',
  states: 'age',
};

/** Shrinking would play it over and over: what fails is told as it was. */
const settings = { numRuns: RUNS, endOnFailure: true, examples: [[REGION_LOST] as [Circumstances]] };

const circumstances = fc.record({
  turnsBefore: fc.integer({ min: 1, max: 4 }),
  linkDelayMs: fc.integer({ min: 0, max: 60_000 }),
  turnsInTheDark: fc.integer({ min: 0, max: 5 }),
  lost: fc.constant('region' as const),
  states: fc.constant('age' as const),
});

describeWithMoto('clients of the service', () => {
  describeWithPostgres('with databases behind it', () => {
    let world: ClientWorld;

    beforeAll(async () => {
      world = await ClientWorld.open();
    });
    afterAll(() => world.close());

    it('are answered, and what they are told is kept is there, row and document', async () => {
      const from = world.now();
      await world.turns(6);
      const { requests, loss, objects, promoted } = await world.recordingSince(from, 'primary');

      expect(requests.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
      expect(requests.filter(({ kind }) => kind === 'read').map(({ source }) => source)).toContain('writer');
      expect(loss).toMatchObject({ acknowledged: 6, missing: 0, documentsMissing: 0, neverSent: 0 });
      expect(objects).toEqual({ completed: 6, pending: 0, failed: 0, late: 0 });
      expect(promoted).toBe(false);
    });

    it.each([
      ['a cluster restored to the moment before', 'point-in-time'],
      ['a snapshot', 'snapshot'],
    ] as const)('get a record back that was deleted by mistake, from %s', async (_, by) => {
      const restored = await world.clients.restoreDeleted(by, 'primary', world.tasks.master);
      expect(restored).toEqual({ by, id: restored.id, deleted: 'not-found', rows: 1, restored: 'ok' });
      const names = world.databases.addresses().map(({ name }) => name);
      expect(names.filter((name) => name.includes('restored'))).toEqual([]);
    });

    it('get back a record that was deleted as soon as another Region writes', async () => {
      await world.turns(1);
      await world.switchOver('dr', 'after');
      const restored = await world.clients.restoreDeleted('point-in-time', 'dr', world.tasks.master);
      expect(restored).toMatchObject({ deleted: 'not-found', rows: 1, restored: 'ok' });
      await world.switchOver('primary', 'after');
    });

    it('lose nothing in a planned move, and are served by dr after it', async () => {
      const from = world.now();
      await world.turns(2);
      await world.switchOver('dr', 'after');
      await world.turns(3);
      const moved = await world.recordingSince(from, 'dr');
      expect(moved.loss).toMatchObject({ missing: 0, writtenToOldWriter: 0, neverSent: 0 });
      expect(moved.requests.at(-1)).toMatchObject({ role: 'dr' });
      expect(moved.requests.at(-1)?.outcome).not.toBe('failed');
      await world.switchOver('primary', 'after');
      await world.turns(2);
      expect((await world.recordingSince(from, 'primary')).loss).toMatchObject({ missing: 0, neverSent: 0 });
    });

    it('lose nothing of before a promotion that is older than was stated, for any moment and any delay of the link', async () => {
      const seen = { missing: 0, writtenToOldWriter: 0 };
      await fc.assert(
        fc.asyncProperty(circumstances, async (given) => {
          const { loss, requests, promoted } = await world.loseWriter(given);
          expect(promoted).toBe(true);
          expect(loss).toMatchObject({
            beyondStatedMs: 0,
            neverSent: 0,
            writtenFromOutside: 0,
            documentsUnreported: 0,
          });
          expect(reconciledAssertions(world.reconciled)).toMatchObject([{ ok: true }]);
          expect(requests.filter(({ outcome }) => outcome === 'wrong')).toEqual([]);
          seen.missing += loss.missing;
          seen.writtenToOldWriter += loss.writtenToOldWriter;
        }),
        settings,
      );
      expect(seen.missing).toBeGreaterThan(0);
      expect(seen.writtenToOldWriter).toBeGreaterThan(0);
    });

    it('are seen to lose more than is stated, if the time since the last evidence is forgotten', async () => {
      const { loss } = await world.loseWriter({ ...REGION_LOST, linkDelayMs: 0, states: 'lag' });
      expect(loss.beyondStatedMs).toBeGreaterThan(0);
    });

    it('are seen to go on with the old writer, if dr is promoted while the primary serves them', async () => {
      const { loss } = await world.loseWriter({ ...REGION_LOST, turnsInTheDark: 0, lost: 'link' });
      expect(loss.writtenFromOutside).toBeGreaterThan(0);
    });

    it('are seen to be refused in a planned move, if they are led to dr before it writes', async () => {
      const from = world.now();
      await world.switchOver('dr', 'before', 3);
      const { requests } = await world.recordingSince(from, 'dr');
      const writes = requests.filter(({ kind }) => kind === 'write');
      expect(writes.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
      expect(writes[0]?.reason).toContain('database-not-reachable');
    });
  });
});
