import { changes, lost } from '../__fixtures__/lost-region';
import { LEASE_MARGIN_MS, OUTBOX_LIMIT, ROUND_BOUND_MS } from '../domain/limits';
import { MINUTE, NOON, order, FakeAws } from '../__fixtures__/world';

describe('the lease', () => {
  test('lets one invocation work at a time: an operator asks again', async () => {
    const world = new FakeAws();
    world.lease = { owner: 'other', epoch: 1, expiresAt: world.now + MINUTE };
    const outcome = await world.run(order({ operation: 'switchover', requestId: 'a' }));
    expect(outcome).toMatchObject({ disposition: 'busy', journal: undefined });
    expect(world.calls).toEqual(['acquire run-1']);
  });

  test.each([
    ['an alarm', { kind: 'alarm', alarmName: 'healthcare-replication-lag-dev', state: 'ALARM' }],
    ['an event of RDS', { kind: 'rds', eventId: 'RDS-EVENT-0185', message: 'finished' }],
    ['the schedule', { kind: 'schedule' }],
  ] as const)('is waited for by %s, for which nobody calls again', async (_what, trigger) => {
    const world = new FakeAws();
    world.lease = { owner: 'other', epoch: 1, expiresAt: world.now + 7_000 };
    expect(await world.run(trigger)).toMatchObject({ disposition: 'done', healthy: true });
    expect(world.calls.filter((line) => line.startsWith('acquire'))).toHaveLength(5);
    expect(world.calls).toContain('serves');
  });

  test('is waited for no longer than there is time left for a round', async () => {
    const world = new FakeAws();
    world.lease = { owner: 'other', epoch: 1, expiresAt: world.now + 5 * MINUTE };
    const startedAt = world.now;
    expect(await world.run()).toMatchObject({ disposition: 'busy', journal: undefined });
    expect(world.now - startedAt).toBe(MINUTE - ROUND_BOUND_MS);
    expect(world.calls.every((line) => line.startsWith('acquire'))).toBe(true);
  });

  test('outlives the invocation', async () => {
    const world = new FakeAws();
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
    expect(ids).toHaveLength(4);
    expect(world.phase).toBe('closed');
    world.before = () => undefined;
    await world.minutes(1);
    expect(world.published.slice(1).map(({ id }) => id)).toEqual(ids);
    expect(world.journal.outbox).toEqual([]);
  });

  test('that were published before a crash are published again', async () => {
    const world = await lost();
    const before = world.published.length;
    world.break(/^write$/, 'timeout');
    world.before = ((fail) => (line: string) => {
      if (world.published.length > before) fail(line);
    })(world.before);
    await world.minutes(2);
    world.before = () => undefined;
    await world.run();
    const ids = world.published.slice(before).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(new Set(ids).size);
    expect(world.journal.outbox).toEqual([]);
  });

  test('give way where a topic stays out of reach: tickets first', async () => {
    const world = new FakeAws();
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
        /^What happened: .+\nWhat is next: .+\nRunbook: docs\/runbooks\/disaster-failover\.md\nIncident: failover-20260102T120300Z-2, .+\nController: dev, dr, eu-west-1; /,
      );
    }
  });
});
