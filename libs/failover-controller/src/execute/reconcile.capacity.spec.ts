import {
  DR_ARN,
  FakeAws,
  globalOf,
  MINUTE,
  order,
  POLICY,
  PRIMARY_ARN,
  PRIMARY_SITE,
} from '../__fixtures__/world';

/** Raised by policy to four tasks and 8 ACU; the primary runs seven tasks, and dr's minima are two and one. */
async function quiet(): Promise<FakeAws> {
  const world = new FakeAws();
  world.peerTasks = 7;
  world.clusters[DR_ARN] = { ...world.clusters[DR_ARN], minAcu: 1 } as NonNullable<
    (typeof world.clusters)[string]
  >;
  await world.minutes(2);
  return world;
}

const capacityCalls = (world: FakeAws): string[] =>
  world.mutations.filter((line) => /MinimumTasks|setMinimumCapacity/.test(line));

async function failedOver(world: FakeAws): Promise<FakeAws> {
  world.lose();
  await world.minutes(8);
  expect(world.journal.incident).toMatchObject({ phase: 'closed', result: 'succeeded' });
  return world;
}

/** The primary is back, and an operator moves the writer home. */
async function failedBack(world: FakeAws): Promise<void> {
  world.regain();
  world.global = globalOf(DR_ARN);
  await world.minutes(2);
  await world.run(order({ operation: 'failback', requestId: 'back' }));
  await world.minutes(4);
  expect(world.global?.members.find(({ isWriter }) => isWriter)?.clusterArn).toBe(PRIMARY_ARN);
}

describe('the capacity', () => {
  test('of the primary is known before it is lost, and asked for now and then', async () => {
    const world = await quiet();
    expect(world.journal.capacity).toMatchObject({ peerTasks: 7, minTasks: 2, minAcu: 1 });
    world.calls = [];
    await world.minutes(25);
    expect(world.calls.filter((line) => line === 'runningTasks @peer')).toHaveLength(2);
  });

  test('is carried to dr at the promotion: as many tasks as the primary ran, and the ACU of the policy', async () => {
    const world = await failedOver(await quiet());
    expect(capacityCalls(world)).toEqual(['raiseMinimumTasks 7', `setMinimumCapacity ${DR_ARN} 8 @own`]);
    expect(world.journal.raised).toEqual({ minTasks: 2, minAcu: 1 });
  });

  test('is what the policy names where that is more, and where nothing is known of the primary', async () => {
    const known = await quiet();
    known.policy = JSON.stringify({ ...POLICY, capacity: { minTasks: 9 } });
    expect(capacityCalls(await failedOver(known))).toEqual(['raiseMinimumTasks 9']);
    const unknown = new FakeAws();
    await unknown.minutes(2);
    expect(capacityCalls(await failedOver(unknown))[0]).toBe('raiseMinimumTasks 4');
  });

  test('is known although the policy cannot be read just then', async () => {
    const world = new FakeAws();
    world.peerTasks = 7;
    const { policy } = world;
    world.policy = '{';
    await world.minutes(2);
    expect(world.journal.capacity).toMatchObject({ peerTasks: 7, minTasks: 2 });
    expect(world.calls.filter((line) => line === 'runningTasks @peer')).toHaveLength(1);
    world.policy = policy;
    expect(capacityCalls(await failedOver(world))[0]).toBe('raiseMinimumTasks 7');
  });

  test('stays known where the primary is lost while it is asked', async () => {
    const world = await quiet();
    world.peerTasks = undefined;
    await world.minutes(12);
    expect(world.journal.capacity).toMatchObject({ peerTasks: 7, minTasks: 2, minAcu: 1 });
    expect(capacityCalls(await failedOver(world))[0]).toBe('raiseMinimumTasks 7');
  });

  test('is what it was again after the failback', async () => {
    const world = await failedOver(await quiet());
    await failedBack(world);
    expect(capacityCalls(world).slice(2)).toEqual([
      'lowerMinimumTasks 2',
      `setMinimumCapacity ${DR_ARN} 1 @own`,
    ]);
    expect(world.minTasks).toBe(2);
    expect(world.journal.raised).toBeUndefined();
    expect(world.history.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['tasks-restored', 'capacity-restored']),
    );
  });

  test('stays raised while dr writes', async () => {
    const world = await failedOver(await quiet());
    world.regain();
    world.global = globalOf(DR_ARN);
    await world.minutes(60);
    expect(world.minTasks).toBe(7);
  });

  test.each(['raiseMinimumTasks', 'setMinimumCapacity'])(
    'returns to what stood before although the run was killed right after %s',
    async (call) => {
      const world = await quiet();
      let killed = false;
      world.after = (line) => {
        if (killed || !line.startsWith(call)) return;
        killed = true;
        throw new Error('killed');
      };
      world.lose();
      await world.minutes(4);
      world.now += MINUTE;
      await world.minutes(4);
      expect(killed).toBe(true);
      expect(world.journal.raised).toEqual({ minTasks: 2, minAcu: 1 });
      await failedBack(world);
      expect(world.minTasks).toBe(2);
      expect(capacityCalls(world).at(-1)).toBe(`setMinimumCapacity ${DR_ARN} 1 @own`);
    },
  );

  test.each(['denied', 'invalid'] as const)(
    'that cannot be raised (%s) is reported, and keeps nothing from ending',
    async (kind) => {
      const world = await quiet();
      world.break(/^raiseMinimumTasks/, kind);
      await failedOver(world);
      expect(world.events).toContain('tasks-raise-failed');
      expect(world.metric).toBe(true);
    },
  );

  test('that cannot be lowered is reported once, and tried until it can', async () => {
    const world = await failedOver(await quiet());
    const { before } = world;
    world.break(/^lowerMinimumTasks/, 'throttled');
    await failedBack(world);
    await world.minutes(20);
    expect(world.events.filter((event) => event === 'tasks-restore-failed')).toHaveLength(1);
    world.before = before;
    await world.minutes(1);
    expect(world.minTasks).toBe(2);
  });

  test('of dr is asked for before it is raised, where the primary was lost before anything was known of it', async () => {
    const world = await quiet();
    world.journal = { ...world.journal, capacity: undefined };
    world.lose();
    world.calls = [];
    await world.minutes(8);
    expect(world.calls).not.toContain('runningTasks @peer');
    expect(world.calls.filter((line) => line === 'minimumTasks')).toHaveLength(1);
    expect(capacityCalls(world)).toEqual(['raiseMinimumTasks 4', `setMinimumCapacity ${DR_ARN} 8 @own`]);
    expect(world.journal.raised).toEqual({ minTasks: 2, minAcu: 1 });
    await failedBack(world);
    expect(world.minTasks).toBe(2);
    expect(capacityCalls(world).at(-1)).toBe(`setMinimumCapacity ${DR_ARN} 1 @own`);
  });

  test('of which nothing can be known is raised all the same, and what nobody knows is not restored', async () => {
    const world = await quiet();
    world.journal = { ...world.journal, capacity: undefined };
    world.break(/^minimumTasks/, 'denied');
    await failedOver(world);
    expect(world.minTasks).toBe(4);
    expect(world.journal.raised).toEqual({ minTasks: undefined, minAcu: 1 });
    await failedBack(world);
    await world.minutes(2);
    expect(capacityCalls(world).filter((line) => line.startsWith('lower'))).toEqual([]);
  });

  test('of a primary that is not well is not lowered, and that of dr is known all the same', async () => {
    const world = await quiet();
    world.peerTasks = 1;
    world.witness.primary = 'unhealthy';
    await world.minutes(12);
    expect(world.journal.capacity).toMatchObject({ peerTasks: 7, minTasks: 2 });
    world.witness.primary = 'healthy';
    await world.minutes(12);
    expect(world.journal.capacity).toMatchObject({ peerTasks: 1, minTasks: 2 });
  });

  test('of a primary that does not answer is not asked for', async () => {
    const world = new FakeAws();
    world.peerIsDark = true;
    await world.minutes(3);
    expect(world.journal.capacity).toBeUndefined();
    expect(world.calls).not.toContain('runningTasks @peer');
  });

  test('of dr is not carried to the primary: without a minimum in the policy nothing is raised there that a plan would lower', async () => {
    const world = new FakeAws(PRIMARY_SITE);
    world.policy = JSON.stringify({ ...POLICY, capacity: {} });
    world.global = globalOf(DR_ARN);
    await world.minutes(12);
    expect(world.journal.capacity).toBeUndefined();
    world.loseSilently();
    await world.minutes(2);
    await world.run(order({ operation: 'failover', acceptDataLoss: true, overrideReason: 'dr is lost' }));
    await world.minutes(4);
    expect(world.journal.incident).toMatchObject({ phase: 'closed', result: 'succeeded' });
    expect(capacityCalls(world)).toEqual([]);
  });
});
