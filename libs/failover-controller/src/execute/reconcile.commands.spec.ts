import { changes, FAILED_OVER, GLOBAL, HELD, lost } from '../__fixtures__/lost-region';
import type { Command } from '../domain/events';
import { type ActionKind, type Disposition, PROTOCOL_VERSION } from '../domain/protocol';
import { DR_ARN, globalOf, order, POLICY, PRIMARY_ARN, PRIMARY_SITE, FakeAws } from '../__fixtures__/world';

describe('reading only', () => {
  test('status tells what is seen, without a write of any kind', async () => {
    const world = await lost();
    await world.minutes(1);
    world.calls = [];
    const outcome = await world.run(order({ operation: 'status' }));
    expect(outcome).toMatchObject({
      action: 'none',
      disposition: 'done',
      reason: { code: 'loss-not-confirmed' },
      status: {
        writerClusterArn: PRIMARY_ARN,
        mode: 'automatic',
        held: false,
        assessment: 'lost',
        evidence: { probe: 'down', checkers: 'unhealthy' },
      },
      journal: { incident: { phase: 'suspected' } },
    });
    expect(
      world.calls.filter((line) => !/^(describe|read|serves|witness|egress|replicationLag)/.test(line)),
    ).toEqual([]);
    expect(JSON.parse(JSON.stringify(outcome))).toMatchObject({ protocolVersion: PROTOCOL_VERSION });
  });

  test.each<[string, Partial<Command> & Pick<Command, 'operation'>, boolean, ActionKind, Disposition]>([
    ['failover', { operation: 'failover' }, true, 'record', 'accepted'],
    ['failover that would be refused', { operation: 'failover' }, false, 'record', 'refused'],
    ['switchover', { operation: 'switchover' }, false, 'switchover', 'accepted'],
    ['failback', { operation: 'failback' }, false, 'record', 'refused'],
  ])('a dry run of a %s changes nothing', async (_, command, isLost, action, disposition) => {
    const world = new FakeAws();
    await world.minutes(1);
    if (isLost) world.lose();
    const { journal } = world;
    world.calls = [];
    const outcome = await world.run(order({ ...command, dryRun: true } as typeof command));
    expect(outcome).toMatchObject({ action, disposition, dryRun: true, steps: [] });
    expect(
      world.calls.filter((line) => !/^(describe|read|serves|witness|egress|replicationLag)/.test(line)),
    ).toEqual([]);
    expect(world.journal).toBe(journal);
  });

  test('an event that is not understood is ignored', async () => {
    const world = new FakeAws();
    const problem = { code: 'unknown-shape' } as const;
    expect(await world.run({ kind: 'unknown', problem })).toMatchObject({
      disposition: 'ignored',
      reason: { code: 'event-not-understood', problems: [problem] },
    });
    expect(world.calls).toEqual([]);
  });
});

describe('commands', () => {
  test('move the writer to dr and back to primary', async () => {
    const world = new FakeAws();
    await world.run(order({ operation: 'switchover' }));
    expect(changes(world)).toEqual([
      `switchover ${GLOBAL} ${DR_ARN} @peer`,
      'putTrafficEngaged true',
      'raiseMinimumTasks 4',
      `setMinimumCapacity ${DR_ARN} 8 @own`,
    ]);
    expect(world.phase).toBe('closed');
    world.calls = [];
    await world.run(order({ operation: 'failback', requestId: 'r2' }));
    expect(world.mutations).toEqual([
      `switchover ${GLOBAL} ${PRIMARY_ARN} @own`,
      'putTrafficEngaged false',
      'lowerMinimumTasks 2',
    ]);
    expect(world.journal).toMatchObject({
      handledRequests: ['r1', 'r2'],
      incident: { kind: 'failback', result: 'succeeded' },
      traffic: { engaged: false, settled: true },
    });
  });

  test('that come twice, or late, change nothing', async () => {
    const world = new FakeAws();
    await world.run(order({ operation: 'switchover' }));
    await world.run(order({ operation: 'failback', requestId: 'r2' }));
    world.calls = [];
    expect(await world.run(order({ operation: 'switchover' }))).toMatchObject({
      disposition: 'duplicate',
      reason: { code: 'already-handled' },
    });
    expect(world.mutations).toEqual([]);
  });

  test('that were refused once stay refused', async () => {
    const world = new FakeAws();
    expect(await world.run(order({ operation: 'failover' }))).toMatchObject({
      disposition: 'refused',
      reason: { code: 'override-required' },
    });
    world.lose();
    expect(await world.run(order({ operation: 'failover' }))).toMatchObject({
      disposition: 'duplicate',
    });
    expect(world.journal.incident).toBeUndefined();
  });

  test.each(['conflict', 'denied', 'invalid', 'not-found'] as const)(
    'end a planned move that AWS refuses (%s), and nothing else follows',
    async (kind) => {
      const world = new FakeAws();
      world.break(/^switchover/, kind);
      await world.run(order({ operation: 'switchover' }));
      expect(world.journal.incident).toMatchObject({ phase: 'closed', result: 'failed' });
      await world.minutes(30);
      expect(changes(world)).toEqual([`switchover ${GLOBAL} ${DR_ARN} @peer`]);
    },
  );

  test('never let a planned move become a failover', async () => {
    const world = new FakeAws();
    world.break(/^switchover/, 'timeout');
    await world.run(order({ operation: 'switchover' }));
    world.lose();
    await world.minutes(3);
    expect(world.history.map(({ event }) => event).slice(-2)).toEqual([
      'switchover-failed',
      'failover-suspected',
    ]);
    // What comes next is an incident of its own, confirmed anew.
    expect(world.journal.incident).toMatchObject({ kind: 'failover', attempts: 0, requestedBy: undefined });
    expect(world.mutations.filter((line) => line.startsWith('failover'))).toEqual([]);
  });

  test('approve what waits, for as long as the approval is good', async () => {
    const world = await lost();
    world.policy = JSON.stringify({ ...POLICY, mode: 'approval' });
    await world.minutes(10);
    expect([world.phase, changes(world)]).toEqual(['approval-required', []]);
    expect(world.events.filter((event) => event === 'approval-required')).toHaveLength(1);
    await world.run(order({ operation: 'approve', incidentId: world.journal.incident?.id }));
    expect(changes(world)).toEqual(FAILED_OVER);
  });

  test('let the primary promote itself when dr is lost, and keep clients away from dr', async () => {
    const world = new FakeAws(PRIMARY_SITE);
    world.global = globalOf(DR_ARN);
    world.lose();
    await world.minutes(10);
    expect(changes(world)).toEqual([]);
    expect(world.journal.incident).toBeUndefined();
    await world.run(order({ operation: 'failover', acceptDataLoss: true }));
    await world.minutes(2);
    expect(changes(world)).toEqual([
      `failover ${GLOBAL} ${PRIMARY_ARN} @own`,
      'putTrafficEngaged true',
      'raiseMinimumTasks 4',
      `setMinimumCapacity ${PRIMARY_ARN} 8 @own`,
    ]);
    expect(world.journal.incident).toMatchObject({ result: 'succeeded' });
  });
});

describe('the hold', () => {
  test('stops everything but the journal, the metric that is out, and one message', async () => {
    const world = await lost();
    world.hold = HELD;
    await world.minutes(20);
    expect(changes(world)).toEqual([]);
    expect(world.mutations).toHaveLength(24);
    expect(world.events.filter((event) => event === 'controller-paused')).toHaveLength(1);
  });

  test('comes on in the middle, and what is out stays out', async () => {
    const world = await lost();
    world.movesAtOnce = false;
    await world.minutes(3);
    world.hold = HELD;
    world.global = globalOf(DR_ARN);
    await world.minutes(5);
    expect(changes(world)).toEqual(FAILED_OVER.slice(0, 1));
    world.hold = JSON.stringify({ held: false, reason: '' });
    await world.minutes(1);
    expect(changes(world)).toEqual(FAILED_OVER);
  });
});
