import {
  CONSENT,
  decideGiven,
  DR_WRITES,
  type Given,
  HELD,
  phaseOf,
  running,
} from '../__fixtures__/decide-given';
import { clusterOf, DR_ARN, known, LOST, NOON, PRIMARY_ARN, unknown } from '../__fixtures__/world';

describe('an unplanned failover', () => {
  test.each<[string, Given, string, string | undefined, RegExp]>([
    ['confirmed', { seen: LOST, incident: {} }, 'failover', 'promoting', /at most 31 s of data/],
    [
      'observed once',
      { seen: LOST, incident: { quorumObservations: 1, quorumSince: NOON - 30_000 } },
      'record',
      'suspected',
      /not confirmed yet/,
    ],
    [
      'observed twice, too soon',
      { seen: LOST, incident: { quorumSince: NOON - 59_999 } },
      'none',
      undefined,
      /not confirmed yet/,
    ],
    [
      'below the quorum',
      { seen: { serves: known(false) }, incident: {} },
      'record',
      'closed',
      /only 1 of 3 signals/,
    ],
    [
      'below the quorum, and the own view is unknown',
      { seen: { serves: known(false), global: unknown('timeout') }, incident: {} },
      'record',
      'closed',
      /only 1 of 3 signals/,
    ],
    [
      'the own view is unknown',
      { seen: { ...LOST, global: unknown('timeout') }, incident: {} },
      'none',
      undefined,
      /own view/,
    ],
    [
      'below the quorum because a signal is unknown',
      { seen: { serves: known(false), peerCluster: unknown('throttled') }, incident: {} },
      'record',
      'closed',
      /only 1 of 3 signals/,
    ],
    [
      'the target writes already',
      { seen: { ...LOST, ...DR_WRITES }, incident: {} },
      'record',
      'closed',
      /already writes/,
    ],
    [
      'an operation of somebody else runs',
      { seen: { ...LOST, global: known(running(PRIMARY_ARN, 'never-seen-before')) }, incident: {} },
      'none',
      undefined,
      /not of this incident/,
    ],
    [
      'mode approval',
      { seen: LOST, incident: {}, policy: { mode: 'approval' } },
      'record',
      'awaiting-consent',
      /the mode is approval/,
    ],
    [
      'mode notify-only',
      { seen: LOST, incident: {}, policy: { mode: 'notify-only' } },
      'record',
      'awaiting-consent',
      /the mode is notify-only/,
    ],
    [
      'the cool-down',
      { seen: LOST, incident: {}, journal: { lastFailoverAt: NOON - 3_599_999 } },
      'record',
      'awaiting-consent',
      /cool-down/,
    ],
    [
      'after the cool-down',
      { seen: LOST, incident: {}, journal: { lastFailoverAt: NOON - 3_600_000 } },
      'failover',
      'promoting',
      /2 of 3/,
    ],
    [
      'a loss beyond the bound',
      { seen: LOST, incident: { lagAtOpening: { lagMs: 870_001, measuredAt: NOON - 30_000 } } },
      'record',
      'awaiting-consent',
      /at most 900 s of data would be lost/,
    ],
    [
      'a loss at the bound',
      { seen: LOST, incident: { lagAtOpening: { lagMs: 870_000, measuredAt: NOON - 30_000 } } },
      'failover',
      'promoting',
      /2 of 3/,
    ],
    [
      'an unknown loss',
      { seen: { ...LOST, lag: known(undefined) }, incident: { lagAtOpening: undefined } },
      'record',
      'awaiting-consent',
      /the data loss is unknown/,
    ],
    [
      'a datapoint too old',
      { seen: LOST, incident: { lagAtOpening: { lagMs: 0, measuredAt: NOON - 300_001 } } },
      'record',
      'awaiting-consent',
      /the data loss is unknown/,
    ],
    [
      'no instance to promote',
      {
        seen: { ...LOST, ownCluster: known(clusterOf(DR_ARN, { availableInstances: 0 })) },
        incident: { consent: { ...CONSENT, acceptDataLoss: true } },
      },
      'record',
      'awaiting-consent',
      /no instance/,
    ],
    [
      'waiting for consent',
      { seen: LOST, incident: { phase: 'awaiting-consent' }, policy: { mode: 'approval' } },
      'none',
      undefined,
      /an operator must decide/,
    ],
    [
      'consent given',
      { seen: LOST, incident: { phase: 'awaiting-consent', consent: CONSENT }, policy: { mode: 'approval' } },
      'failover',
      'promoting',
      /2 of 3/,
    ],
    [
      'consent overrides the cool-down',
      { seen: LOST, incident: { consent: CONSENT }, journal: { lastFailoverAt: NOON } },
      'failover',
      'promoting',
      /2 of 3/,
    ],
    [
      'consent expired',
      {
        seen: LOST,
        incident: { phase: 'awaiting-consent', consent: { ...CONSENT, at: NOON - 1_800_001 } },
        policy: { mode: 'approval' },
      },
      'none',
      undefined,
      /an operator must decide/,
    ],
    [
      'consent that does not cover the loss',
      { seen: LOST, incident: { consent: CONSENT, lagAtOpening: { lagMs: 900_000, measuredAt: NOON - 1 } } },
      'record',
      'awaiting-consent',
      /would be lost/,
    ],
    [
      'consent that covers the loss',
      {
        seen: LOST,
        incident: {
          consent: { ...CONSENT, acceptDataLoss: true },
          lagAtOpening: { lagMs: 900_000, measuredAt: NOON - 1 },
        },
      },
      'failover',
      'promoting',
      /2 of 3/,
    ],
    [
      'expired consent to a loss',
      {
        seen: LOST,
        incident: {
          consent: { ...CONSENT, acceptDataLoss: true, at: NOON - 1_800_001 },
          lagAtOpening: { lagMs: 900_000, measuredAt: NOON - 1 },
        },
      },
      'record',
      'awaiting-consent',
      /would be lost/,
    ],
    [
      'held',
      { seen: { ...LOST, ...HELD }, incident: {}, journal: { holdReported: true } },
      'none',
      undefined,
      /^held: otherwise/,
    ],
  ])('%s', (_, given, action, phase, reason) => {
    const decision = decideGiven(given);
    expect([decision.action.kind, phaseOf(decision)]).toEqual([action, phase]);
    expect(decision.reason).toMatch(reason);
  });

  test('the intent is complete before the call: who resumes knows that it may have been made', () => {
    const { action, intent } = decideGiven({ seen: LOST, incident: {} });
    expect(action).toEqual({ kind: 'failover', targetClusterArn: DR_ARN });
    expect(intent?.journal.incident).toMatchObject({
      phase: 'promoting',
      requestedAt: NOON,
      attempts: 1,
      startedAt: NOON,
    });
    expect(intent?.journal.outbox.map(({ severity }) => severity)).toEqual(['page']);
  });

  test('a lag that could not be read at first is taken while nothing has moved', () => {
    const { intent } = decideGiven({
      seen: LOST,
      incident: { lagAtOpening: undefined, quorumObservations: 1 },
    });
    expect(intent?.journal.incident).toMatchObject({
      lagAtOpening: { lagMs: 800, measuredAt: NOON - 30_000 },
      quorumObservations: 2,
    });
  });

  test('the lag at the opening is not replaced by a later one', () => {
    const first = { lagMs: 890_000, measuredAt: NOON - 30_000 };
    const { intent } = decideGiven({ seen: LOST, incident: { lagAtOpening: first, quorumObservations: 1 } });
    expect(intent?.journal.incident?.lagAtOpening).toBe(first);
  });
});
