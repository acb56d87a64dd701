import { CallError } from './errors';
import type { Command, Trigger } from './events';
import { LEASE_MARGIN_MS, OUTBOX_LIMIT } from './limits';
import { DR_ARN, globalOf, MUTATING, NOON, POLICY, PRIMARY_ARN, PRIMARY_SITE, World } from './world.fixture';

const MINUTE = 60_000;
const GLOBAL = 'healthcare-global-dev';
const HELD = JSON.stringify({ held: true, reason: 'maintenance' });

const order = (command: Partial<Command> & Pick<Command, 'operation'>): Trigger => ({
  kind: 'command',
  command: {
    requestId: 'r1',
    requestedBy: 'ann',
    dryRun: false,
    acceptDataLoss: false,
    ...command,
  } as Command,
});

/** Without the repeated control metric, which tells nothing new. */
const changes = (world: World): string[] => {
  let last = 'putTrafficEngaged false';
  return world.mutations.filter((line) => {
    if (!line.startsWith('putTrafficEngaged')) return true;
    const isNew = line !== last;
    last = line;
    return isNew;
  });
};

const FAILED_OVER = [
  `failover ${GLOBAL} ${DR_ARN} @own`,
  'putTrafficEngaged true',
  'raiseMinimumTasks 4',
  `setMinimumCapacity ${DR_ARN} 8 @own`,
];

/** Two quiet minutes, then the primary Region is lost. */
async function lost(): Promise<World> {
  const world = new World();
  await world.minutes(2);
  world.lose();
  return world;
}

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
      'failover suspected',
      'promotion requested',
      'writer moved',
      'traffic to be engaged',
      'traffic engaged',
      'tasks raised',
      'acu raised',
      'failover succeeded',
    ]);
    expect(
      world.published.map(({ severity, subject }) => `${severity} ${subject.replace(/ \(.*/, '')}`),
    ).toEqual([
      'ticket healthcare-dr dev: failover suspected',
      'page healthcare-dr dev: promotion requested',
      'ticket healthcare-dr dev: writer moved',
      'page healthcare-dr dev: traffic engaged',
      'page healthcare-dr dev: failover succeeded',
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
    expect(world.journal.snapshotDuty).toBeDefined();
    world.snapshot = { ...world.snapshot, createdAt: world.now, status: 'creating' };
    await world.minutes(1);
    expect(world.journal.snapshotDuty).toBeDefined();
    world.snapshot = { ...world.snapshot, status: 'available' };
    await world.minutes(3);
    expect(world.mutations.filter((line) => line.startsWith('copy'))).toEqual([
      expect.stringMatching(/^copyFailoverSnapshot arn:\S+:one failover-\S+ @peer$/),
    ]);
    expect(world.journal.snapshotDuty).toBeUndefined();
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
    expect(world.journal.snapshotDuty).toBeDefined();
    expect(world.history.filter(({ event }) => event === 'snapshot in vain')).toHaveLength(1);
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

  test('is reported as stuck once, and watched further', async () => {
    const world = await lost();
    world.movesAtOnce = false;
    await world.minutes(40);
    expect(world.subjects.filter((subject) => subject.includes('stuck'))).toHaveLength(1);
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
      phase: 'awaiting-consent',
      attempts: 0,
    });
    expect(world.subjects).toContainEqual(expect.stringContaining('failover failed'));
  });
});

describe('the last look before the call', () => {
  const atCall = (world: World, change: () => void): void => {
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
    ['the invocation', 60_000],
    ['the lease', 600_000],
  ])('sees that %s ends too soon', async (_, timeoutMs) => {
    const world = await lost();
    await world.minutes(1);
    world.now += MINUTE;
    const start = world.now;
    atCall(
      world,
      () => (world.now = start + timeoutMs - (timeoutMs === 60_000 ? 5_000 : -LEASE_MARGIN_MS + 5_000)),
    );
    const outcome = await world.run({ kind: 'alarm', alarmName: 'any', state: 'ALARM' }, timeoutMs);
    expect(changes(world)).toEqual([]);
    expect(outcome.steps).toContainEqual({
      action: 'none',
      reason: expect.stringMatching(/withheld: .* ends too soon/) as string,
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
      if (line === 'write' && world.phase === 'engaging' && world.journal.traffic.engaged)
        world.global = globalOf(PRIMARY_ARN);
    };
    await world.minutes(2);
    expect(world.metric).toBe(false);
    expect(world.journal.traffic).toMatchObject({ engaged: false, settled: true });
  });
});

describe('the lease', () => {
  test('lets one invocation work at a time', async () => {
    const world = new World();
    world.lease = { owner: 'other', epoch: 1, expiresAt: world.now + MINUTE };
    expect(await world.run()).toMatchObject({ action: 'busy', journal: undefined });
    expect(world.calls).toEqual(['acquire run-1']);
  });

  test('outlives the invocation', async () => {
    const world = new World();
    let expiresAt: number | undefined;
    world.before = () => (expiresAt ??= world.lease?.expiresAt);
    await world.run();
    expect(expiresAt).toBe(NOON + 60_000 + LEASE_MARGIN_MS);
  });

  test('that was lost writes nothing and calls nothing', async () => {
    const world = await lost();
    await world.minutes(1);
    world.before = (line) => {
      if (line === 'write') world.epoch += 1;
    };
    world.now += MINUTE;
    const outcome = await world.run();
    expect(changes(world)).toEqual([]);
    expect(outcome.failures).toContainEqual(expect.objectContaining({ kind: 'conflict' }));
  });

  test('and the version keep a stale view from being written', async () => {
    const world = await lost();
    await world.minutes(1);
    world.before = (line) => {
      if (line === 'write') world.journal = { ...world.journal, version: world.journal.version + 1 };
    };
    world.now += MINUTE;
    await world.run();
    expect(changes(world)).toEqual([]);
  });
});

describe('messages', () => {
  test('that cannot be published stay, and go out under the same id', async () => {
    const world = await lost();
    world.break(/^publish/, 'throttled');
    await world.minutes(4);
    const ids = world.journal.outbox.map(({ id }) => id);
    expect(ids).toHaveLength(5);
    expect(world.phase).toBe('closed');
    world.before = () => undefined;
    await world.minutes(1);
    expect(world.published.map(({ id }) => id)).toEqual(ids);
    expect(world.journal.outbox).toEqual([]);
  });

  test('that were published before a crash are published again', async () => {
    const world = await lost();
    world.break(/^write$/, 'timeout');
    world.before = ((fail) => (line: string) => {
      if (world.published.length > 0) fail(line);
    })(world.before);
    await world.minutes(1);
    world.before = () => undefined;
    await world.run();
    expect(world.published[0]).toEqual(world.published[1]);
    expect(world.journal.outbox).toEqual([]);
  });

  test('give way where a topic stays out of reach: tickets first', async () => {
    const world = new World();
    world.break(/^publish/, 'unreachable');
    for (let minute = 0; minute < 2 * OUTBOX_LIMIT; minute++) {
      world.hold = JSON.stringify({ held: minute % 2 === 0, reason: 'on and off' });
      await world.minutes(1);
    }
    expect(world.journal.outbox.map(({ severity }) => severity)).toEqual(Array(OUTBOX_LIMIT).fill('page'));
  });

  test('fit SNS and say what, what next, where to read on, and which incident', async () => {
    const world = await lost();
    await world.minutes(3);
    for (const { subject, body } of world.published) {
      expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
      expect(body).toMatch(
        /^What happened: .+\nWhat is next: .+\nRunbook: docs\/runbooks\/disaster-failover\.md\nIncident: failover-20260102T120300Z-1, .+\nController: dev, dr, eu-west-1; /,
      );
    }
  });
});

describe('reading only', () => {
  test('status tells what is seen, without a write of any kind', async () => {
    const world = await lost();
    await world.minutes(1);
    world.calls = [];
    const outcome = await world.run(order({ operation: 'status' }));
    expect(outcome).toMatchObject({
      action: 'status',
      status: { writerClusterArn: PRIMARY_ARN, mode: 'automatic', held: false, signals: { down: 2 } },
      journal: { incident: { phase: 'suspected' } },
    });
    expect(world.calls.filter((line) => !/^(describe|read|serves|replicationLag)/.test(line))).toEqual([]);
    expect(JSON.parse(JSON.stringify(outcome))).toMatchObject({ action: 'status' });
  });

  test.each<[string, Partial<Command> & Pick<Command, 'operation'>, boolean, string]>([
    ['failover', { operation: 'failover' }, true, 'would record'],
    ['failover that would be refused', { operation: 'failover' }, false, 'would record'],
    ['switchover', { operation: 'switchover' }, false, 'would switchover'],
    ['failback', { operation: 'failback' }, false, 'would record'],
  ])('a dry run of a %s changes nothing', async (_, command, isLost, action) => {
    const world = new World();
    await world.minutes(1);
    if (isLost) world.lose();
    const { journal } = world;
    world.calls = [];
    const outcome = await world.run(order({ ...command, dryRun: true } as typeof command));
    expect(outcome).toMatchObject({ action, dryRun: true, steps: [] });
    expect(world.calls.filter((line) => !/^(describe|read|serves|replicationLag)/.test(line))).toEqual([]);
    expect(world.journal).toBe(journal);
  });

  test('an event that is not understood is ignored', async () => {
    const world = new World();
    expect(await world.run({ kind: 'unknown', reason: 'no idea' })).toMatchObject({
      action: 'ignored',
      reason: 'no idea',
    });
    expect(world.calls).toEqual([]);
  });
});

describe('commands', () => {
  test('move the writer to dr and home again', async () => {
    const world = new World();
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
    expect(world.mutations).toEqual([`switchover ${GLOBAL} ${PRIMARY_ARN} @own`, 'putTrafficEngaged false']);
    expect(world.journal).toMatchObject({
      handledRequests: ['r1', 'r2'],
      incident: { kind: 'failback', result: 'succeeded' },
      traffic: { engaged: false, settled: true },
    });
  });

  test('that come twice, or late, change nothing', async () => {
    const world = new World();
    await world.run(order({ operation: 'switchover' }));
    await world.run(order({ operation: 'failback', requestId: 'r2' }));
    world.calls = [];
    expect(await world.run(order({ operation: 'switchover' }))).toMatchObject({
      action: 'none',
      reason: expect.stringMatching(/taken already/) as string,
    });
    expect(world.mutations).toEqual([]);
  });

  test('that were refused once stay refused', async () => {
    const world = new World();
    expect(await world.run(order({ operation: 'failover' }))).toMatchObject({
      reason: expect.stringMatching(/refused/) as string,
    });
    world.lose();
    expect(await world.run(order({ operation: 'failover' }))).toMatchObject({
      reason: expect.stringMatching(/taken already/) as string,
    });
    expect(world.journal.incident).toBeUndefined();
  });

  test.each(['conflict', 'denied', 'invalid', 'not-found'] as const)(
    'end a planned move that AWS refuses (%s), and nothing else follows',
    async (kind) => {
      const world = new World();
      world.break(/^switchover/, kind);
      await world.run(order({ operation: 'switchover' }));
      expect(world.journal.incident).toMatchObject({ phase: 'closed', result: 'failed' });
      await world.minutes(30);
      expect(changes(world)).toEqual([`switchover ${GLOBAL} ${DR_ARN} @peer`]);
    },
  );

  test('never let a planned move become a failover', async () => {
    const world = new World();
    world.break(/^switchover/, 'timeout');
    await world.run(order({ operation: 'switchover' }));
    world.peerIsDark = true;
    world.serves = false;
    await world.minutes(2);
    expect(world.history.map(({ event }) => event).slice(-2)).toEqual([
      'switchover failed',
      'failover suspected',
    ]);
    // What comes next is an incident of its own, confirmed anew.
    expect(world.journal.incident).toMatchObject({ kind: 'failover', quorumSince: world.now, attempts: 0 });
    expect(world.mutations.filter((line) => line.startsWith('failover'))).toEqual([]);
  });

  test('approve what waits, for as long as consent is good', async () => {
    const world = await lost();
    world.policy = JSON.stringify({ ...POLICY, mode: 'approval' });
    await world.minutes(10);
    expect([world.phase, changes(world)]).toEqual(['awaiting-consent', []]);
    expect(world.subjects.filter((subject) => subject.includes('consent needed'))).toHaveLength(1);
    await world.run(order({ operation: 'approve', incidentId: world.journal.incident?.id }));
    expect(changes(world)).toEqual(FAILED_OVER);
  });

  test('let the primary promote itself when dr is lost, and leave traffic to dr', async () => {
    const world = new World(PRIMARY_SITE);
    world.global = globalOf(DR_ARN);
    world.lose();
    await world.minutes(10);
    expect(world.mutations).toEqual([]);
    expect(world.journal.incident).toBeUndefined();
    await world.run(order({ operation: 'failover', acceptDataLoss: true }));
    await world.minutes(2);
    expect(world.mutations).toEqual([
      `failover ${GLOBAL} ${PRIMARY_ARN} @own`,
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
    expect(world.mutations).toHaveLength(22);
    expect(world.subjects.filter((subject) => subject.includes('hold is on'))).toHaveLength(1);
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

describe('traffic', () => {
  test('is kept alive every minute, by the schedule, with the journalled value', async () => {
    const world = await lost();
    await world.minutes(5);
    world.calls = [];
    await world.minutes(10);
    await world.run({ kind: 'alarm', alarmName: 'any', state: 'OK' });
    expect(world.mutations).toEqual(Array(10).fill('putTrafficEngaged true'));
  });

  test('is kept alive without a policy that can be read', async () => {
    const world = await lost();
    await world.minutes(5);
    world.policy = '{';
    world.calls = [];
    await world.minutes(3);
    expect(world.mutations).toEqual(Array(3).fill('putTrafficEngaged true'));
  });

  test('follows a writer that somebody else moved, and back', async () => {
    const world = new World();
    await world.minutes(2);
    world.global = globalOf(DR_ARN);
    await world.minutes(2);
    expect(world.metric).toBe(false);
    await world.minutes(3);
    expect([world.metric, world.journal.traffic.engaged]).toEqual([true, true]);
    world.global = globalOf(PRIMARY_ARN);
    await world.minutes(5);
    expect([world.metric, world.journal.traffic.engaged]).toEqual([false, false]);
    expect(world.subjects).toEqual([
      expect.stringContaining('traffic engaged'),
      expect.stringContaining('traffic released'),
    ]);
  });

  test('does not follow one stale view', async () => {
    const world = new World();
    for (let minute = 0; minute < 10; minute++) {
      world.global = globalOf(minute % 3 === 2 ? PRIMARY_ARN : DR_ARN);
      await world.minutes(1);
    }
    expect(world.metric).toBe(false);
  });

  test('is not let go home while the primary Region cannot say who writes', async () => {
    const world = await lost();
    await world.minutes(5);
    world.global = globalOf(PRIMARY_ARN);
    world.serves = true;
    await world.minutes(10);
    expect(world.metric).toBe(true);
    expect(world.journal.traffic).toMatchObject({ engaged: true, settled: true });
  });

  test('is not repeated where it may never have gone out', async () => {
    const world = await lost();
    world.break(/^putTrafficEngaged true/, 'timeout');
    await world.minutes(2);
    world.before = () => undefined;
    world.global = globalOf(PRIMARY_ARN);
    world.calls = [];
    await world.minutes(1);
    expect(world.mutations).toEqual([]);
  });
});

describe('what is missing', () => {
  const paged = (world: World, word: string): number =>
    world.published.filter(({ severity, body }) => severity === 'page' && body.includes(word)).length;

  test.each<[string, (world: World) => void, string]>([
    [
      'a malformed policy',
      (world) => (world.policy = JSON.stringify({ ...POLICY, lagBoundMs: 900 })),
      'policy.lagBoundMs must be whole milliseconds',
    ],
    [
      'a missing policy',
      (world) => world.break(/^readPolicy/, 'not-found'),
      'readPolicy in vain (not-found)',
    ],
    ['a malformed hold switch', (world) => (world.hold = '{"held":"no"}'), 'hold.held must be true or false'],
    [
      'a missing permission',
      (world) => world.break(/^describeGlobalCluster @own/, 'denied'),
      'describeGlobalCluster in vain (denied)',
    ],
    [
      'a deleted global cluster',
      (world) => (world.global = undefined),
      'There is no global cluster healthcare-global-dev',
    ],
    [
      'a cluster that was removed',
      (world) =>
        (world.global = { ...globalOf(PRIMARY_ARN), members: globalOf(PRIMARY_ARN).members.slice(0, 1) }),
      'is no member of the global cluster',
    ],
  ])('%s: no action, a clear error, told once', async (_, spoil, words) => {
    const world = new World();
    await world.minutes(1);
    spoil(world);
    world.lose();
    await world.minutes(10);
    expect(changes(world)).toEqual([]);
    expect(world.journal.incident).toBeUndefined();
    expect(paged(world, words)).toBe(1);
    const outcome = await world.run();
    expect(outcome).toMatchObject({ healthy: false, reason: expect.stringContaining(words) as string });
  });

  test('a journal that cannot be read: no action, told now and then', async () => {
    const world = new World();
    world.break(/^readJournal/, 'denied');
    world.lose();
    await world.minutes(60);
    expect(world.mutations).toEqual([]);
    expect(paged(world, 'the journal is out of reach')).toBe(4);
  });

  test('a lease that cannot be asked for: no action, told now and then', async () => {
    const world = new World();
    world.break(/^acquire/, 'throttled');
    await world.minutes(15);
    expect(world.calls.filter((line) => !/^(acquire|publish)/.test(line))).toEqual([]);
    expect(paged(world, 'the journal is out of reach')).toBe(1);
  });

  test('a permission to promote: told once, asked for again, given up', async () => {
    const world = await lost();
    world.break(/^failover/, 'denied');
    await world.minutes(30);
    expect(world.mutations.filter((line) => line.startsWith('failover'))).toHaveLength(5);
    expect(world.subjects.filter((subject) => subject.includes('promotion in vain'))).toHaveLength(1);
    expect(world.subjects.filter((subject) => subject.includes('failover failed'))).toHaveLength(1);
  });

  test('a permission to raise capacity does not keep a failover from ending', async () => {
    const world = await lost();
    world.break(/^raiseMinimumTasks/, 'denied');
    await world.minutes(4);
    expect(world.journal.incident).toMatchObject({ phase: 'closed', result: 'succeeded' });
    expect(world.subjects).toContainEqual(expect.stringContaining('capacity (tasks) in vain'));
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
    expect(world.subjects.filter((subject) => subject.includes('in vain'))).toHaveLength(1);
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

/** The function dies: neither this call nor any later one of the invocation comes back. */
class Killed extends Error {}

/** Runs `story` once for each call and each side of it, and kills the invocation there. */
async function killEverywhere(
  story: (world: World) => Promise<void>,
  check: (world: World, where: string) => void,
): Promise<number> {
  const reference = new World();
  await story(reference);
  const total = reference.calls.length;
  for (let index = 0; index < total; index++)
    for (const side of ['before', 'after'] as const) {
      const world = new World();
      let count = -1;
      let dead = 0;
      const hook = (at: 'before' | 'after') => (line: string) => {
        if (at === 'before') count += 1;
        if (dead === world.invocations || (count === index && at === side && dead === 0)) {
          dead = world.invocations;
          throw new Killed(line);
        }
      };
      world.before = hook('before');
      world.after = hook('after');
      await story(world);
      check(world, `${side} ${index}: ${reference.calls[index]}`);
    }
  return total;
}

describe('killed anywhere', () => {
  test('a failover comes to the same end', async () => {
    const story = async (world: World): Promise<void> => {
      await world.minutes(1);
      world.lose();
      await world.minutes(16);
    };
    const points = await killEverywhere(story, (world, where) => {
      const failovers = world.mutations.filter((line) => line.startsWith('failover'));
      expect({
        where,
        phase: world.phase,
        result: world.journal.incident?.result,
        metric: world.metric,
        outbox: world.journal.outbox,
      }).toEqual({ where, phase: 'closed', result: 'succeeded', metric: true, outbox: [] });
      expect(failovers.length).toBeLessThanOrEqual(2);
      expect(new Set(world.mutations)).toEqual(new Set(['putTrafficEngaged false', ...FAILED_OVER]));
      const engaged = world.calls.indexOf('putTrafficEngaged true');
      expect(engaged).toBeGreaterThan(world.calls.indexOf(FAILED_OVER[0] ?? ''));
      expect(world.mutations.slice(world.mutations.indexOf('putTrafficEngaged true'))).not.toContain(
        'putTrafficEngaged false',
      );
    });
    expect(points).toBeGreaterThan(150);
  });

  test('a switchover ends at one of its two ends, and is never a failover', async () => {
    const story = async (world: World): Promise<void> => {
      await world.minutes(1);
      await world.run(order({ operation: 'switchover' }));
      await world.minutes(12);
    };
    await killEverywhere(story, (world, where) => {
      const drWrites = world.global?.members.some(
        ({ clusterArn, isWriter }) => isWriter && clusterArn === DR_ARN,
      );
      expect({
        where,
        metric: world.metric,
        open: world.phase !== undefined && world.phase !== 'closed',
      }).toEqual({ where, metric: drWrites, open: false });
      expect(world.mutations.filter((line) => line.startsWith('failover'))).toEqual([]);
    });
  });
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
  expect(new CallError('a', 'timeout', 'b').message).toBe('a in vain (timeout): b');
});
