import { DR_ARN, FakeAws, globalOf, MINUTE, PRIMARY_ARN } from '@healthcare-dr/failover-controller/world';
import { PROTOCOL_VERSION } from '@healthcare-dr/failover-controller';
import { policyOf } from '@healthcare-dr/failover-lambda/contract';
import { events, failover, minutesUntil, promotions, quiet } from './__fixtures__/scenario';

/*
 * What must come of what can happen, on the policy that is deployed unless somebody configures another one: what the controller knows is missing: its journal, the pair, a signal.
 * The numbers are those of docs/adr/0016-evidence-by-vantage-point.md; the simulation plays the same with faults between every two calls.
 */

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
