import { decideGiven, DR_WRITES, ENGAGED, type Given, HELD, running } from '../__fixtures__/decide-given';
import { DR_ARN, known, LOST, NOON, PRIMARY_ARN, PRIMARY_SITE, unknown } from '../__fixtures__/world';

describe('without an incident', () => {
  test.each<[string, Given, string, RegExp]>([
    ['all is well', {}, 'none', /nothing is to be done/],
    ['one signal is down', { seen: { serves: known(false) } }, 'none', /nothing is to be done/],
    [
      'a lag alarm and a high lag, which are one signal',
      {
        seen: { lag: known({ lagMs: 3_600_000, measuredAt: NOON }) },
        trigger: { kind: 'alarm', alarmName: 'replication-lag', state: 'ALARM' },
      },
      'none',
      /nothing is to be done/,
    ],
    [
      'one signal is down and two are unknown',
      { seen: { serves: known(false), peerCluster: unknown('throttled'), lag: unknown('denied') } },
      'none',
      /nothing is to be done/,
    ],
    [
      'two signals are down',
      { seen: LOST },
      'record',
      /^2 of 3 signals say that the writer's Region is lost/,
    ],
    [
      'two are down where three are asked for',
      { seen: LOST, policy: { quorum: 3 } },
      'none',
      /nothing is to be done/,
    ],
    [
      'dr writes already',
      { seen: { ...LOST, ...DR_WRITES }, journal: { traffic: ENGAGED } },
      'none',
      /nothing is to be done/,
    ],
    [
      'somebody runs an operation',
      { seen: { ...LOST, global: known(running(PRIMARY_ARN, 'cancelling')) } },
      'none',
      /an operation runs/,
    ],
    [
      'the own view is unknown',
      { seen: { ...LOST, global: unknown('timeout') } },
      'none',
      /own view .* is unknown/,
    ],
    ["it is the primary's controller", { seen: LOST, site: PRIMARY_SITE }, 'none', /nothing is to be done/],
    [
      'it is held: signals are counted all the same',
      { seen: { ...LOST, ...HELD }, journal: { holdReported: true } },
      'record',
      /2 of 3/,
    ],
    [
      'a fault is mended',
      { journal: { fault: 'policy/malformed' } },
      'record',
      /policy\/malformed is mended/,
    ],
    ['the hold comes on', { seen: HELD }, 'record', /an operator holds the controller: maintenance/],
    ['the hold goes off', { journal: { holdReported: true } }, 'record', /let the controller go/],
  ])('%s', (_, given, action, reason) => {
    const decision = decideGiven(given);
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatch(reason);
  });

  test('the first sign opens an incident with the lag that was known then, and promotes nothing', () => {
    const { intent, again } = decideGiven({ seen: LOST });
    expect(again).toBe(false);
    expect(intent?.journal.incident).toMatchObject({
      kind: 'failover',
      phase: 'suspected',
      openedAt: NOON,
      sourceClusterArn: PRIMARY_ARN,
      targetClusterArn: DR_ARN,
      quorumSince: NOON,
      quorumObservations: 1,
      lagAtOpening: { lagMs: 800, measuredAt: NOON - 30_000 },
      attempts: 0,
    });
    expect(intent?.journal.outbox).toHaveLength(1);
    expect(intent?.entries).toEqual([expect.objectContaining({ event: 'failover suspected', at: NOON })]);
  });

  test('an unknown lag is kept as unknown', () => {
    const { intent } = decideGiven({ seen: { ...LOST, lag: unknown('throttled') } });
    expect(intent?.journal.incident).toMatchObject({ lagAtOpening: undefined });
  });
});

test('the same situation gives the same decision', () => {
  expect(decideGiven({ seen: LOST, incident: {} })).toEqual(decideGiven({ seen: LOST, incident: {} }));
});
