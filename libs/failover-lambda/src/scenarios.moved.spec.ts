import {
  DR_ARN,
  FakeAws,
  globalOf,
  order,
  PRIMARY_ARN,
  PRIMARY_SITE,
} from '@healthcare-dr/failover-controller/world';
import { policyOf } from '@healthcare-dr/failover-lambda/contract';
import { drWrites, events, failover, minutesUntil, promotions, quiet } from './__fixtures__/scenario';

/*
 * What must come of what can happen, on the policy that is deployed unless somebody configures another one: the writer moves, or has moved.
 * The numbers are those of docs/adr/0016-evidence-by-vantage-point.md; the simulation plays the same with faults between every two calls.
 */

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
    await minutesUntil(world, () => drWrites(world), 30);
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
