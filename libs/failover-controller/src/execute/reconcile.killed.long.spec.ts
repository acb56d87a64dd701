import { FAILED_OVER } from '../__fixtures__/lost-region';
import { DR_ARN, order, FakeAws } from '../__fixtures__/world';

/** The function dies: neither this call nor any later one of the invocation comes back. */
class Killed extends Error {}

/** Runs `story` once for each call and each side of it, and kills the invocation there. */
async function killEverywhere(
  story: (world: FakeAws) => Promise<void>,
  check: (world: FakeAws, where: string) => void,
): Promise<number> {
  const reference = new FakeAws();
  await story(reference);
  const total = reference.calls.length;
  for (let index = 0; index < total; index++)
    for (const side of ['before', 'after'] as const) {
      const world = new FakeAws();
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
    const story = async (world: FakeAws): Promise<void> => {
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
    const story = async (world: FakeAws): Promise<void> => {
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
