import { lost } from '../__fixtures__/lost-region';
import { DR_ARN, globalOf, order, PRIMARY_ARN, FakeAws } from '../__fixtures__/world';

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
    const world = new FakeAws();
    await world.minutes(2);
    world.global = globalOf(DR_ARN);
    await world.minutes(2);
    expect(world.metric).toBe(false);
    await world.minutes(3);
    expect([world.metric, world.journal.traffic.engaged]).toEqual([true, true]);
    world.global = globalOf(PRIMARY_ARN);
    await world.minutes(5);
    expect([world.metric, world.journal.traffic.engaged]).toEqual([false, false]);
    expect(world.events).toEqual(['traffic-routed-to-dr', 'traffic-routed-to-primary']);
  });

  test('does not follow one stale view', async () => {
    const world = new FakeAws();
    for (let minute = 0; minute < 10; minute++) {
      world.global = globalOf(minute % 3 === 2 ? PRIMARY_ARN : DR_ARN);
      await world.minutes(1);
    }
    expect(world.metric).toBe(false);
  });

  test('is not routed to primary while the primary Region cannot say who writes', async () => {
    const world = await lost();
    await world.minutes(5);
    world.global = globalOf(PRIMARY_ARN);
    world.serves = true;
    await world.minutes(10);
    expect(world.metric).toBe(true);
    expect(world.journal.traffic).toMatchObject({ engaged: true, settled: true });
  });

  test('is not held in dr anew while the writer is on its way home, but where that takes longer than a move', async () => {
    const world = await lost();
    await world.minutes(5);
    world.regain();
    world.global = globalOf(DR_ARN);
    world.movesAtOnce = false;
    await world.minutes(1);
    await world.run(order({ operation: 'failback', requestId: 'a' }));
    expect(world.journal.incident).toMatchObject({ kind: 'failback', phase: 'promoting' });
    world.calls = [];
    // One that had to wait for the order's run: the minute is that in which it was given.
    await world.run();
    expect(world.mutations).toEqual(['putTrafficEngaged true']);
    world.calls = [];
    await world.minutes(1);
    expect(world.mutations).toEqual([]);
    await world.minutes(2);
    expect(world.mutations).toEqual(Array(2).fill('putTrafficEngaged true'));
    world.calls = [];
    world.global = globalOf(PRIMARY_ARN);
    await world.minutes(1);
    expect(world.mutations.filter((line) => line.startsWith('put'))).toEqual(['putTrafficEngaged false']);
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
