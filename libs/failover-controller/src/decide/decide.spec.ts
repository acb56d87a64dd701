import {
  decideGiven,
  DR_WRITES,
  ENGAGED,
  type ExpectedReason,
  type Given,
  HELD,
  running,
} from '../__fixtures__/decide-given';
import { DR_ARN, known, LOST, NOON, PRIMARY_ARN, PRIMARY_SITE, unknown } from '../__fixtures__/world';

describe('without an incident', () => {
  test.each<[string, Given, string, ExpectedReason]>([
    ['all is well', {}, 'none', { code: 'nothing-to-do' }],
    ['one signal is down', { seen: { serves: known(false) } }, 'none', { code: 'nothing-to-do' }],
    [
      'a lag alarm and a high lag, which are one signal',
      {
        seen: { lag: known({ lagMs: 3_600_000, measuredAt: NOON }) },
        trigger: { kind: 'alarm', alarmName: 'replication-lag', state: 'ALARM' },
      },
      'none',
      { code: 'nothing-to-do' },
    ],
    [
      'one signal is down and two are unknown',
      { seen: { serves: known(false), peerCluster: unknown('throttled'), lag: unknown('denied') } },
      'none',
      { code: 'nothing-to-do' },
    ],
    ['every vantage point agrees', { seen: LOST }, 'record', { code: 'region-lost' }],
    [
      'all but replication, of which nothing is known yet',
      { seen: { ...LOST, lag: known(undefined), replicated: known(true) } },
      'record',
      { code: 'region-lost' },
    ],
    [
      'the pair was never whole',
      { seen: { ...LOST, lag: known(undefined), replicated: known(false) } },
      'none',
      { code: 'pair-not-whole' },
    ],
    [
      'the own way out is closed',
      { seen: { ...LOST, egress: known(false) } },
      'none',
      { code: 'nothing-to-do' },
    ],
    [
      'dr writes already',
      { seen: { ...LOST, ...DR_WRITES }, journal: { traffic: ENGAGED } },
      'none',
      { code: 'nothing-to-do' },
    ],
    [
      'somebody runs an operation',
      { seen: { ...LOST, global: known(running(PRIMARY_ARN, 'cancelling')) } },
      'none',
      { code: 'operation-running' },
    ],
    [
      'the own view is unknown, and the evidence says lost: it is kept in mind',
      { seen: { ...LOST, global: unknown('timeout') } },
      'record',
      { code: 'region-lost' },
    ],
    [
      'the own view is unknown, and all is well',
      { seen: { global: unknown('timeout') } },
      'none',
      { code: 'own-view-unknown' },
    ],
    [
      'the own view is unknown, and traffic is in dr',
      { seen: { ...LOST, global: unknown('timeout') }, journal: { traffic: ENGAGED } },
      'none',
      { code: 'own-view-unknown' },
    ],
    ["it is the primary's controller", { seen: LOST, site: PRIMARY_SITE }, 'none', { code: 'nothing-to-do' }],
    [
      'it is paused: an incident is opened all the same',
      { seen: { ...LOST, ...HELD }, journal: { holdReported: true } },
      'record',
      { code: 'region-lost' },
    ],
    [
      'a fault is resolved',
      { journal: { fault: 'policy/malformed' } },
      'record',
      { code: 'fault-resolved', fault: 'policy/malformed' },
    ],
    ['the controller is paused', { seen: HELD }, 'record', { code: 'paused', note: 'maintenance' }],
    ['the controller is resumed', { journal: { holdReported: true } }, 'record', { code: 'resumed' }],
  ])('%s', (_, given, action, reason) => {
    const decision = decideGiven(given);
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatchObject(reason);
  });

  test('the first signal opens an incident with the lag that was known then, and promotes nothing', () => {
    const { intent, again } = decideGiven({ seen: LOST });
    expect(again).toBe(false);
    expect(intent?.journal.incident).toMatchObject({
      kind: 'failover',
      phase: 'suspected',
      openedAt: NOON,
      sourceClusterArn: PRIMARY_ARN,
      targetClusterArn: DR_ARN,
      lagAtOpening: { lagMs: 800, measuredAt: NOON - 400_000 },
      attempts: 0,
    });
    expect(intent?.journal.outbox).toHaveLength(1);
    expect(intent?.entries).toEqual([expect.objectContaining({ event: 'failover-suspected', at: NOON })]);
  });

  test('an unknown lag is kept as unknown', () => {
    const { intent } = decideGiven({ seen: { ...LOST, lag: unknown('throttled') } });
    expect(intent?.journal.incident).toMatchObject({ lagAtOpening: undefined });
  });
});

test('the same situation gives the same decision', () => {
  expect(decideGiven({ seen: LOST, incident: {} })).toEqual(decideGiven({ seen: LOST, incident: {} }));
});
