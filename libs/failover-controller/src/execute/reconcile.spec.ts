import { changes, FAILED_OVER, HELD, lost } from '../__fixtures__/lost-region';
import { LEASE_MARGIN_MS } from '../domain/limits';
import {
  DR_ARN,
  globalOf,
  MINUTE,
  NOON,
  order,
  PRIMARY_ARN,
  SCHEDULE,
  type FakeAws,
} from '../__fixtures__/world';

describe('a lost Region', () => {
  test('is failed over from: promoted, then traffic, then capacity, then the end', async () => {
    const world = await lost();
    await world.minutes(3);
    expect(changes(world)).toEqual(FAILED_OVER);
    expect(world.journal).toMatchObject({
      incident: { phase: 'closed', result: 'succeeded', attempts: 1 },
      traffic: { engaged: true, settled: true },
      outbox: [],
    });
  });

  test('is answered with what each round did and why, and with nothing that is to be written', async () => {
    const world = await lost();
    const { steps } = await world.run();
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) expect(Object.keys(step).sort()).toEqual(['action', 'disposition', 'reason']);
  });

  test('needs no call that the lost Region answers', async () => {
    const world = await lost();
    world.calls = [];
    await world.minutes(3);
    const answered = world.calls.filter(
      (line) => line.endsWith('@peer') && !line.startsWith('describeCluster'),
    );
    expect(answered).toEqual([]);
    expect(world.metric).toBe(true);
  });

  test('is told of at every change, in the history and to people, once each', async () => {
    const world = await lost();
    await world.minutes(5);
    expect(world.history.map(({ event }) => event)).toEqual([
      'failover-suspected',
      'promotion-requested',
      'writer-moved',
      'traffic-to-dr-requested',
      'traffic-routed-to-dr',
      'tasks-raised',
      'capacity-raised',
      'failover-succeeded',
    ]);
    expect(world.published.map(({ severity, event }) => [severity, event])).toEqual([
      ['ticket', 'failover-suspected'],
      ['page', 'promotion-requested'],
      ['ticket', 'writer-moved'],
      ['page', 'traffic-routed-to-dr'],
      ['page', 'failover-succeeded'],
    ]);
    expect(new Set(world.published.map(({ id }) => id)).size).toBe(5);
  });

  test('is failed over from once, and never back by itself', async () => {
    const world = await lost();
    await world.minutes(5);
    world.peerIsDark = false;
    world.serves = true;
    world.lostAt = undefined;
    await world.minutes(120);
    expect(changes(world).filter((line) => /^(failover|switchover|putTraffic)/.test(line))).toEqual(
      FAILED_OVER.slice(0, 2),
    );
    expect(world.metric).toBe(true);
  });

  test('leaves a snapshot that is copied when the Region is back', async () => {
    const world = await lost();
    await world.minutes(5);
    world.peerIsDark = false;
    world.snapshot = { ...world.snapshot, createdAt: NOON };
    await world.minutes(1);
    expect(world.journal.pendingSnapshot).toBeDefined();
    world.snapshot = { ...world.snapshot, createdAt: world.now, status: 'creating' };
    await world.minutes(1);
    expect(world.journal.pendingSnapshot).toBeDefined();
    world.snapshot = { ...world.snapshot, status: 'available' };
    await world.minutes(3);
    expect(world.mutations.filter((line) => line.startsWith('copy'))).toEqual([
      expect.stringMatching(/^copyFailoverSnapshot arn:\S+:one failover-\S+ @peer$/),
    ]);
    expect(world.journal.pendingSnapshot).toBeUndefined();
  });

  test('tells once of a snapshot that cannot be copied, and is none the worse for it', async () => {
    const world = await lost();
    await world.minutes(5);
    world.peerIsDark = false;
    world.snapshot = { ...world.snapshot, createdAt: world.now };
    world.break(/^copyFailoverSnapshot/, 'denied');
    await world.minutes(10);
    world.now += 60_000;
    expect(await world.run()).toMatchObject({ healthy: true });
    expect(world.journal.pendingSnapshot).toBeDefined();
    expect(world.history.filter(({ event }) => event === 'snapshot-copy-failed')).toHaveLength(1);
  });

  test('does not count as failed over when the call returns', async () => {
    const world = await lost();
    world.movesAtOnce = false;
    await world.minutes(6);
    expect(changes(world)).toEqual(FAILED_OVER.slice(0, 1));
    expect([world.phase, world.metric]).toEqual(['promoting', false]);
    world.global = globalOf(DR_ARN);
    await world.minutes(1);
    expect(changes(world)).toEqual(FAILED_OVER);
  });

  test('is reported as stuck, again every 15 min until somebody answers, and watched further', async () => {
    const world = await lost();
    const reports = () => world.events.filter((event) => event === 'failover-stuck').length;
    world.movesAtOnce = false;
    await world.minutes(40);
    expect(reports()).toBe(2);
    const outcome = await world.run(order({ operation: 'acknowledge', requestId: 'a' }));
    expect(outcome).toMatchObject({ disposition: 'accepted', reason: { code: 'acknowledged', by: 'ann' } });
    expect(world.journal.incident?.stuckAnsweredBy).toBe('ann');
    await world.minutes(40);
    expect(reports()).toBe(2);
    expect(changes(world)).toHaveLength(1);
    world.global = globalOf(DR_ARN);
    await world.minutes(1);
    expect(world.phase).toBe('closed');
  });

  test('is asked for again when nothing is seen, and not without end', async () => {
    const world = await lost();
    world.before = () => undefined;
    world.after = (line) => {
      if (line.startsWith('failover')) world.global = globalOf(PRIMARY_ARN);
    };
    await world.minutes(60);
    expect(changes(world)).toEqual(Array(5).fill(FAILED_OVER[0]));
    expect(world.journal.incident).toMatchObject({
      kind: 'failover',
      phase: 'approval-required',
      attempts: 0,
    });
    expect(world.events).toContain('failover-failed');
  });
});

describe('the last look before the call', () => {
  const atCall = (world: FakeAws, change: () => void): void => {
    world.after = (line) => {
      if (line === 'write' && world.phase === 'promoting') change();
    };
  };

  test('sees a hold that came on after the observation', async () => {
    const world = await lost();
    atCall(world, () => (world.hold = HELD));
    await world.minutes(4);
    expect(changes(world)).toEqual([]);
    expect(world.journal.incident).toMatchObject({ attempts: 0, requestedAt: undefined });
    world.after = () => undefined;
    world.hold = JSON.stringify({ held: false, reason: '' });
    await world.minutes(1);
    expect(changes(world)).toEqual(FAILED_OVER);
  });

  test('takes a hold that cannot be read for one that is on', async () => {
    const world = await lost();
    atCall(world, () => (world.hold = 'yes'));
    await world.minutes(3);
    expect(changes(world)).toEqual([]);
  });

  test('sees that the target writes by now', async () => {
    const world = await lost();
    atCall(world, () => (world.global = globalOf(DR_ARN)));
    await world.minutes(2);
    expect(changes(world)).toEqual([]);
  });

  test('sees an operation that began meanwhile', async () => {
    const world = await lost();
    atCall(world, () => {
      world.global = globalOf(PRIMARY_ARN, {
        operation: {
          status: 'pending',
          fromClusterArn: undefined,
          toClusterArn: undefined,
          dataLossAllowed: false,
        },
      });
    });
    await world.minutes(3);
    expect(changes(world)).toEqual([]);
  });

  test.each([
    ['the invocation', 60_000, 'invocation-ending'],
    ['the lease', 600_000, 'lease-ending'],
  ] as const)('sees that %s ends too soon', async (_, timeoutMs, code) => {
    const world = await lost();
    await world.minutes(1);
    world.now += MINUTE;
    const start = world.now;
    atCall(
      world,
      () => (world.now = start + timeoutMs - (timeoutMs === 60_000 ? 5_000 : -LEASE_MARGIN_MS + 5_000)),
    );
    const outcome = await world.run(SCHEDULE, timeoutMs);
    expect(changes(world)).toEqual([]);
    expect(outcome.steps).toContainEqual({
      action: 'none',
      disposition: 'withheld',
      reason: { code },
    });
  });

  test('begins nothing when little time is left', async () => {
    const world = await lost();
    await world.minutes(1);
    world.now += MINUTE;
    await world.run(undefined, 7_000);
    expect(changes(world)).toEqual([]);
    expect(world.phase).toBe('suspected');
  });

  test('keeps traffic out of dr when the view changed', async () => {
    const world = await lost();
    world.after = (line) => {
      if (line === 'write' && world.phase === 'routing-to-dr' && world.journal.traffic.engaged)
        world.global = globalOf(PRIMARY_ARN);
    };
    await world.minutes(2);
    expect(world.metric).toBe(false);
    expect(world.journal.traffic).toMatchObject({ engaged: false, settled: true });
  });
});
