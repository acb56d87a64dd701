import {
  APPROVAL,
  decideGiven,
  DR_WRITES,
  type ExpectedReason,
  type Given,
  HELD,
  phaseOf,
  running,
} from '../__fixtures__/decide-given';
import { clusterOf, DR_ARN, known, LOST, NOON, PRIMARY_ARN, unknown } from '../__fixtures__/world';

describe('an unplanned failover', () => {
  test.each<[string, Given, string, string | undefined, ExpectedReason]>([
    [
      'confirmed',
      { seen: LOST, incident: {} },
      'failover',
      'promoting',
      { code: 'region-lost', loss: { code: 'loss-within-bound', lossMs: 30_800 } },
    ],
    [
      'observed once',
      { seen: LOST, incident: { quorumObservations: 1, quorumSince: NOON - 30_000 } },
      'record',
      'suspected',
      { code: 'quorum-not-confirmed' },
    ],
    [
      'observed twice, too soon',
      { seen: LOST, incident: { quorumSince: NOON - 59_999 } },
      'none',
      undefined,
      { code: 'quorum-not-confirmed' },
    ],
    [
      'below the quorum',
      { seen: { serves: known(false) }, incident: {} },
      'record',
      'closed',
      { code: 'below-quorum', signals: { down: 1 } },
    ],
    [
      'below the quorum, and the own view is unknown',
      { seen: { serves: known(false), global: unknown('timeout') }, incident: {} },
      'record',
      'closed',
      { code: 'below-quorum', signals: { down: 1 } },
    ],
    [
      'the own view is unknown',
      { seen: { ...LOST, global: unknown('timeout') }, incident: {} },
      'none',
      undefined,
      { code: 'own-view-unknown' },
    ],
    [
      'below the quorum because a signal is unknown',
      { seen: { serves: known(false), peerCluster: unknown('throttled') }, incident: {} },
      'record',
      'closed',
      { code: 'below-quorum', signals: { down: 1 } },
    ],
    [
      'the target writes already',
      { seen: { ...LOST, ...DR_WRITES }, incident: {} },
      'record',
      'closed',
      { code: 'promoted-by-others' },
    ],
    [
      'an operation of somebody else runs',
      { seen: { ...LOST, global: known(running(PRIMARY_ARN, 'never-seen-before')) }, incident: {} },
      'none',
      undefined,
      { code: 'other-operation-running' },
    ],
    [
      'mode approval',
      { seen: LOST, incident: {}, policy: { mode: 'approval' } },
      'record',
      'approval-required',
      { code: 'approval-required', objection: { code: 'mode', mode: 'approval' } },
    ],
    [
      'mode notify-only',
      { seen: LOST, incident: {}, policy: { mode: 'notify-only' } },
      'record',
      'approval-required',
      { code: 'approval-required', objection: { code: 'mode', mode: 'notify-only' } },
    ],
    [
      'the cool-down',
      { seen: LOST, incident: {}, journal: { lastFailoverAt: NOON - 3_599_999 } },
      'record',
      'approval-required',
      { code: 'approval-required', objection: { code: 'cool-down' } },
    ],
    [
      'after the cool-down',
      { seen: LOST, incident: {}, journal: { lastFailoverAt: NOON - 3_600_000 } },
      'failover',
      'promoting',
      { code: 'region-lost', signals: { down: 2 } },
    ],
    [
      'a loss beyond the bound',
      { seen: LOST, incident: { lagAtOpening: { lagMs: 870_001, measuredAt: NOON - 30_000 } } },
      'record',
      'approval-required',
      { code: 'approval-required', objection: { code: 'loss-beyond-bound', lossMs: 900_001 } },
    ],
    [
      'a loss at the bound',
      { seen: LOST, incident: { lagAtOpening: { lagMs: 870_000, measuredAt: NOON - 30_000 } } },
      'failover',
      'promoting',
      { code: 'region-lost', signals: { down: 2 } },
    ],
    [
      'an unknown loss',
      { seen: { ...LOST, lag: known(undefined) }, incident: { lagAtOpening: undefined } },
      'record',
      'approval-required',
      { code: 'approval-required', objection: { code: 'loss-unknown' } },
    ],
    [
      'a datapoint too old',
      { seen: LOST, incident: { lagAtOpening: { lagMs: 0, measuredAt: NOON - 300_001 } } },
      'record',
      'approval-required',
      { code: 'approval-required', objection: { code: 'loss-unknown' } },
    ],
    [
      'no instance to promote',
      {
        seen: { ...LOST, ownCluster: known(clusterOf(DR_ARN, { availableInstances: 0 })) },
        incident: { approval: { ...APPROVAL, acceptDataLoss: true } },
      },
      'record',
      'approval-required',
      { code: 'approval-required', objection: { code: 'no-instance' } },
    ],
    [
      'waiting for approval',
      { seen: LOST, incident: { phase: 'approval-required' }, policy: { mode: 'approval' } },
      'none',
      undefined,
      { code: 'approval-required' },
    ],
    [
      'approved',
      {
        seen: LOST,
        incident: { phase: 'approval-required', approval: APPROVAL },
        policy: { mode: 'approval' },
      },
      'failover',
      'promoting',
      { code: 'region-lost', signals: { down: 2 } },
    ],
    [
      'an approval overrides the cool-down',
      { seen: LOST, incident: { approval: APPROVAL }, journal: { lastFailoverAt: NOON } },
      'failover',
      'promoting',
      { code: 'region-lost', signals: { down: 2 } },
    ],
    [
      'an approval that expired',
      {
        seen: LOST,
        incident: { phase: 'approval-required', approval: { ...APPROVAL, at: NOON - 1_800_001 } },
        policy: { mode: 'approval' },
      },
      'none',
      undefined,
      { code: 'approval-required' },
    ],
    [
      'an approval that does not cover the loss',
      {
        seen: LOST,
        incident: { approval: APPROVAL, lagAtOpening: { lagMs: 900_000, measuredAt: NOON - 1 } },
      },
      'record',
      'approval-required',
      { code: 'approval-required', objection: { code: 'loss-beyond-bound' } },
    ],
    [
      'an approval that covers the loss',
      {
        seen: LOST,
        incident: {
          approval: { ...APPROVAL, acceptDataLoss: true },
          lagAtOpening: { lagMs: 900_000, measuredAt: NOON - 1 },
        },
      },
      'failover',
      'promoting',
      { code: 'region-lost', signals: { down: 2 } },
    ],
    [
      'an expired approval of a loss',
      {
        seen: LOST,
        incident: {
          approval: { ...APPROVAL, acceptDataLoss: true, at: NOON - 1_800_001 },
          lagAtOpening: { lagMs: 900_000, measuredAt: NOON - 1 },
        },
      },
      'record',
      'approval-required',
      { code: 'approval-required', objection: { code: 'loss-beyond-bound' } },
    ],
    [
      'held',
      { seen: { ...LOST, ...HELD }, incident: {}, journal: { holdReported: true } },
      'none',
      undefined,
      { code: 'held' },
    ],
  ])('%s', (_, given, action, phase, reason) => {
    const decision = decideGiven(given);
    expect([decision.action.kind, phaseOf(decision)]).toEqual([action, phase]);
    expect(decision.reason).toMatchObject(reason);
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
