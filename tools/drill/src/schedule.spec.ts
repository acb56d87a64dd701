import { DependencyFailedError, DependencyScheduler, reversed } from './schedule';

const items = [
  { name: 'networking', dependsOn: ['kms'] },
  { name: 'kms', dependsOn: [] },
  { name: 'compute', dependsOn: ['networking', 'kms'] },
  { name: 'dns', dependsOn: ['elsewhere'] },
];

/** Runs all items at once and notes when each begins and ends. */
async function runAll(scheduler: DependencyScheduler, names: readonly string[], failing?: string) {
  const events: string[] = [];
  const outcomes = await Promise.allSettled(
    names.map((name) =>
      scheduler.run(name, async () => {
        events.push(`begin ${name}`);
        await new Promise(setImmediate);
        if (name === failing) throw new Error(`${name} broke`);
        events.push(`end ${name}`);
      }),
    ),
  );
  return { events, outcomes };
}

describe('DependencyScheduler', () => {
  it('begins nothing before all it depends on has ended', async () => {
    const { events } = await runAll(new DependencyScheduler(items, 4), [
      'compute',
      'networking',
      'kms',
      'dns',
    ]);

    expect(events.indexOf('begin networking')).toBeGreaterThan(events.indexOf('end kms'));
    expect(events.indexOf('begin compute')).toBeGreaterThan(events.indexOf('end networking'));
  });

  it('counts a dependency that is not scheduled as done', async () => {
    const { events } = await runAll(new DependencyScheduler(items, 4), ['dns']);

    expect(events).toEqual(['begin dns', 'end dns']);
  });

  it('runs no more at a time than it may', async () => {
    const free = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, dependsOn: [] }));
    const { events } = await runAll(
      new DependencyScheduler(free, 2),
      free.map(({ name }) => name),
    );

    let running = 0;
    const peak = Math.max(...events.map((event) => (running += event.startsWith('begin') ? 1 : -1)));
    expect(peak).toBe(2);
    expect(events).toHaveLength(10);
  });

  it('does not begin what depends on something that failed, and goes on with the rest', async () => {
    const { events, outcomes } = await runAll(
      new DependencyScheduler(items, 4),
      ['kms', 'networking', 'compute', 'dns'],
      'networking',
    );

    expect(events).not.toContain('begin compute');
    expect(events).toContain('end dns');
    expect(outcomes[2]).toMatchObject({
      status: 'rejected',
      reason: expect.any(DependencyFailedError) as unknown,
    });
  });

  it('refuses items that wait for each other', () => {
    const circle = [
      { name: 'a', dependsOn: ['b'] },
      { name: 'b', dependsOn: ['a'] },
    ];

    expect(() => new DependencyScheduler(circle, 1)).toThrow('a -> b -> a');
  });
});

describe('reversed', () => {
  it('undoes last what was done first', () => {
    const order = Object.fromEntries(reversed(items).map(({ name, dependsOn }) => [name, dependsOn]));

    expect(order).toEqual({ compute: [], networking: ['compute'], kms: ['networking', 'compute'], dns: [] });
  });

  it('tells when an item is done, and refuses what waits for one that failed', async () => {
    const scheduler = new DependencyScheduler(items, 4);
    let told = false;
    const waiting = scheduler.finished('kms', 'a look at kms').then(() => (told = true));
    const refused = scheduler.finished('networking', 'a look at it').catch((error: unknown) => error);
    await new Promise(setImmediate);
    expect(told).toBe(false);

    await runAll(scheduler, ['kms', 'networking'], 'networking');

    await waiting;
    expect(await refused).toEqual(new DependencyFailedError('a look at it', 'networking'));
    await expect(scheduler.finished('other', 'a look')).rejects.toThrow("'other' is not scheduled");
  });
});
