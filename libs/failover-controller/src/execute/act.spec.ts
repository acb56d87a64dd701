import { act } from './act';
import type { Action } from '../decide/decision';
import { CALL_BOUND_MS } from '../domain/limits';
import type { WithheldReason } from '../domain/protocol';
import { DR_ARN, globalOf, NOON, PRIMARY_ARN, FakeAws } from '../__fixtures__/world';

const FAILOVER: Action = { kind: 'failover', targetClusterArn: DR_ARN, despiteOperation: false };
const ENGAGE: Action = { kind: 'traffic', engaged: true, writerClusterArn: DR_ARN };
const RELEASE: Action = { kind: 'traffic', engaged: false, writerClusterArn: PRIMARY_ARN };
const TASKS: Action = { kind: 'tasks', minTasks: 4, lowers: false };
const ACU: Action = { kind: 'acu', clusterArn: DR_ARN, minAcu: 8, lowers: false };

const FAR = NOON + 600_000;

const doing = (world: FakeAws, action: Action, expiresAt = FAR, deadline = FAR) =>
  act(action, {
    site: world.site,
    ports: world.ports,
    lease: { owner: 'run-1', epoch: 1, expiresAt },
    deadline,
  });

const withheld = (code: WithheldReason['code']) => ({
  kind: 'withheld',
  reason: expect.objectContaining({ code }) as WithheldReason,
});

test('looks at the global cluster, then at the hold, then calls', async () => {
  const world = new FakeAws();
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
    { kind: 'snapshot', pending: { incidentId: 'failover-1', clusterArn: PRIMARY_ARN, since: NOON } },
  ],
])('%s', (_, action) => {
  test('is made', async () => {
    const world = new FakeAws();
    expect(await doing(world, action)).toEqual({ kind: 'done' });
    expect(world.mutations).toHaveLength(1);
  });

  test.each<[string, (world: FakeAws) => Promise<unknown>, WithheldReason['code']]>([
    [
      'the controller is paused',
      (world) => ((world.hold = '{"held":true,"reason":"why"}'), doing(world, action)),
      'controller-paused',
    ],
    [
      'the hold cannot be read',
      (world) => (world.break(/^readHold/, 'timeout'), doing(world, action)),
      'hold-unreadable',
    ],
    ['the hold makes no sense', (world) => ((world.hold = 'no'), doing(world, action)), 'hold-unreadable'],
    [
      'the lease ends before the call may',
      (world) => doing(world, action, NOON + CALL_BOUND_MS - 1),
      'lease-ending',
    ],
    [
      'the invocation ends before the call may',
      (world) => doing(world, action, FAR, NOON + CALL_BOUND_MS - 1),
      'invocation-ending',
    ],
  ])('is withheld when %s', async (_name, run, code) => {
    const world = new FakeAws();
    expect(await run(world)).toEqual(withheld(code));
    expect(world.mutations).toEqual([]);
  });

  test('is made when lease and invocation just outlast it', async () => {
    const world = new FakeAws();
    const end = NOON + CALL_BOUND_MS;
    expect(await doing(world, action, end, end)).toEqual({ kind: 'done' });
  });

  test.each(['timeout', 'denied', 'throttled'] as const)('tells what failed (%s)', async (kind) => {
    const world = new FakeAws();
    world.before = (line) => {
      if (world.mutations.at(-1) === line) world.calls.push('reached');
    };
    world.break(/^(failover|switchover|putTraffic|raise|setMinimum|copy)/, kind);
    expect(await doing(world, action)).toMatchObject({ kind: 'failed', failure: { kind } });
    expect(world.calls).toContain('reached');
  });
});

test.each<[string, Action, Partial<FakeAws>, WithheldReason['code']]>([
  ['a failover to who writes', FAILOVER, { global: globalOf(DR_ARN) }, 'already-writer'],
  ['a failover to no member', FAILOVER, { global: globalOf(PRIMARY_ARN, { members: [] }) }, 'not-a-member'],
  ['a failover without a global cluster', FAILOVER, { global: undefined }, 'not-a-member'],
  ['traffic to dr while it reads only', ENGAGE, { global: globalOf(PRIMARY_ARN) }, 'writer-not-confirmed'],
  [
    'traffic home while the operation that moved the writer runs',
    RELEASE,
    {
      global: globalOf(PRIMARY_ARN, {
        operation: {
          status: 'switching-over',
          fromClusterArn: undefined,
          toClusterArn: PRIMARY_ARN,
          dataLossAllowed: false,
        },
      }),
    },
    'writer-not-confirmed',
  ],
  ['traffic home while dr writes', RELEASE, { global: globalOf(DR_ARN) }, 'writer-not-confirmed'],
  [
    'traffic home that the primary cannot confirm',
    RELEASE,
    { peerIsDark: true },
    'global-cluster-not-visible',
  ],
])('withholds %s', async (_, action, patch, code) => {
  const world = Object.assign(new FakeAws(), patch);
  expect(await doing(world, action)).toEqual(withheld(code));
  expect(world.mutations).toEqual([]);
});

test('traffic to dr asks nothing of the primary Region', async () => {
  const world = Object.assign(new FakeAws(), { global: globalOf(DR_ARN), peerIsDark: true });
  expect(await doing(world, ENGAGE)).toEqual({ kind: 'done' });
  expect(world.calls).toEqual(['describeGlobalCluster @own', 'readHold', 'putTrafficEngaged true']);
});

test('a switchover is called where the writer is', async () => {
  const world = new FakeAws();
  await doing(world, { kind: 'switchover', endpoint: 'peer', targetClusterArn: DR_ARN });
  await doing(world, { kind: 'switchover', endpoint: 'own', targetClusterArn: PRIMARY_ARN });
  expect(world.mutations).toEqual([
    `switchover healthcare-global-dev ${DR_ARN} @peer`,
    `switchover healthcare-global-dev ${PRIMARY_ARN} @own`,
  ]);
});
