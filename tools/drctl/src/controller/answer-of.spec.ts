import {
  decide,
  EMPTY_JOURNAL,
  parsePolicy,
  type Command,
  type GlobalCluster,
  type Observation,
  type Outcome,
} from '@healthcare-dr/failover-controller';
import { arnOf, NOW, POLICY } from '../__fixtures__/aws';
import { refusalOf, type Order } from './answer-of';

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
function dryRun(command: Command, { held = false, lagMs = 40, serves = true } = {}): Outcome {
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
    lag: known({ lagMs, measuredAt: NOW - 30_000 }),
    peerLag: known({ lagMs, measuredAt: NOW - 30_000 }),
    serves: known(serves),
    peerWitness: known(serves ? 'healthy' : 'unhealthy'),
    ownWitness: known('healthy'),
    egress: known(true),
    journal: known(EMPTY_JOURNAL),
    policy: known(policy),
    hold: known({ held, reason: held ? 'works' : '' }),
  };
  const { action, reason } = decide(observation, EMPTY_JOURNAL, policy, { kind: 'command', command }, site);
  return {
    action: `would ${action.kind}`,
    reason,
    dryRun: true,
    healthy: true,
    steps: [],
    failures: [],
    trafficWritten: undefined,
    status: undefined,
    journal: EMPTY_JOURNAL,
  };
}

const SWITCHOVER: Order = { operation: 'switchover', requestId: '1', requestedBy: 'me', dryRun: true };
const FAILBACK: Order = { ...SWITCHOVER, operation: 'failback' };
const FAILOVER: Order = { ...SWITCHOVER, operation: 'failover', acceptDataLoss: false };

describe("what the controller's own words mean", () => {
  it('a switchover that it would begin', () => {
    expect(refusalOf(dryRun(SWITCHOVER))).toBeUndefined();
  });

  it('a failover that it would begin to confirm', () => {
    expect(refusalOf(dryRun(FAILOVER, { serves: false }))).toBeUndefined();
  });

  it('a switchover with too much lag', () => {
    expect(refusalOf(dryRun(SWITCHOVER, { lagMs: 20_000 }))).toMatch(
      /^switchover refused: the replication lag/,
    );
  });

  it('a switchover while the hold is on', () => {
    expect(refusalOf(dryRun(SWITCHOVER, { held: true }))).toMatch(/hold is on|^held: /);
  });

  it('a failback while the primary writes', () => {
    expect(refusalOf(dryRun(FAILBACK))).toMatch(/^failback refused: already writer/);
  });

  it('a failover by a single signal', () => {
    expect(refusalOf(dryRun(FAILOVER))).toMatch(/^failover refused: only 0 of 3 signals/);
  });
});
