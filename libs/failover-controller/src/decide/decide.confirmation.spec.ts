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
import {
  clusterOf,
  CONFIRMED,
  DR_ARN,
  globalOf,
  known,
  LOST,
  NOON,
  PRIMARY_ARN,
  unknown,
} from '../__fixtures__/world';

/** RDS says in the own Region that nothing arrives any more, whatever the metric says. */
const DISCONNECTED = globalOf(PRIMARY_ARN, {
  members: globalOf(PRIMARY_ARN).members.map((member) =>
    member.isWriter ? member : { ...member, synchronizationStatus: 'pending-resync' },
  ),
});

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
      'confirmed by two rounds only',
      {
        seen: LOST,
        incident: {},
        journal: {
          watch: { ...CONFIRMED, lost: { rounds: 2, firstAt: NOON - 200_000, lastAt: NOON - 10_000 } },
        },
      },
      'none',
      undefined,
      { code: 'loss-not-confirmed' },
    ],
    [
      'confirmed by enough rounds, too soon',
      {
        seen: LOST,
        incident: {},
        journal: {
          watch: { ...CONFIRMED, lost: { rounds: 4, firstAt: NOON - 179_999, lastAt: NOON - 10_000 } },
        },
      },
      'none',
      undefined,
      { code: 'loss-not-confirmed' },
    ],
    [
      'some vantage point speaks for the primary',
      { seen: { serves: known(false) }, incident: {} },
      'record',
      'closed',
      { code: 'not-lost' },
    ],
    [
      'some vantage point speaks for the primary, and the own view is unknown',
      { seen: { serves: known(false), global: unknown('timeout') }, incident: {} },
      'record',
      'closed',
      { code: 'not-lost' },
    ],
    [
      'the own view is unknown',
      { seen: { ...LOST, global: unknown('timeout') }, incident: {} },
      'none',
      undefined,
      { code: 'loss-not-confirmed', assessment: 'lost' },
    ],
    [
      'some vantage point speaks for the primary because a signal is unknown',
      { seen: { serves: known(false), peerCluster: unknown('throttled') }, incident: {} },
      'record',
      'closed',
      { code: 'not-lost' },
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
      { code: 'region-lost' },
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
      { code: 'region-lost' },
    ],
    [
      'an unknown loss',
      {
        seen: { ...LOST, lag: known(undefined), global: known(DISCONNECTED) },
        incident: { lagAtOpening: undefined },
      },
      'record',
      'approval-required',
      { code: 'approval-required', objection: { code: 'loss-unknown' } },
    ],
    [
      'an old datapoint, whose age is part of the loss',
      { seen: LOST, incident: { lagAtOpening: { lagMs: 0, measuredAt: NOON - 600_000 } } },
      'failover',
      'promoting',
      { code: 'region-lost', loss: { code: 'loss-within-bound', lossMs: 600_000 } },
    ],
    [
      'no instance to promote',
      {
        seen: { ...LOST, ownCluster: known(clusterOf(DR_ARN, { availableInstances: 0 })) },
        incident: { approval: APPROVAL },
      },
      'record',
      'approval-required',
      { code: 'approval-required', objection: { code: 'no-instance' } },
    ],
    [
      'no instance to promote, and the loss accepted: AWS is asked',
      {
        seen: { ...LOST, ownCluster: known(clusterOf(DR_ARN, { availableInstances: 0 })) },
        incident: { approval: { ...APPROVAL, acceptDataLoss: true } },
      },
      'failover',
      'promoting',
      { code: 'region-lost' },
    ],
    [
      'waiting for approval',
      {
        seen: LOST,
        incident: { phase: 'approval-required', pagedAt: NOON - 60_000 },
        policy: { mode: 'approval' },
      },
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
      { code: 'region-lost' },
    ],
    [
      'an approval overrides the cool-down',
      { seen: LOST, incident: { approval: APPROVAL }, journal: { lastFailoverAt: NOON } },
      'failover',
      'promoting',
      { code: 'region-lost' },
    ],
    [
      'an approval that expired',
      {
        seen: LOST,
        incident: {
          phase: 'approval-required',
          pagedAt: NOON - 60_000,
          approval: { ...APPROVAL, at: NOON - 1_800_001 },
        },
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
      { code: 'region-lost' },
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
    expect(action).toEqual({ kind: 'failover', targetClusterArn: DR_ARN, despiteOperation: false });
    expect(intent?.journal.incident).toMatchObject({
      phase: 'promoting',
      requestedAt: NOON,
      attempts: 1,
      startedAt: NOON,
      deadlineAt: NOON + 900_000,
    });
    expect(intent?.journal.outbox.map(({ severity }) => severity)).toEqual(['page']);
  });

  const UNCONFIRMED = { watch: { ...CONFIRMED, lost: undefined } };

  test('a lag that could not be read at first is taken while nothing has moved', () => {
    const { intent } = decideGiven({
      seen: LOST,
      incident: { lagAtOpening: undefined },
      journal: UNCONFIRMED,
    });
    expect(intent?.journal.incident).toMatchObject({
      lagAtOpening: { lagMs: 800, measuredAt: NOON - 400_000 },
    });
  });

  test('the lag is replaced by one that shows that more has arrived, and by no other', () => {
    const given = (lagMs: number) =>
      decideGiven({
        seen: { ...LOST, lag: known({ lagMs, measuredAt: NOON - 1_000 }) },
        incident: { lagAtOpening: { lagMs: 1_000, measuredAt: NOON - 600_000 } },
        journal: UNCONFIRMED,
      }).intent?.journal.incident?.lagAtOpening;
    expect(given(590_000)).toEqual({ lagMs: 590_000, measuredAt: NOON - 1_000 });
    expect(given(601_000)).toBeUndefined();
  });

  test('an approval is paged for again every 15 min until somebody answers', () => {
    const paged = (agoMs: number) =>
      decideGiven({
        seen: LOST,
        incident: { phase: 'approval-required', pagedAt: NOON - agoMs },
        policy: { mode: 'approval' },
      }).intent?.journal.outbox.map(({ severity, event }) => [severity, event]);
    expect(paged(899_999)).toBeUndefined();
    expect(paged(900_000)).toEqual([['page', 'approval-required']]);
  });
});
