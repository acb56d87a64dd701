import { DR_ARN, MINUTE, order, PRIMARY_ARN } from '@healthcare-dr/failover-controller/world';
import { parseEnvironment } from '@healthcare-dr/topology';
import { dev } from '@healthcare-dr/topology/fixtures';
import { events, failover, minutesUntil, promotions, quiet } from './__fixtures__/scenario';

/*
 * What must come of what can happen, on the policy that is deployed unless somebody configures another one: the primary serves, whatever it looks like from dr.
 * The numbers are those of docs/adr/0016-evidence-by-vantage-point.md; the simulation plays the same with faults between every two calls.
 */

describe("2: dr's own NAT gateway is lost, and the primary is well", () => {
  it('for a minute: nothing, and nothing is said', async () => {
    const world = await quiet();
    world.natIsLost = true;
    await world.minutes(1);
    world.natIsLost = false;
    await world.minutes(30);
    expect(promotions(world)).toEqual([]);
    expect(world.journal.incident).toBeUndefined();
    expect(world.published).toEqual([]);
  });

  it.each([15, 180])(
    'for %i min: never a promotion, isolated within ten minutes, the heartbeat withheld',
    async (minutes) => {
      const world = await quiet();
      world.natIsLost = true;
      const told = await minutesUntil(world, () => events(world).includes('ticket isolated'), 10);
      expect(told).toBeDefined();
      await world.minutes(minutes - 10);
      expect(await world.run()).toMatchObject({ healthy: false });
      expect(promotions(world)).toEqual([]);
      expect(world.journal.incident).toBeUndefined();
      world.natIsLost = false;
      await world.minutes(10);
      expect(events(world)).toContain('ticket isolated-over');
      expect(await world.run()).toMatchObject({ healthy: true });
    },
  );
});

it.each([1, 2, 4, 5, 9, 30])('3: two blips of egress, %i min apart: nothing', async (apart) => {
  const world = await quiet();
  for (let blip = 0; blip < 2; blip++) {
    world.natIsLost = true;
    await world.minutes(1);
    world.natIsLost = false;
    await world.minutes(apart);
  }
  await world.minutes(20);
  expect(promotions(world)).toEqual([]);
  expect(world.published).toEqual([]);
});

it('4: the network between the Regions is cut, and the primary serves its clients: never by itself, a page', async () => {
  const world = await quiet();
  world.serves = false;
  world.peerIsDark = true;
  world.replicationStoppedAt = world.now;
  expect(await minutesUntil(world, () => events(world).includes('page unreachable'), 10)).toBeLessThanOrEqual(
    5,
  );
  await world.minutes(180);
  expect(promotions(world)).toEqual([]);
  expect(world.journal.incident).toBeUndefined();
});

describe('5: the service is down, database and control plane are well', () => {
  const down = async () => {
    const world = await quiet();
    world.serves = false;
    world.witness.primary = 'unhealthy';
    return world;
  };

  it('never by itself; a page after five minutes with the choices, and again every 15 min', async () => {
    const world = await down();
    expect(await minutesUntil(world, () => events(world).includes('page service-down'), 10)).toBe(6);
    const [page] = world.published;
    expect(page?.body).toContain('drctl -- --environment dev switchover');
    expect(page?.body).toContain('failover --override');
    await world.minutes(60);
    expect(events(world).filter((event) => event === 'page service-down')).toHaveLength(5);
    expect(promotions(world)).toEqual([]);
  });

  it("an operator's failover only with override, a switchover freely", async () => {
    const world = await down();
    await world.minutes(6);
    const refused = await world.run(order({ operation: 'failover', requestId: 'a' }));
    expect(refused).toMatchObject({ disposition: 'refused', reason: { code: 'override-required' } });
    await world.run(
      order({ operation: 'failover', requestId: 'b', overrideReason: 'the service is gone for good' }),
    );
    expect(promotions(world)).toHaveLength(1);

    const planned = await down();
    await planned.run(order({ operation: 'switchover', requestId: 'c' }));
    expect(planned.mutations).toContain(`switchover healthcare-global-dev ${DR_ARN} @peer`);
  });

  it('is not paged any more once somebody has acknowledged it', async () => {
    const world = await down();
    await world.minutes(6);
    await world.run(order({ operation: 'acknowledge', requestId: 'd' }));
    await world.minutes(60);
    expect(events(world).filter((event) => event === 'page service-down')).toHaveLength(1);
  });
});

it.each([1, 3, 5])(
  '6: the database fails over within its Region for %i min: no failover',
  async (minutes) => {
    const world = await quiet();
    const cluster = world.clusters[PRIMARY_ARN];
    if (cluster === undefined) throw new Error('The fixture has no primary.');
    world.clusters[PRIMARY_ARN] = { ...cluster, status: 'failing-over', availableInstances: 0 };
    world.serves = false;
    world.witness.primary = 'unhealthy';
    await world.minutes(minutes);
    world.clusters[PRIMARY_ARN] = cluster;
    world.regain();
    await world.minutes(30);
    expect(promotions(world)).toEqual([]);
    expect(world.journal.incident).toBeUndefined();
  },
);

it.each(['upgrading', 'modifying', 'maintenance'])(
  '7 and 8: both instances of the database are %s for long: a page with the choices, no failover',
  async (status) => {
    const world = await quiet();
    const cluster = world.clusters[PRIMARY_ARN];
    if (cluster === undefined) throw new Error('The fixture has no primary.');
    world.clusters[PRIMARY_ARN] = { ...cluster, status, availableInstances: 0 };
    await world.minutes(15);
    expect(events(world)).toContain('page database-down');
    expect(promotions(world)).toEqual([]);
    expect(world.journal.incident).toBeUndefined();
  },
);

describe('9: service and control plane are dead, and what is committed still arrives', () => {
  const replicating = async (configuration = failover) => {
    const world = await quiet(configuration);
    world.serves = false;
    world.witness.primary = 'unhealthy';
    world.peerIsDark = true;
    return world;
  };

  it('a page at once, and never by itself', async () => {
    const world = await replicating();
    expect(
      await minutesUntil(world, () => events(world).includes('page lost-replicating'), 10),
    ).toBeLessThanOrEqual(2);
    await world.minutes(120);
    expect(promotions(world)).toEqual([]);
  });

  it('by itself after a sustained time where the environment opts in', async () => {
    const optedIn = parseEnvironment({
      ...dev,
      failover: { failoverWhileReplicatingAfterMinutes: 30 },
    }).failover;
    const world = await replicating(optedIn);
    const minutes = await minutesUntil(world, () => promotions(world).length > 0, 60);
    expect(minutes).toBeGreaterThanOrEqual(30);
    expect(minutes).toBeLessThanOrEqual(33);
  });
});

it.each([1, 2, 3, 4, 5])(
  '22: datapoints of the lag are %i min late, and replication is well: no failover',
  async (minutes) => {
    const world = await quiet();
    world.lagDelayMs = minutes * MINUTE;
    await world.minutes(60);
    expect(promotions(world)).toEqual([]);
    expect(world.journal.incident).toBeUndefined();
    expect(world.published).toEqual([]);
  },
);
