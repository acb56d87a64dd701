import {
  decideGiven,
  DR_WRITES,
  FAILBACK,
  type ExpectedReason,
  type Given,
  HELD,
  phaseOf,
  running,
  SWITCHOVER,
} from '../__fixtures__/decide-given';
import { MAX_PLANNED_ATTEMPTS } from '../domain/limits';
import {
  clusterOf,
  DR_ARN,
  globalOf,
  known,
  LOST,
  NOON,
  order,
  PRIMARY_ARN,
  PRIMARY_SITE,
  unknown,
} from '../__fixtures__/world';

describe('a planned operation', () => {
  test.each<[string, Given, string, string | undefined, ExpectedReason]>([
    ['asked for, nothing seen yet', { incident: SWITCHOVER }, 'none', undefined, { code: 'effect-pending' }],
    [
      'AWS is at it',
      { seen: { global: known(running(PRIMARY_ARN, 'switching-over')) }, incident: SWITCHOVER },
      'record',
      'promoting',
      { code: 'operation-observed', status: 'switching-over' },
    ],
    [
      'the writer has moved',
      { seen: DR_WRITES, incident: SWITCHOVER },
      'record',
      'routing-to-dr',
      { code: 'target-writes' },
    ],
    ['the writer is home', { incident: FAILBACK }, 'record', 'routing-to-primary', { code: 'target-writes' }],
    [
      'nothing seen for long',
      { incident: { ...SWITCHOVER, requestedAt: NOON - 120_000 } },
      'switchover',
      'promoting',
      { code: 'operation-not-seen' },
    ],
    [
      'nothing seen, however often',
      { incident: { ...SWITCHOVER, requestedAt: NOON - 120_000, attempts: MAX_PLANNED_ATTEMPTS } },
      'record',
      'closed',
      { code: 'operation-never-seen', attempts: 3 },
    ],
    [
      'it ended, and nothing moved',
      { incident: { ...SWITCHOVER, requestedAt: NOON - 300_000, operationSeenAt: NOON - 120_000 } },
      'record',
      'closed',
      { code: 'operation-ended-without-move' },
    ],
    [
      'the primary is lost meanwhile, and it stays planned',
      {
        seen: LOST,
        incident: {
          ...SWITCHOVER,
          requestedAt: NOON - 120_000,
        },
      },
      'record',
      'closed',
      { code: 'region-lost-before-operation' },
    ],
    [
      'the controller was paused',
      {
        seen: HELD,
        incident: { ...SWITCHOVER, requestedAt: NOON - 120_000 },
        journal: { holdReported: true },
      },
      'record',
      'closed',
      { code: 'paused-before-operation' },
    ],
    [
      'stuck',
      {
        seen: { global: known(running(PRIMARY_ARN, 'switching-over')) },
        incident: { ...SWITCHOVER, startedAt: NOON - 900_000, deadlineAt: NOON },
      },
      'record',
      'promoting',
      { code: 'deadline-exceeded', kind: 'switchover' },
    ],
  ])('%s', (_, given, action, phase, reason) => {
    const decision = decideGiven(given);
    expect([decision.action.kind, phaseOf(decision)]).toEqual([action, phase]);
    expect(decision.reason).toMatchObject(reason);
  });

  test.each<[string, Given, string, string]>([
    ['switchover', {}, 'peer', DR_ARN],
    [
      'failback',
      { seen: { ...DR_WRITES, peerLag: known({ lagMs: 10, measuredAt: NOON }) } },
      'own',
      PRIMARY_ARN,
    ],
  ])('%s is asked for in the Region that writes', (operation, given, endpoint, targetClusterArn) => {
    const decision = decideGiven({
      ...given,
      trigger: order({ operation: operation as 'switchover' | 'failback' }),
    });
    expect(decision.action).toEqual({ kind: 'switchover', endpoint, targetClusterArn });
    expect(decision.intent?.journal).toMatchObject({
      handledRequests: ['r1'],
      incident: { kind: operation, phase: 'promoting', attempts: 1, requestedBy: 'ann' },
    });
  });

  const peerLag = known({ lagMs: 10, measuredAt: NOON });
  const disconnected = globalOf(PRIMARY_ARN, {
    members: globalOf(PRIMARY_ARN).members.map((member) => ({
      ...member,
      synchronizationStatus: 'pending-resync',
    })),
  });

  test.each<[string, 'switchover' | 'failback', Given, ExpectedReason]>([
    ['the target writes already', 'switchover', { seen: DR_WRITES }, { code: 'already-writer' }],
    [
      'the target of the way back writes already',
      'failback',
      { seen: { peerLag } },
      { code: 'already-writer' },
    ],
    ['an incident is open', 'switchover', { incident: {} }, { code: 'incident-open', kind: 'failover' }],
    [
      'an operation runs',
      'switchover',
      { seen: { global: known(running(PRIMARY_ARN)) } },
      { code: 'operation-running' },
    ],
    [
      'the target is no member',
      'switchover',
      { seen: { global: known(globalOf(PRIMARY_ARN, { members: [] })) } },
      { code: 'not-a-member' },
    ],
    [
      'the other Region cannot be seen',
      'switchover',
      { seen: { peerCluster: unknown('timeout') } },
      { code: 'cluster-not-visible', region: 'eu-west-2' },
    ],
    [
      'the own cluster cannot be seen',
      'switchover',
      { seen: { ownCluster: unknown('timeout') } },
      { code: 'cluster-not-visible', region: 'eu-west-1' },
    ],
    [
      'the source is not available',
      'switchover',
      { seen: { peerCluster: known(clusterOf(PRIMARY_ARN, { status: 'modifying' })) } },
      { code: 'cluster-not-available', status: 'modifying' },
    ],
    [
      'the target is not available',
      'switchover',
      { seen: { ownCluster: known(clusterOf(DR_ARN, { status: 'stopped' })) } },
      { code: 'cluster-not-available', status: 'stopped' },
    ],
    [
      'the versions differ',
      'switchover',
      { seen: { ownCluster: known(clusterOf(DR_ARN, { engineVersion: '15.12' })) } },
      { code: 'engine-versions-differ', own: '15.12', peer: '15.10' },
    ],
    [
      'the target has no instance',
      'switchover',
      { seen: { ownCluster: known(clusterOf(DR_ARN, { availableInstances: 0 })) } },
      { code: 'no-instance' },
    ],
    [
      'the target of the way back has no instance',
      'failback',
      {
        seen: {
          ...DR_WRITES,
          peerLag,
          peerCluster: known(clusterOf(PRIMARY_ARN, { availableInstances: 0 })),
        },
      },
      { code: 'no-instance' },
    ],
    [
      'the target is not connected',
      'switchover',
      { seen: { global: known(disconnected) } },
      { code: 'not-connected', status: 'pending-resync' },
    ],
    [
      'the lag is high',
      'switchover',
      { seen: { lag: known({ lagMs: 5_001, measuredAt: NOON }) } },
      { code: 'lag-beyond-bound', lagMs: 5_001, boundMs: 5_000 },
    ],
    ['the lag is unknown', 'switchover', { seen: { lag: unknown('throttled') } }, { code: 'lag-unknown' }],
    [
      'the lag was never measured',
      'switchover',
      { seen: { lag: known(undefined) } },
      { code: 'lag-unknown' },
    ],
    [
      'the lag is old',
      'switchover',
      { seen: { lag: known({ lagMs: 1, measuredAt: NOON - 300_001 }) } },
      { code: 'lag-too-old', ageMs: 300_001, maxAgeMs: 300_000 },
    ],
    [
      "the way back asks for the primary's lag",
      'failback',
      { seen: { ...DR_WRITES, peerLag: known(undefined) } },
      { code: 'lag-unknown' },
    ],
    ['it is paused', 'switchover', { seen: HELD }, { code: 'controller-paused', note: 'maintenance' }],
    [
      "it is the primary's controller",
      'switchover',
      { site: PRIMARY_SITE },
      { code: 'other-controller', region: 'eu-west-1' },
    ],
  ])('is refused when %s', (_, operation, given, reason) => {
    const decision = decideGiven({ ...given, trigger: order({ operation }) });
    expect(decision.action.kind).toBe('record');
    expect(decision.reason).toMatchObject(reason);
    expect(decision.intent?.journal.handledRequests).toEqual(['r1']);
    expect(decision.intent?.journal.incident?.kind).not.toBe(operation);
  });
});
