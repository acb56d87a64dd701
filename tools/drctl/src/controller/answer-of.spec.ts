import {
  decide,
  EMPTY_JOURNAL,
  parsePolicy,
  type Command,
  type GlobalCluster,
  type Observation,
  formatDisposition,
  PROTOCOL_VERSION,
  readReply,
  type Outcome,
  type Reply,
} from '@healthcare-dr/failover-controller';
import { arnOf, NOW, POLICY } from '../__fixtures__/aws';
import { openIncident } from '../__fixtures__/incident';
import { receptionOf, refusalOf, type Order } from './answer-of';

const known = <T>(value: T) => ({ known: true, value }) as const;
const member = (role: 'primary' | 'dr') => ({
  clusterArn: arnOf(role),
  status: 'available',
  engineVersion: '15.10',
  availableInstances: 1,
});
const site = {
  environment: 'dev',
  role: 'dr',
  region: 'eu-west-1',
  peerRegion: 'eu-west-2',
  globalClusterId: 'healthcare-global-dev',
  ownClusterArn: arnOf('dr'),
  peerClusterArn: arnOf('primary'),
} as const;

/** What the real controller would answer to a dry run. */
function dryRun(command: Command, { held = false, lagMs = 40, serves = true } = {}): Reply {
  const global: GlobalCluster = {
    status: 'available',
    operation: undefined,
    members: (['primary', 'dr'] as const).map((role) => ({
      clusterArn: arnOf(role),
      isWriter: role === 'primary',
      synchronizationStatus: role === 'primary' ? undefined : 'connected',
    })),
  };
  const policy = parsePolicy(JSON.stringify(POLICY));
  const observation: Observation = {
    at: NOW,
    global: known(global),
    ownCluster: known(member('dr')),
    peerCluster: serves
      ? known(member('primary'))
      : { known: false, failure: { operation: 'rds:DescribeDBClusters', kind: 'timeout', message: 'dark' } },
    replicated: undefined,
    // Of a Region that is lost nothing has arrived for long.
    lag: known({ lagMs, measuredAt: serves ? NOW - 30_000 : NOW - 400_000 }),
    peerLag: known({ lagMs, measuredAt: NOW - 30_000 }),
    peerEngaged: undefined,
    capacity: undefined,
    serves: known(serves),
    peerWitness: known(serves ? 'healthy' : 'unhealthy'),
    ownWitness: known('healthy'),
    egress: known(true),
    journal: known(EMPTY_JOURNAL),
    policy: known(policy),
    hold: known({ held, reason: held ? 'works' : '' }),
  };
  const { action, disposition, reason } = decide(
    observation,
    EMPTY_JOURNAL,
    policy,
    { kind: 'command', command },
    site,
  );
  const outcome: Outcome = {
    protocolVersion: PROTOCOL_VERSION,
    action: action.kind,
    disposition,
    reason,
    message: formatDisposition(disposition, reason),
    dryRun: true,
    healthy: true,
    steps: [],
    failures: [],
    trafficWritten: undefined,
    status: undefined,
    journal: EMPTY_JOURNAL,
  };
  return readReply(JSON.stringify(outcome));
}

const SWITCHOVER: Order = { operation: 'switchover', requestId: '1', requestedBy: 'me', dryRun: true };
const FAILBACK: Order = { ...SWITCHOVER, operation: 'failback' };
const FAILOVER: Order = { ...SWITCHOVER, operation: 'failover', acceptDataLoss: false };

/** What becomes of a dry run: what `drctl` takes for a refusal, and its code. */
const refused = (reply: Reply) => [refusalOf(reply) !== undefined, reply.disposition, reply.reason?.code];

describe('the answer to a dry run', () => {
  it.each([
    ['a switchover that would begin', dryRun(SWITCHOVER), [false, 'accepted', 'requested']],
    [
      'a failover that would begin to be confirmed',
      dryRun(FAILOVER, { serves: false }),
      [false, 'accepted', 'region-lost'],
    ],
    [
      'a switchover with too much lag',
      dryRun(SWITCHOVER, { lagMs: 20_000 }),
      [true, 'refused', 'lag-beyond-bound'],
    ],
    [
      'a switchover while the controller is paused',
      dryRun(SWITCHOVER, { held: true }),
      [true, 'refused', 'controller-paused'],
    ],
    ['a failback while the primary writes', dryRun(FAILBACK), [true, 'refused', 'already-writer']],
    ['a failover against the evidence', dryRun(FAILOVER), [true, 'refused', 'override-required']],
  ] as const)('%s', (_, reply, expected) => {
    expect(refused(reply)).toEqual(expected);
  });

  it('of a controller that cannot decide is a refusal', () => {
    expect(refusalOf({ ...dryRun(SWITCHOVER), disposition: 'failed', healthy: false })).toBeDefined();
  });

  it('that would do nothing is a refusal', () => {
    expect(refusalOf({ ...dryRun(SWITCHOVER), disposition: 'duplicate' })).toBeDefined();
  });
});

describe('the answer to an order', () => {
  const order = { ...SWITCHOVER, dryRun: false } as const;
  const incident = openIncident('switchover', 'promoting', { requestId: '1' });
  const reply = { ...dryRun(order), journal: { ...EMPTY_JOURNAL, incident } };

  it('is accepted where the journal holds its incident', () => {
    expect(receptionOf(order, reply)).toEqual({ kind: 'accepted', incident });
    expect(receptionOf(order, { ...reply, disposition: 'duplicate' })).toMatchObject({ kind: 'accepted' });
  });

  it.each([
    ['refused', 'refused'],
    ['ignored', 'refused'],
    ['duplicate', 'refused'],
    ['unconfirmed', 'unclear'],
  ] as const)('%s without its incident is %s', (disposition, kind) => {
    expect(receptionOf(order, { ...reply, disposition, journal: undefined })).toMatchObject({ kind });
  });

  it('is unclear from a controller that is degraded', () => {
    const degraded = { ...reply, healthy: false, disposition: 'failed', journal: undefined } as const;
    expect(receptionOf(order, degraded)).toMatchObject({ kind: 'unclear' });
  });
});
