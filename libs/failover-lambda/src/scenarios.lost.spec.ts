import { DR_ARN, globalOf, MINUTE, order, PRIMARY_ARN } from '@healthcare-dr/failover-controller/world';
import { drWrites, events, failover, minutesUntil, promotions, quiet } from './__fixtures__/scenario';

/*
 * What must come of what can happen, on the policy that is deployed unless somebody configures another one: the primary is lost.
 * The numbers are those of docs/adr/0016-evidence-by-vantage-point.md; the simulation plays the same with faults between every two calls.
 */

describe('1: the primary Region is lost, and all evidence agrees', () => {
  it('dr writes by itself within 12 min, and traffic is with it', async () => {
    const world = await quiet();
    world.loseSilently();
    const minutes = await minutesUntil(world, () => drWrites(world), 30);
    expect(minutes).toBeGreaterThanOrEqual(9);
    expect(minutes).toBeLessThanOrEqual(12);
    await world.minutes(1);
    expect(world.metric).toBe(true);
    expect(promotions(world)).toHaveLength(1);
    expect(events(world)).not.toContain('page lost-replicating');
  });

  it('also where AWS goes on publishing a lag, which grows', async () => {
    const world = await quiet();
    world.loseSilently();
    const lostAt = world.now;
    const { metrics } = world.ports;
    Object.assign(metrics, {
      replicationLag: () =>
        Promise.resolve({ lagMs: 800 + Math.max(0, world.now - lostAt), measuredAt: world.now - 30_000 }),
    });
    expect(await minutesUntil(world, () => drWrites(world), 30)).toBeLessThanOrEqual(12);
  });
});

it.each(['throttled', 'timeout', 'unknown', 'denied'] as const)(
  "10: the primary is lost, and dr's own view is %s for an hour: a page within ten minutes, then as the loss allows",
  async (kind) => {
    const world = await quiet();
    const { before } = world;
    world.loseSilently();
    world.break(/^describeGlobalCluster @own/, kind);
    expect(
      await minutesUntil(world, () => events(world).includes('page own-view-unknown'), 12),
    ).toBeLessThanOrEqual(10);
    expect(world.journal.incident).toMatchObject({ phase: 'suspected', lagAtOpening: { lagMs: 800 } });
    expect(await world.run()).toMatchObject({ healthy: false });
    await world.minutes(50);
    expect(promotions(world)).toEqual([]);
    world.before = before;
    await world.minutes(3);
    // An hour of data may be lost by now: that is not the controller's to decide.
    expect(world.phase).toBe('approval-required');
    expect(events(world)).toContain('page approval-required');
  },
);

it('10: if it answers while the loss is within the bound, it is failed over', async () => {
  const world = await quiet();
  const { before } = world;
  world.loseSilently();
  world.break(/^describeGlobalCluster @own/, 'throttled');
  await world.minutes(11);
  world.before = before;
  await world.minutes(2);
  expect(promotions(world)).toHaveLength(1);
});

it.each([1, 2])(
  '11: the primary is lost, and %i looks are too: still by itself within 14 min',
  async (looks) => {
    for (let missed = 1; missed <= 10; missed++) {
      const world = await quiet();
      world.loseSilently();
      const lostAt = world.now;
      await world.minutes(missed);
      world.now += looks * MINUTE;
      await minutesUntil(world, () => drWrites(world), 20);
      expect(world.now - lostAt).toBeLessThanOrEqual(14 * MINUTE);
    }
  },
);

it('11: the primary is lost, and for five minutes looks see too little: what was confirmed before still counts', async () => {
  const world = await quiet();
  world.loseSilently();
  const lostAt = world.now;
  const rounds = () => world.journal.watch.lost?.rounds ?? 0;
  await minutesUntil(world, () => rounds() === 2, 15);
  world.egress = false;
  await world.minutes(5);
  expect(rounds()).toBe(2);
  world.egress = true;
  expect(await minutesUntil(world, () => drWrites(world), 10)).toBe(1);
  expect(world.now - lostAt).toBeLessThanOrEqual(14 * MINUTE);
});

it.each([
  ['there is no such global cluster', () => undefined],
  ['not all members are there', () => ({ ...globalOf(PRIMARY_ARN), members: [] })],
])('11: the primary is lost, and AWS says once that %s: nothing is forgotten', async (_what, torn) => {
  const world = await quiet();
  world.loseSilently();
  await minutesUntil(world, () => world.journal.watch.lost?.rounds === 2, 15);
  const { watch } = world.journal;
  world.global = torn();
  await world.minutes(1);
  expect(world.journal.watch).toEqual(watch);
  world.global = globalOf(PRIMARY_ARN);
  expect(await minutesUntil(world, () => drWrites(world), 10)).toBe(1);
});

it('12: the promotion hangs and SSM is throttled for hours: it is paged as stuck within its deadline', async () => {
  const world = await quiet();
  world.movesAtOnce = false;
  world.loseSilently();
  await minutesUntil(world, () => promotions(world).length > 0, 20);
  world.break(/^read(Policy|Hold)/, 'throttled');
  const minutes = await minutesUntil(world, () => events(world).includes('page failover-stuck'), 60);
  expect(minutes).toBeLessThanOrEqual(failover.operationDeadlineMinutes + 1);
});

it('13: the heartbeat stays withheld while the way out is closed, although the primary is back', async () => {
  const world = await quiet();
  world.natIsLost = true;
  world.loseSilently();
  await minutesUntil(world, () => events(world).includes('page isolated-peer-lost'), 20);
  await world.minutes(2);
  expect(await world.run()).toMatchObject({ healthy: false });
  world.regain();
  for (let minute = 0; minute < 20; minute++) {
    await world.minutes(1);
    expect(await world.run()).toMatchObject({ healthy: false });
  }
  world.natIsLost = false;
  await world.minutes(1);
  expect(await world.run()).toMatchObject({ healthy: true });
});

it("13: the primary is lost while dr's NAT gateway is lost too: a page, never by itself; an order needs no override", async () => {
  const world = await quiet();
  world.natIsLost = true;
  world.loseSilently();
  expect(
    await minutesUntil(world, () => events(world).includes('page isolated-peer-lost'), 20),
  ).toBeLessThanOrEqual(10);
  await world.minutes(10);
  expect(promotions(world)).toEqual([]);
  await world.run(order({ operation: 'failover', acceptDataLoss: true }));
  expect(promotions(world)).toHaveLength(1);
});

it('19: approval is required and nobody answers for six hours: paged every 15 min, closed after the loss ends', async () => {
  const world = await quiet({ ...failover, mode: 'approval' });
  world.loseSilently();
  await world.minutes(6 * 60);
  const pages = events(world).filter((event) => event === 'page approval-required');
  expect(pages.length).toBeGreaterThanOrEqual(23);
  expect(pages.length).toBeLessThanOrEqual(24);
  world.regain();
  await world.minutes(2);
  expect(world.journal.incident).toMatchObject({ phase: 'closed', result: 'recovered' });
});

it('20: dr has no available instance: only an order that accepts the loss is tried, and the page says why', async () => {
  const world = await quiet();
  const cluster = world.clusters[DR_ARN];
  if (cluster === undefined) throw new Error('The fixture has no standby.');
  world.clusters[DR_ARN] = { ...cluster, availableInstances: 0 };
  world.loseSilently();
  await world.minutes(14);
  expect(promotions(world)).toEqual([]);
  expect(world.published.find(({ event }) => event === 'approval-required')?.body).toContain(
    'has no instance',
  );
  const incidentId = world.journal.incident?.id ?? '';
  await world.run(order({ operation: 'approve', requestId: 'a', incidentId, acceptDataLoss: true }));
  expect(promotions(world)).toHaveLength(1);
});

it('23: a blip that recovers starts no cool-down for the loss that comes ten minutes later', async () => {
  const world = await quiet();
  world.loseSilently();
  await world.minutes(2);
  world.regain();
  await world.minutes(10);
  expect(world.journal.incident).toMatchObject({ phase: 'closed', result: 'recovered' });
  world.loseSilently();
  expect(await minutesUntil(world, () => drWrites(world), 20)).toBeLessThanOrEqual(12);
});

it('a Region that is lost while the controller is paused is paged', async () => {
  const world = await quiet();
  world.hold = JSON.stringify({ held: true, reason: 'maintenance' });
  await world.minutes(1);
  world.loseSilently();
  expect(await minutesUntil(world, () => events(world).includes('page lost'), 20)).toBeLessThanOrEqual(10);
  expect(promotions(world)).toEqual([]);
  expect(world.journal.incident).toMatchObject({ phase: 'suspected' });
});
