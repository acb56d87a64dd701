import { act } from './act';
import type { Action } from '../decide/decision';
import { CALL_BOUND_MS } from '../domain/limits';
import { DR_ARN, globalOf, NOON, PRIMARY_ARN, World } from '../__fixtures__/world';

const FAILOVER: Action = { kind: 'failover', targetClusterArn: DR_ARN };
const ENGAGE: Action = { kind: 'traffic', engaged: true, writerClusterArn: DR_ARN };
const RELEASE: Action = { kind: 'traffic', engaged: false, writerClusterArn: PRIMARY_ARN };
const TASKS: Action = { kind: 'tasks', minTasks: 4 };
const ACU: Action = { kind: 'acu', clusterArn: DR_ARN, minAcu: 8 };

const FAR = NOON + 600_000;

const doing = (world: World, action: Action, expiresAt = FAR, deadline = FAR) =>
  act(action, {
    site: world.site,
    ports: world.ports,
    lease: { owner: 'run-1', epoch: 1, expiresAt },
    deadline,
  });

const withheld = (reason: RegExp) => ({ kind: 'withheld', reason: expect.stringMatching(reason) as string });

test('looks at the global cluster, then at the hold, then calls', async () => {
  const world = new World();
  expect(await doing(world, FAILOVER)).toEqual({ kind: 'done' });
  expect(world.calls).toEqual([
    'describeGlobalCluster @own',
    'readHold',
    `failover healthcare-global-dev ${DR_ARN} @own`,
  ]);
});

describe.each<[string, Action]>([
  ['failover', FAILOVER],
  ['switchover', { kind: 'switchover', endpoint: 'peer', targetClusterArn: DR_ARN }],
  ['traffic', RELEASE],
  ['tasks', TASKS],
  ['acu', ACU],
  [
    'snapshot',
    { kind: 'snapshot', duty: { incidentId: 'failover-1', clusterArn: PRIMARY_ARN, since: NOON } },
  ],
])('%s', (_, action) => {
  test('is made', async () => {
    const world = new World();
    expect(await doing(world, action)).toEqual({ kind: 'done' });
    expect(world.mutations).toHaveLength(1);
  });

  test.each<[string, (world: World) => Promise<unknown>, RegExp]>([
    [
      'the hold is on',
      (world) => ((world.hold = '{"held":true,"reason":"why"}'), doing(world, action)),
      /the hold is on: why/,
    ],
    [
      'the hold cannot be read',
      (world) => (world.break(/^readHold/, 'timeout'), doing(world, action)),
      /hold switch cannot be read/,
    ],
    [
      'the hold makes no sense',
      (world) => ((world.hold = 'no'), doing(world, action)),
      /hold switch cannot be read/,
    ],
    [
      'the lease ends before the call may',
      (world) => doing(world, action, NOON + CALL_BOUND_MS - 1),
      /the lease ends too soon/,
    ],
    [
      'the invocation ends before the call may',
      (world) => doing(world, action, FAR, NOON + CALL_BOUND_MS - 1),
      /the invocation ends too soon/,
    ],
  ])('is withheld when %s', async (_name, run, reason) => {
    const world = new World();
    expect(await run(world)).toEqual(withheld(reason));
    expect(world.mutations).toEqual([]);
  });

  test('is made when lease and invocation just outlast it', async () => {
    const world = new World();
    const end = NOON + CALL_BOUND_MS;
    expect(await doing(world, action, end, end)).toEqual({ kind: 'done' });
  });

  test.each(['timeout', 'denied', 'throttled'] as const)('tells what failed (%s)', async (kind) => {
    const world = new World();
    world.before = (line) => {
      if (world.mutations.at(-1) === line) world.calls.push('reached');
    };
    world.break(/^(failover|switchover|putTraffic|raise|setMinimum|copy)/, kind);
    expect(await doing(world, action)).toMatchObject({ kind: 'failed', failure: { kind } });
    expect(world.calls).toContain('reached');
  });
});

test.each<[string, Action, Partial<World>, RegExp]>([
  ['a failover to who writes', FAILOVER, { global: globalOf(DR_ARN) }, /already writer/],
  ['a failover to no member', FAILOVER, { global: globalOf(PRIMARY_ARN, { members: [] }) }, /no member/],
  ['a failover without a global cluster', FAILOVER, { global: undefined }, /no member/],
  ['traffic to dr while it reads only', ENGAGE, { global: globalOf(PRIMARY_ARN) }, /does not write/],
  ['traffic home while dr writes', RELEASE, { global: globalOf(DR_ARN) }, /does not write/],
  ['traffic home that the primary cannot confirm', RELEASE, { peerIsDark: true }, /cannot be seen/],
])('withholds %s', async (_, action, patch, reason) => {
  const world = Object.assign(new World(), patch);
  expect(await doing(world, action)).toEqual(withheld(reason));
  expect(world.mutations).toEqual([]);
});

test('traffic to dr asks nothing of the primary Region', async () => {
  const world = Object.assign(new World(), { global: globalOf(DR_ARN), peerIsDark: true });
  expect(await doing(world, ENGAGE)).toEqual({ kind: 'done' });
  expect(world.calls).toEqual(['describeGlobalCluster @own', 'readHold', 'putTrafficEngaged true']);
});

test('a switchover is called where the writer is', async () => {
  const world = new World();
  await doing(world, { kind: 'switchover', endpoint: 'peer', targetClusterArn: DR_ARN });
  await doing(world, { kind: 'switchover', endpoint: 'own', targetClusterArn: PRIMARY_ARN });
  expect(world.mutations).toEqual([
    `switchover healthcare-global-dev ${DR_ARN} @peer`,
    `switchover healthcare-global-dev ${PRIMARY_ARN} @own`,
  ]);
});
