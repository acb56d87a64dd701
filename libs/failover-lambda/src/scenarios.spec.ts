import {
  DR_ARN,
  globalOf,
  MINUTE,
  order,
  PRIMARY_ARN,
  PRIMARY_SITE,
  FakeAws,
} from '@healthcare-dr/failover-controller/world';
import { PROTOCOL_VERSION } from '@healthcare-dr/failover-controller';
import { policyOf } from '@healthcare-dr/failover-lambda/contract';
import { parseEnvironment } from '@healthcare-dr/topology';
import { dev } from '@healthcare-dr/topology/fixtures';

/*
 * What must come of what can happen, on the policy that is deployed unless somebody configures another one. The numbers are those of
 * docs/adr/0016-evidence-by-vantage-point.md; the simulation plays the same with faults between every two calls.
 */

const { failover } = parseEnvironment({ ...dev, failover: undefined });

/** Two quiet minutes on the default policy. */
async function quiet(configuration = failover): Promise<FakeAws> {
  const world = new FakeAws();
  world.policy = JSON.stringify(policyOf(configuration));
  await world.minutes(2);
  expect(world.published).toEqual([]);
  return world;
}

const promotions = (world: FakeAws): string[] =>
  world.mutations.filter((line) => line.startsWith('failover '));
const events = (world: FakeAws): string[] =>
  world.published.map(({ event, severity }) => `${severity} ${event}`);

/** Minute by minute, until something holds. @returns how many minutes it took; `undefined` if it never did */
async function minutesUntil(world: FakeAws, holds: () => boolean, most: number): Promise<number | undefined> {
  for (let minute = 1; minute <= most; minute++) {
    await world.minutes(1);
    if (holds()) return minute;
  }
  return undefined;
}

const drWrites = (world: FakeAws) => world.global?.members.some((m) => m.isWriter && m.clusterArn === DR_ARN);

describe('1: the primary Region is lost, and all evidence agrees', () => {
  it('dr writes by itself within 12 min, and traffic is with it', async () => {
    const world = await quiet();
    world.loseSilently();
    const minutes = await minutesUntil(world, () => drWrites(world) === true, 30);
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
    expect(await minutesUntil(world, () => drWrites(world) === true, 30)).toBeLessThanOrEqual(12);
  });
});

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
      await minutesUntil(world, () => drWrites(world) === true, 20);
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
  expect(await minutesUntil(world, () => drWrites(world) === true, 10)).toBe(1);
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
  expect(await minutesUntil(world, () => drWrites(world) === true, 10)).toBe(1);
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

it('14: the writer moved, and AWS shows the operation while the old Region is dark: traffic follows within five minutes', async () => {
  const world = await quiet();
  world.movesAtOnce = false;
  world.loseSilently();
  await minutesUntil(world, () => promotions(world).length > 0, 20);
  world.global = globalOf(DR_ARN, {
    operation: {
      status: 'failing-over',
      fromClusterArn: PRIMARY_ARN,
      toClusterArn: DR_ARN,
      dataLossAllowed: true,
    },
  });
  expect(await minutesUntil(world, () => world.metric === true, 10)).toBeLessThanOrEqual(5);
  await world.minutes(10);
  expect(world.phase).toBe('completing');
  world.global = globalOf(DR_ARN);
  await world.minutes(1);
  expect(world.journal.incident).toMatchObject({ phase: 'closed', result: 'succeeded' });
});

describe('16: dr writes, is lost, the primary is promoted, dr returns', () => {
  /** The controller of the primary has promoted it, and keeps clients away from dr, which has returned. */
  const returned = async (): Promise<FakeAws> => {
    const world = new FakeAws(PRIMARY_SITE);
    world.policy = JSON.stringify(policyOf(failover));
    world.global = globalOf(DR_ARN);
    await world.minutes(2);
    world.loseSilently();
    world.peerMetric = undefined;
    await world.minutes(15);
    await world.run(order({ operation: 'failover', acceptDataLoss: true, overrideReason: 'dr is lost' }));
    await world.minutes(1);
    expect(world.metric).toBe(true);
    world.regain();
    return world;
  };

  it('clients are kept away from a dr that has not let go of them, for as long as that lasts, and that is told', async () => {
    const world = await returned();
    world.peerMetric = true;
    await world.minutes(180);
    expect(world.metric).toBe(true);
    expect(events(world)).toContain('ticket peer-holds-traffic');
  });

  it('nor are they let go to a dr of which nobody knows whether it leads them there', async () => {
    const world = await returned();
    await world.minutes(180);
    expect(world.metric).toBe(true);
  });

  it('they are let go once dr has let go of them for a quarter of an hour', async () => {
    const world = await returned();
    world.peerMetric = true;
    await world.minutes(30);
    world.peerMetric = false;
    await world.minutes(14);
    expect(world.metric).toBe(true);
    await world.minutes(3);
    expect(world.metric).toBe(false);
    await world.minutes(5);
    expect(events(world)).toContain('ticket peer-holds-traffic-over');
  });
});

it("15: a switchover hangs, then its Region is lost: an operator's failover with override is tried", async () => {
  const world = await quiet();
  world.movesAtOnce = false;
  await world.run(order({ operation: 'switchover', requestId: 'a' }));
  expect(world.journal.incident).toMatchObject({ kind: 'switchover', phase: 'promoting' });
  world.loseSilently();
  await world.minutes(15);
  expect(promotions(world)).toEqual([]);
  world.break(/^failover /, 'conflict');
  const override = { overrideReason: 'the Region is lost', acceptDataLoss: true } as const;
  await world.run(order({ operation: 'failover', requestId: 'b', ...override }));
  expect(world.calls.filter((line) => line.startsWith('failover '))).toHaveLength(1);
  expect(events(world)).toContain('page promotion-failed');
  expect(world.published.find(({ event }) => event === 'promotion-failed')?.body).toContain(
    'RemoveFromGlobalCluster',
  );
});

describe('24: the old Region returns after a failover', () => {
  it('clients stay with the writer, nothing is failed over or back, and what AWS kept of it is copied', async () => {
    const world = await quiet();
    world.loseSilently();
    await minutesUntil(world, () => drWrites(world) === true, 30);
    await world.minutes(5);
    expect(world.metric).toBe(true);
    world.regain();
    world.global = globalOf(DR_ARN);
    world.snapshot = { ...world.snapshot, createdAt: world.now };
    await world.minutes(180);
    expect(world.metric).toBe(true);
    expect(promotions(world)).toHaveLength(1);
    expect(world.mutations.filter((line) => line.startsWith('switchover'))).toEqual([]);
    expect(events(world)).toContain('ticket snapshot-copied');
  });
});

describe('17: the journal is empty', () => {
  it('while dr writes: traffic stays there', async () => {
    const world = new FakeAws();
    world.policy = JSON.stringify(policyOf(failover));
    world.global = globalOf(DR_ARN);
    await world.minutes(5);
    expect(world.metric).toBe(true);
    expect(promotions(world)).toEqual([]);
  });

  it('while the primary is lost for hours: that is not taken for a pair that was never whole', async () => {
    const world = new FakeAws();
    world.policy = JSON.stringify(policyOf(failover));
    world.loseSilently();
    world.lostAt = world.now - 300 * MINUTE;
    await world.minutes(10);
    expect(world.phase).toBe('approval-required');
  });
});

describe('18: a pair that is not there yet, or not any more', () => {
  it('is no incident, and nobody is told', async () => {
    const world = new FakeAws();
    world.policy = JSON.stringify(policyOf(failover));
    world.hasReplicated = false;
    Object.assign(world.ports.metrics, { replicationLag: () => Promise.resolve(undefined) });
    world.loseSilently();
    world.break(/^witness/, 'not-found');
    for (const global of [undefined, { ...globalOf(PRIMARY_ARN), members: [] }, globalOf(PRIMARY_ARN)]) {
      world.global = global;
      await world.minutes(30);
    }
    expect(world.published).toEqual([]);
    expect(world.journal.incident).toBeUndefined();
    expect(promotions(world)).toEqual([]);
    expect(await world.run()).toMatchObject({ healthy: true, protocolVersion: PROTOCOL_VERSION });
  });
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

describe('21: a signal is unknown for good', () => {
  it.each<[string, (world: FakeAws) => void]>([
    ['signal-unknown', (world) => world.break(/^witness/, 'not-found')],
    ['signal-unknown', (world) => world.break(/^describeCluster .*@peer/, 'unknown')],
    ['signal-unknown', (world) => world.break(/^replicationLag @own/, 'denied')],
    ['signal-unknown', (world) => (world.egress = false)],
  ])('%s is reported within ten minutes, by name, and the heartbeat is withheld', async (event, spoil) => {
    const world = await quiet();
    spoil(world);
    const minutes = await minutesUntil(world, () => events(world).includes(`ticket ${event}`), 12);
    expect(minutes).toBeLessThanOrEqual(10);
    expect(await world.run()).toMatchObject({ healthy: false });
    expect(promotions(world)).toEqual([]);
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

it('23: a blip that recovers starts no cool-down for the loss that comes ten minutes later', async () => {
  const world = await quiet();
  world.loseSilently();
  await world.minutes(2);
  world.regain();
  await world.minutes(10);
  expect(world.journal.incident).toMatchObject({ phase: 'closed', result: 'recovered' });
  world.loseSilently();
  expect(await minutesUntil(world, () => drWrites(world) === true, 20)).toBeLessThanOrEqual(12);
});

describe('an override', () => {
  const order_ = { operation: 'failover', overrideReason: 'exercise', acceptDataLoss: true } as const;

  it('against a primary that serves takes two people', async () => {
    const world = await quiet();
    await world.run(order({ ...order_, requestId: 'a' }));
    await world.minutes(2);
    expect(promotions(world)).toEqual([]);
    expect(events(world)).toContain('page override-requested');
    const incidentId = world.journal.incident?.id ?? '';
    const same = await world.run(order({ operation: 'approve', requestId: 'b', incidentId }));
    expect(same).toMatchObject({ disposition: 'refused', reason: { code: 'second-person-required' } });
    await world.run(order({ operation: 'approve', requestId: 'c', incidentId, requestedBy: 'bob' }));
    await world.minutes(1);
    expect(promotions(world)).toHaveLength(1);
    expect(world.history.find(({ event }) => event === 'promotion-requested')?.details).toMatchObject({
      overriddenBy: 'ann',
      confirmedBy: 'bob',
    });
  });

  it('that nobody confirms ends with its approval', async () => {
    const world = await quiet();
    await world.run(order({ ...order_, requestId: 'a' }));
    await world.minutes(failover.approvalMinutes + 2);
    expect(promotions(world)).toEqual([]);
    expect(world.journal.incident).toMatchObject({ phase: 'closed', result: 'recovered' });
  });
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
