import {
  decideGiven,
  DR_WRITES,
  FAILBACK,
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
  test.each<[string, Given, string, string | undefined, RegExp]>([
    ['asked for, nothing seen yet', { incident: SWITCHOVER }, 'none', undefined, /may still show/],
    [
      'AWS is at it',
      { seen: { global: known(running(PRIMARY_ARN, 'switching-over')) }, incident: SWITCHOVER },
      'record',
      'promoting',
      /"switching-over"/,
    ],
    [
      'the writer has moved',
      { seen: DR_WRITES, incident: SWITCHOVER },
      'record',
      'engaging',
      /writes and no operation runs/,
    ],
    ['the writer is home', { incident: FAILBACK }, 'record', 'releasing', /writes and no operation runs/],
    [
      'nothing seen for long',
      { incident: { ...SWITCHOVER, requestedAt: NOON - 120_000 } },
      'switchover',
      'promoting',
      /nothing was seen/,
    ],
    [
      'nothing seen, however often',
      { incident: { ...SWITCHOVER, requestedAt: NOON - 120_000, attempts: MAX_PLANNED_ATTEMPTS } },
      'record',
      'closed',
      /asked for 3 times/,
    ],
    [
      'it ended, and nothing moved',
      { incident: { ...SWITCHOVER, requestedAt: NOON - 300_000, operationSeenAt: NOON - 120_000 } },
      'record',
      'closed',
      /the operation ended/,
    ],
    [
      'the primary is lost meanwhile, and it stays planned',
      {
        seen: LOST,
        incident: {
          ...SWITCHOVER,
          requestedAt: NOON - 120_000,
          quorumSince: NOON - 120_000,
          quorumObservations: 9,
        },
      },
      'record',
      'closed',
      /a Region was lost/,
    ],
    [
      'the hold came on',
      {
        seen: HELD,
        incident: { ...SWITCHOVER, requestedAt: NOON - 120_000 },
        journal: { holdReported: true },
      },
      'record',
      'closed',
      /the hold came on/,
    ],
    [
      'stuck',
      {
        seen: { global: known(running(PRIMARY_ARN, 'switching-over')) },
        incident: { ...SWITCHOVER, startedAt: NOON - 900_000 },
      },
      'record',
      'promoting',
      /the switchover has not ended/,
    ],
  ])('%s', (_, given, action, phase, reason) => {
    const decision = decideGiven(given);
    expect([decision.action.kind, phaseOf(decision)]).toEqual([action, phase]);
    expect(decision.reason).toMatch(reason);
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

  test.each<[string, 'switchover' | 'failback', Given, RegExp]>([
    ['the target writes already', 'switchover', { seen: DR_WRITES }, /already writer/],
    ['the target of the way back writes already', 'failback', { seen: { peerLag } }, /already writer/],
    ['an incident is open', 'switchover', { incident: {} }, /the failover .* is open/],
    [
      'an operation runs',
      'switchover',
      { seen: { global: known(running(PRIMARY_ARN)) } },
      /an operation runs/,
    ],
    [
      'the target is no member',
      'switchover',
      { seen: { global: known(globalOf(PRIMARY_ARN, { members: [] })) } },
      /no member/,
    ],
    [
      'the other Region cannot be seen',
      'switchover',
      { seen: { peerCluster: unknown('timeout') } },
      /eu-west-2 cannot be seen/,
    ],
    [
      'the own cluster cannot be seen',
      'switchover',
      { seen: { ownCluster: unknown('timeout') } },
      /eu-west-1 cannot be seen/,
    ],
    [
      'the source is not available',
      'switchover',
      { seen: { peerCluster: known(clusterOf(PRIMARY_ARN, { status: 'modifying' })) } },
      /is modifying, not available/,
    ],
    [
      'the target is not available',
      'switchover',
      { seen: { ownCluster: known(clusterOf(DR_ARN, { status: 'stopped' })) } },
      /is stopped, not available/,
    ],
    [
      'the versions differ',
      'switchover',
      { seen: { ownCluster: known(clusterOf(DR_ARN, { engineVersion: '15.12' })) } },
      /versions differ: 15.12 and 15.10/,
    ],
    [
      'the target has no instance',
      'switchover',
      { seen: { ownCluster: known(clusterOf(DR_ARN, { availableInstances: 0 })) } },
      /has no instance/,
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
      /has no instance/,
    ],
    [
      'the target is not connected',
      'switchover',
      { seen: { global: known(disconnected) } },
      /pending-resync, not connected/,
    ],
    [
      'the lag is high',
      'switchover',
      { seen: { lag: known({ lagMs: 5_001, measuredAt: NOON }) } },
      /5001 ms, and 5000 ms are allowed/,
    ],
    ['the lag is unknown', 'switchover', { seen: { lag: unknown('throttled') } }, /lag is unknown/],
    ['the lag was never measured', 'switchover', { seen: { lag: known(undefined) } }, /lag is unknown/],
    [
      'the lag is old',
      'switchover',
      { seen: { lag: known({ lagMs: 1, measuredAt: NOON - 300_001 }) } },
      /too old/,
    ],
    [
      "the way back asks for the primary's lag",
      'failback',
      { seen: { ...DR_WRITES, peerLag: known(undefined) } },
      /lag is unknown/,
    ],
    ['it is held', 'switchover', { seen: HELD }, /the hold is on: maintenance/],
    [
      "it is the primary's controller",
      'switchover',
      { site: PRIMARY_SITE },
      /controller's in eu-west-1: ask there/,
    ],
  ])('is refused when %s', (_, operation, given, reason) => {
    const decision = decideGiven({ ...given, trigger: order({ operation }) });
    expect(decision.action.kind).toBe('record');
    expect(decision.reason).toMatch(reason);
    expect(decision.intent?.journal.handledRequests).toEqual(['r1']);
    expect(decision.intent?.journal.incident?.kind).not.toBe(operation);
  });
});
