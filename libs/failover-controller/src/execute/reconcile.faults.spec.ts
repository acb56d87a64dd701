import { changes, lost } from '../__fixtures__/lost-region';
import { CallError } from '../domain/errors';
import type { FaultCode, JournalEvent } from '../domain/protocol';
import { DR_ARN, globalOf, journalOf, MUTATING, POLICY, PRIMARY_ARN, FakeAws } from '../__fixtures__/world';

const messageOf = (id: string, severity: 'page' | 'ticket') => ({
  id,
  severity,
  event: undefined,
  incidentId: undefined,
  subject: 's',
  body: 'b',
});

describe('what is missing', () => {
  const paged = (world: FakeAws, event: JournalEvent): number =>
    world.published.filter((message) => message.severity === 'page' && message.event === event).length;

  test.each<[string, (world: FakeAws) => void, FaultCode]>([
    [
      'a malformed policy',
      (world) => (world.policy = JSON.stringify({ ...POLICY, lagBoundMs: 900 })),
      'policy/malformed',
    ],
    ['a missing policy', (world) => world.break(/^readPolicy/, 'not-found'), 'policy/not-found'],
    ['a malformed hold switch', (world) => (world.hold = '{"held":"no"}'), 'hold/malformed'],
  ])('%s: no action, a clear error, told once', async (_, spoil, fault) => {
    const world = new FakeAws();
    await world.minutes(1);
    spoil(world);
    world.lose();
    await world.minutes(10);
    expect(changes(world)).toEqual([]);
    expect(world.journal.incident).toBeUndefined();
    expect(paged(world, 'controller-degraded')).toBe(1);
    expect(world.journal.fault).toBe(fault);
    expect(await world.run()).toMatchObject({ healthy: false, disposition: 'failed' });
  });

  test('a pair that is taken apart is a state, and nobody is told', async () => {
    for (const global of [
      undefined,
      { ...globalOf(PRIMARY_ARN), members: globalOf(PRIMARY_ARN).members.slice(0, 1) },
    ]) {
      const world = new FakeAws();
      await world.minutes(1);
      world.global = global;
      world.lose();
      await world.minutes(30);
      expect(changes(world)).toEqual([]);
      expect(world.journal.incident).toBeUndefined();
      expect(world.published).toEqual([]);
      expect(await world.run()).toMatchObject({ healthy: true, reason: { code: 'pair-not-whole' } });
    }
  });

  test.each(['denied', 'throttled', 'timeout', 'unknown'] as const)(
    'an own view that is %s: nothing is promoted, and a person is paged within ten minutes',
    async (kind) => {
      const world = new FakeAws();
      await world.minutes(1);
      world.break(/^describeGlobalCluster @own/, kind);
      await world.minutes(10);
      expect(changes(world)).toEqual([]);
      expect(paged(world, 'own-view-unknown')).toBe(1);
      expect(await world.run()).toMatchObject({ healthy: false });
    },
  );

  test('the own topic: pages go to the watch Region, tickets wait, and the run is not healthy', async () => {
    const world = new FakeAws();
    await world.minutes(1);
    world.journal = {
      ...world.journal,
      outbox: [messageOf('t', 'ticket'), messageOf('p1', 'page'), messageOf('p2', 'page')],
    };
    const { before } = world;
    world.break(/^publish (?!abroad)/, 'throttled');
    world.calls.length = 0;

    const outcome = await world.run();

    expect(outcome).toMatchObject({ healthy: false, failures: [{ operation: 'publish' }] });
    expect(world.published.map(({ id }) => id)).toEqual([]);
    expect(world.publishedAbroad.map(({ id }) => id)).toEqual(['p1', 'p2']);
    expect(world.journal.outbox.map(({ id }) => id)).toEqual(['t']);
    // The topic that failed is asked once a run, not once a message.
    expect(world.calls.filter((line) => /^publish (?!abroad)/.test(line))).toHaveLength(1);

    world.before = before;
    await world.run();
    expect(world.published.map(({ id }) => id)).toEqual(['t']);
    expect(world.journal.outbox).toEqual([]);
  });

  test('both topics: what is to be said stays in the outbox', async () => {
    const world = new FakeAws();
    await world.minutes(1);
    const outbox = [messageOf('p', 'page')];
    world.journal = { ...world.journal, outbox };
    world.break(/^publish/, 'throttled');

    const outcome = await world.run();

    expect(outcome.failures.map(({ operation }) => operation)).toEqual(['publish', 'publish']);
    expect(world.journal.outbox).toEqual(outbox);
  });

  test('journal and topic: told in the watch Region', async () => {
    const world = new FakeAws();
    world.break(/^(readJournal|publish (?!abroad))/, 'throttled');
    await world.minutes(15);
    expect(world.publishedAbroad).toEqual([
      expect.objectContaining({ severity: 'page', event: 'journal-unreachable' }),
    ]);
  });

  test('a journal that cannot be read: no action, told now and then', async () => {
    const world = new FakeAws();
    world.break(/^readJournal/, 'denied');
    world.lose();
    await world.minutes(60);
    expect(world.mutations).toEqual([]);
    expect(paged(world, 'journal-unreachable')).toBe(6);
  });

  test('a lease that cannot be asked for: no action, told now and then', async () => {
    const world = new FakeAws();
    world.break(/^acquire/, 'throttled');
    await world.minutes(15);
    expect(world.calls.filter((line) => !/^(acquire|publish)/.test(line))).toEqual([]);
    expect(paged(world, 'journal-unreachable')).toBe(1);
  });

  test('a permission to promote: told once, asked for again, given up', async () => {
    const world = await lost();
    world.break(/^failover/, 'denied');
    await world.minutes(30);
    expect(world.mutations.filter((line) => line.startsWith('failover'))).toHaveLength(5);
    expect(world.events.filter((event) => event === 'promotion-failed')).toHaveLength(1);
    expect(world.events.filter((event) => event === 'failover-failed')).toHaveLength(1);
  });

  test('a permission to raise capacity does not keep a failover from ending', async () => {
    const world = await lost();
    world.break(/^raiseMinimumTasks/, 'denied');
    await world.minutes(4);
    expect(world.journal.incident).toMatchObject({ phase: 'closed', result: 'succeeded' });
    expect(world.events).toContain('tasks-raise-failed');
  });

  test('a promotion that the state does not allow is asked for in the next minute, then after the delay', async () => {
    const world = await lost();
    world.break(/^failover/, 'conflict');
    const asked = () => world.mutations.filter((line) => line.startsWith('failover')).length;
    await world.minutes(2);
    expect(asked()).toBe(1);
    await world.minutes(1);
    expect(asked()).toBe(2);
    await world.minutes(1);
    expect(asked()).toBe(2);
    await world.minutes(1);
    expect(asked()).toBe(3);
    expect(world.events.filter((event) => event === 'promotion-failed')).toHaveLength(1);
  });

  test.each(['throttled', 'unreachable'] as const)(
    'a promotion that was %s is asked for in the next minute',
    async (kind) => {
      const world = await lost();
      world.break(/^failover/, kind);
      await world.minutes(4);
      expect(world.mutations.filter((line) => line.startsWith('failover'))).toHaveLength(3);
      expect(world.journal.incident).toMatchObject({ attempts: 0 });
      world.before = () => undefined;
      await world.minutes(1);
      expect(world.phase).toBe('closed');
    },
  );

  test.each(['timeout', 'unknown'] as const)(
    'a promotion of unknown effect (%s) is not repeated before it must have shown',
    async (kind) => {
      const world = await lost();
      world.break(/^failover/, kind);
      await world.minutes(3);
      expect(world.mutations.filter((line) => line.startsWith('failover'))).toHaveLength(1);
      await world.minutes(1);
      expect(world.mutations.filter((line) => line.startsWith('failover'))).toHaveLength(2);
    },
  );
});

test('an error that no adapter should throw ends no round', async () => {
  const world = await lost();
  world.before = (line) => {
    if (line.startsWith('replicationLag') || MUTATING.test(line)) throw new TypeError('nobody expected this');
  };
  await world.minutes(1);
  const outcome = await world.run();
  expect(outcome.failures).toContainEqual(
    expect.objectContaining({ kind: 'unknown', message: 'nobody expected this' }),
  );
  expect(new CallError('a', 'timeout', 'b').message).toBe('a failed (timeout): b');
});

test('a controller that is isolated says so to whoever asks for its status, and its heart does not beat for that', async () => {
  const world = new FakeAws();
  world.egress = false;
  world.peerIsDark = true;
  world.serves = false;
  await world.minutes(12);
  expect(await world.run({ kind: 'command', command: { operation: 'status' } })).toMatchObject({
    healthy: false,
    status: { assessment: 'isolated' },
  });
});

test('an own view that is unknown while the own cluster writes is reported within ten minutes, and that it is known again', async () => {
  const world = new FakeAws();
  world.global = globalOf(DR_ARN);
  world.journal = journalOf({ traffic: { engaged: true, since: world.now, settled: true } });
  world.break(/^describeGlobalCluster @own/, 'timeout');
  await world.minutes(10);
  expect(world.events).toEqual(['own-view-unknown']);
  expect(await world.run()).toMatchObject({ healthy: false });

  world.before = () => undefined;
  await world.minutes(6);
  expect(world.events).toEqual(['own-view-unknown', 'own-view-unknown-over']);
});
