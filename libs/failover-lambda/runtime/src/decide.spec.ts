import type { GlobalCluster } from './cluster';
import { decide } from './decide';
import type { Decision } from './decision';
import type { Command, Trigger } from './events';
import type { Incident, Journal } from './journal';
import { MAX_FAILOVER_ATTEMPTS, MAX_PLANNED_ATTEMPTS, SNAPSHOT_SEARCH_MS } from './limits';
import type { Observation } from './observation';
import type { Policy } from './policy';
import type { Site } from './site';
import {
  clusterOf,
  DR_ARN,
  DR_SITE,
  globalOf,
  incidentOf,
  journalOf,
  known,
  LOST,
  NOON,
  observationOf,
  POLICY,
  PRIMARY_ARN,
  PRIMARY_SITE,
  SCHEDULE,
  unknown,
} from './world.fixture';

interface Given {
  readonly seen?: Partial<Observation>;
  readonly incident?: Partial<Incident>;
  readonly journal?: Partial<Journal>;
  readonly policy?: Partial<Policy>;
  readonly trigger?: Trigger;
  readonly site?: Site;
}

const decideGiven = ({
  seen,
  incident,
  journal,
  policy,
  trigger = SCHEDULE,
  site = DR_SITE,
}: Given): Decision =>
  decide(
    observationOf(seen),
    journalOf({ ...journal, ...(incident && { incident: incidentOf(incident) }) }),
    { ...POLICY, ...policy },
    trigger,
    site,
  );

const MINUTE = 60_000;

const running = (writer: string, status = 'failing-over'): GlobalCluster =>
  globalOf(writer, {
    operation: { status, fromClusterArn: undefined, toClusterArn: undefined, dataLossAllowed: true },
  });

const DR_WRITES: Partial<Observation> = { global: known(globalOf(DR_ARN)) };
const HELD: Partial<Observation> = { hold: known({ held: true, reason: 'maintenance' }) };
const PROMOTING: Partial<Incident> = {
  phase: 'promoting',
  requestedAt: NOON - MINUTE,
  startedAt: NOON - MINUTE,
  attempts: 1,
};
const SILENT: Partial<Incident> = {
  ...PROMOTING,
  requestedAt: NOON - 2 * MINUTE,
  startedAt: NOON - 2 * MINUTE,
};
const SWITCHOVER: Partial<Incident> = {
  ...PROMOTING,
  kind: 'switchover',
  quorumSince: undefined,
  quorumObservations: 0,
};
const FAILBACK: Partial<Incident> = {
  ...SWITCHOVER,
  kind: 'failback',
  sourceClusterArn: DR_ARN,
  targetClusterArn: PRIMARY_ARN,
};
const CONSENT = { by: 'ann', at: NOON - MINUTE, acceptDataLoss: false };
const ENGAGED = { engaged: true, since: NOON - MINUTE, settled: true };

const order = (command: Partial<Command> & Pick<Command, 'operation'>): Trigger => ({
  kind: 'command',
  command: {
    requestId: 'r1',
    requestedBy: 'ann',
    dryRun: false,
    acceptDataLoss: false,
    ...command,
  } as Command,
});

const phaseOf = (decision: Decision): string | undefined => decision.intent?.journal.incident?.phase;

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
    ['asked for, nothing seen yet', { seen: LOST, incident: PROMOTING }, 'none', undefined, /may still show/],
    [
      'AWS is at it',
      { seen: { ...LOST, global: known(running(PRIMARY_ARN)) }, incident: PROMOTING },
      'record',
      'promoting',
      /"failing-over"/,
    ],
    [
      'AWS is at something unknown',
      { seen: { ...LOST, global: known(running(DR_ARN, 'reticulating')) }, incident: PROMOTING },
      'record',
      'promoting',
      /"reticulating"/,
    ],
    [
      'AWS was seen at it a moment ago',
      {
        seen: { ...LOST, global: known(running(PRIMARY_ARN)) },
        incident: { ...PROMOTING, operationSeenAt: NOON - 1_000 },
      },
      'none',
      undefined,
      /"failing-over"/,
    ],
    [
      'the target writes, the operation still runs',
      { seen: { ...LOST, global: known(running(DR_ARN)) }, incident: PROMOTING },
      'record',
      'promoting',
      /"failing-over"/,
    ],
    [
      'the writer has moved',
      { seen: { ...LOST, ...DR_WRITES }, incident: PROMOTING },
      'record',
      'engaging',
      /writes and no operation runs/,
    ],
    [
      'the writer has moved while held',
      { seen: { ...LOST, ...DR_WRITES, ...HELD }, incident: PROMOTING, journal: { holdReported: true } },
      'record',
      'engaging',
      /writes and no operation runs/,
    ],
    ['nothing seen for long', { seen: LOST, incident: SILENT }, 'failover', 'promoting', /2 of 3/],
    [
      'nothing seen since the operation was',
      { seen: LOST, incident: { ...SILENT, operationSeenAt: NOON - 119_999 } },
      'none',
      undefined,
      /may still show/,
    ],
    [
      'nothing seen for long, and the primary is back',
      { seen: {}, incident: { ...SILENT, quorumSince: undefined } },
      'record',
      'closed',
      /only 0 of 3/,
    ],
    [
      'nothing seen, and the quorum is broken',
      { seen: { serves: known(false) }, incident: PROMOTING },
      'record',
      'promoting',
      /only 1 of 3/,
    ],
    [
      'nothing seen for long, and the quorum is broken',
      {
        seen: { serves: known(false) },
        incident: { ...SILENT, quorumSince: undefined, quorumObservations: 0 },
      },
      'none',
      undefined,
      /only 1 of 3/,
    ],
    [
      'the quorum is back, and must be confirmed anew',
      { seen: LOST, incident: { ...SILENT, quorumSince: undefined, quorumObservations: 0 } },
      'record',
      'promoting',
      /not confirmed yet/,
    ],
    [
      'asked for too often',
      { seen: LOST, incident: { ...SILENT, attempts: MAX_FAILOVER_ATTEMPTS } },
      'record',
      'closed',
      /asked for 5 times/,
    ],
    [
      'consent expired before it was asked for again',
      { seen: LOST, incident: { ...SILENT, consent: { ...CONSENT, at: 0 } }, policy: { mode: 'approval' } },
      'record',
      'awaiting-consent',
      /the mode is approval/,
    ],
    [
      'refused for its state, and not to be repeated at once',
      { seen: LOST, incident: { ...PROMOTING, attempts: 0 } },
      'none',
      undefined,
      /may still show/,
    ],
    [
      'stuck',
      {
        seen: { ...LOST, global: known(running(PRIMARY_ARN)) },
        incident: { ...PROMOTING, startedAt: NOON - 900_000 },
      },
      'record',
      'promoting',
      /has not ended within 15 min/,
    ],
    [
      'stuck where nothing is seen',
      {
        seen: { ...LOST, global: unknown('timeout') },
        incident: { ...PROMOTING, startedAt: NOON - 900_000 },
      },
      'record',
      'promoting',
      /has not ended within 15 min/,
    ],
    [
      'stuck, and told already',
      {
        seen: { ...LOST, global: known(running(PRIMARY_ARN)) },
        incident: {
          ...PROMOTING,
          operationSeenAt: NOON,
          startedAt: NOON - 900_000,
          stuckReportedAt: NOON - 1,
        },
      },
      'none',
      undefined,
      /"failing-over"/,
    ],
  ])('%s', (_, given, action, phase, reason) => {
    const decision = decideGiven(given);
    expect([decision.action.kind, phaseOf(decision)]).toEqual([action, phase]);
    expect(decision.reason).toMatch(reason);
  });

  const leadingTo = (toClusterArn: string, writer: string): GlobalCluster =>
    globalOf(writer, {
      operation: {
        status: 'switching-over',
        fromClusterArn: undefined,
        toClusterArn,
        dataLossAllowed: false,
      },
    });

  test.each<[string, Given, string, string | undefined, RegExp]>([
    [
      'somebody else moves the writer elsewhere: it is theirs',
      { seen: { ...LOST, global: known(leadingTo(PRIMARY_ARN, DR_ARN)) }, incident: PROMOTING },
      'record',
      'closed',
      /somebody else moves the writer to arn:\S+eu-west-2/,
    ],
    [
      'an operation that leads elsewhere, in a view that may be old',
      {
        seen: { ...LOST, global: known(leadingTo(PRIMARY_ARN, DR_ARN)) },
        incident: { ...PROMOTING, requestedAt: NOON - MINUTE + 1 },
      },
      'none',
      undefined,
      /"switching-over"/,
    ],
    [
      'an operation that leads where it should',
      { seen: { ...LOST, global: known(leadingTo(DR_ARN, PRIMARY_ARN)) }, incident: PROMOTING },
      'record',
      'promoting',
      /"switching-over"/,
    ],
    [
      'the writer had moved, and was moved away',
      { seen: LOST, incident: { ...SILENT, writerMovedAt: NOON - 2 * MINUTE } },
      'record',
      'closed',
      /moved away again/,
    ],
  ])('%s', (_, given, action, phase, reason) => {
    const decision = decideGiven(given);
    expect([decision.action.kind, phaseOf(decision)]).toEqual([action, phase]);
    expect(decision.reason).toMatch(reason);
  });

  test('that the target writes is kept as soon as it is seen', () => {
    const { intent } = decideGiven({
      seen: { ...LOST, global: known(leadingTo(DR_ARN, DR_ARN)) },
      incident: { ...PROMOTING, operationSeenAt: NOON - 1_000 },
    });
    expect(intent?.journal.incident).toMatchObject({ phase: 'promoting', writerMovedAt: NOON });
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

  test('an operation that was seen asks for a new confirmation, should it end in vain', () => {
    const { intent } = decideGiven({
      seen: { ...LOST, global: known(running(PRIMARY_ARN)) },
      incident: PROMOTING,
    });
    expect(intent?.journal.incident).toMatchObject({
      operationSeenAt: NOON,
      quorumSince: undefined,
      quorumObservations: 0,
    });
  });

  test('one that failed starts the cool-down', () => {
    const { intent } = decideGiven({ seen: LOST, incident: { ...SILENT, attempts: MAX_FAILOVER_ATTEMPTS } });
    expect(intent?.journal).toMatchObject({
      lastFailoverAt: NOON,
      incident: { result: 'failed', closedAt: NOON },
    });
    expect(intent?.journal.outbox[0]?.severity).toBe('page');
  });
});

describe('after the writer has moved', () => {
  const ENGAGING: Partial<Incident> = { ...PROMOTING, phase: 'engaging', writerMovedAt: NOON };
  const COMPLETING: Partial<Incident> = { ...ENGAGING, phase: 'completing', trafficMovedAt: NOON };
  const RELEASING: Partial<Incident> = { ...FAILBACK, phase: 'releasing', writerMovedAt: NOON };

  test.each<[string, Given, string, RegExp]>([
    ['traffic follows', { seen: DR_WRITES, incident: ENGAGING }, 'traffic', /writes and no operation runs/],
    ['traffic waits while dr reads only', { seen: {}, incident: ENGAGING }, 'none', /does not show the move/],
    [
      'traffic waits while an operation runs',
      { seen: { global: known(running(DR_ARN)) }, incident: ENGAGING },
      'none',
      /an operation runs/,
    ],
    [
      'the writer went away for good',
      { seen: {}, incident: { ...ENGAGING, requestedAt: NOON - 300_000, writerMovedAt: NOON - 120_000 } },
      'record',
      /does not write any more/,
    ],
    [
      'held',
      { seen: { ...DR_WRITES, ...HELD }, incident: ENGAGING, journal: { holdReported: true } },
      'none',
      /^held: otherwise/,
    ],
    ['tasks first', { seen: DR_WRITES, incident: COMPLETING }, 'tasks', /number of tasks is to be 4/],
    ['then capacity', { seen: DR_WRITES, incident: { ...COMPLETING, chores: ['tasks'] } }, 'acu', /8 ACU/],
    [
      'then the end',
      { seen: DR_WRITES, incident: { ...COMPLETING, chores: ['tasks', 'acu'] } },
      'record',
      /all that follows is done/,
    ],
    [
      'capacity stays where none is named',
      {
        seen: DR_WRITES,
        incident: COMPLETING,
        policy: { capacity: { minTasks: undefined, minAcu: undefined } },
      },
      'record',
      /all that follows is done/,
    ],
    [
      'held before capacity',
      { seen: { ...DR_WRITES, ...HELD }, incident: COMPLETING, journal: { holdReported: true } },
      'none',
      /^held: otherwise/,
    ],
    [
      'home once the primary serves',
      { seen: {}, incident: RELEASING },
      'traffic',
      /writes and no operation runs/,
    ],
    [
      'not before it serves',
      { seen: { serves: known(false) }, incident: RELEASING },
      'none',
      /not let go home before the primary serves/,
    ],
    [
      'not while that is unknown',
      { seen: { serves: unknown('unknown') }, incident: RELEASING },
      'none',
      /not let go home before the primary serves/,
    ],
    ['not while dr still writes', { seen: DR_WRITES, incident: RELEASING }, 'none', /does not show the move/],
    [
      'the primary is lost again: the failback makes way for a failover',
      { seen: LOST, incident: RELEASING },
      'record',
      /the primary was lost again before traffic went home/,
    ],
    [
      'silent replication and no service are no loss while RDS answers',
      {
        seen: { serves: known(false), lag: known({ lagMs: 10, measuredAt: NOON - 1_200_000 }) },
        incident: RELEASING,
      },
      'none',
      /before the primary serves/,
    ],
    [
      'home needs no capacity',
      { seen: {}, incident: { ...RELEASING, phase: 'completing' } },
      'record',
      /all that follows is done/,
    ],
  ])('%s', (_, given, action, reason) => {
    const decision = decideGiven(given);
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatch(reason);
  });

  test('where traffic is to be is written before the metric is', () => {
    const { action, intent } = decideGiven({ seen: DR_WRITES, incident: ENGAGING });
    expect(action).toEqual({ kind: 'traffic', engaged: true, writerClusterArn: DR_ARN });
    expect(intent?.journal.traffic).toEqual({ engaged: true, since: NOON, settled: false });
  });

  test('the end of a failover starts the cool-down and leaves the snapshot to be copied', () => {
    const { intent } = decideGiven({
      seen: DR_WRITES,
      incident: { ...COMPLETING, chores: ['tasks', 'acu'] },
    });
    expect(intent?.journal).toMatchObject({
      lastFailoverAt: NOON,
      incident: { phase: 'closed', result: 'succeeded' },
      snapshotDuty: { clusterArn: PRIMARY_ARN, since: NOON },
    });
  });

  test('the end of a planned move starts no cool-down', () => {
    const { intent } = decideGiven({ seen: {}, incident: { ...RELEASING, phase: 'completing' } });
    expect(intent?.journal).toMatchObject({ lastFailoverAt: undefined, snapshotDuty: undefined });
  });

  test("the primary's controller leaves traffic to dr's", () => {
    const seen = { ...LOST, global: known(globalOf(PRIMARY_ARN)), ownCluster: known(clusterOf(PRIMARY_ARN)) };
    const decision = decideGiven({
      seen,
      incident: { ...PROMOTING, sourceClusterArn: DR_ARN, targetClusterArn: PRIMARY_ARN },
      site: PRIMARY_SITE,
    });
    expect([decision.action.kind, phaseOf(decision)]).toEqual(['record', 'completing']);
  });
});

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

describe('an operator', () => {
  test.each<[string, Partial<Command> & Pick<Command, 'operation'>, Given, string, RegExp]>([
    ['asks for a failover', { operation: 'failover' }, { seen: LOST }, 'record', /2 of 3 signals/],
    [
      'asks for one that no quorum warrants',
      { operation: 'failover', acceptDataLoss: true },
      { seen: { serves: known(false) } },
      'record',
      /refused: only 1 of 3 .* a planned switchover loses no data/,
    ],
    [
      'asks for one where dr writes',
      { operation: 'failover' },
      { seen: { ...LOST, ...DR_WRITES } },
      'record',
      /already writer/,
    ],
    [
      'asks for one while an operation runs',
      { operation: 'failover' },
      { seen: { ...LOST, global: known(running(PRIMARY_ARN)) } },
      'record',
      /an operation runs/,
    ],
    [
      'asks for one during a switchover',
      { operation: 'failover', acceptDataLoss: true },
      { seen: LOST, incident: SWITCHOVER },
      'record',
      /the switchover .* is open/,
    ],
    [
      'asks for one that is open: that is consent',
      { operation: 'failover' },
      { seen: LOST, incident: { phase: 'awaiting-consent' } },
      'record',
      /ann consents/,
    ],
    [
      'asks twice',
      { operation: 'failover' },
      { seen: LOST, journal: { handledRequests: ['r1'] } },
      'none',
      /taken already/,
    ],
    [
      'asks while it is held',
      { operation: 'failover' },
      { seen: { ...LOST, ...HELD } },
      'record',
      /refused: the hold is on/,
    ],
    [
      "asks the primary's controller",
      { operation: 'failover' },
      { seen: { ...LOST, ...DR_WRITES }, site: PRIMARY_SITE },
      'record',
      /2 of 3 signals/,
    ],
    [
      'approves',
      { operation: 'approve', incidentId: incidentOf().id },
      { seen: LOST, incident: {} },
      'record',
      /ann consents$/,
    ],
    [
      'approves and accepts the loss',
      { operation: 'approve', incidentId: incidentOf().id, acceptDataLoss: true },
      { seen: LOST, incident: {} },
      'record',
      /accepts the loss of data/,
    ],
    [
      'approves another incident',
      { operation: 'approve', incidentId: 'failover-other' },
      { seen: LOST, incident: {} },
      'none',
      /failover-other is not the open incident/,
    ],
    [
      'approves a closed incident',
      { operation: 'approve', incidentId: incidentOf().id },
      { incident: { phase: 'closed' } },
      'none',
      /not the open incident/,
    ],
    [
      'approves a switchover',
      { operation: 'approve', incidentId: incidentOf().id },
      { incident: SWITCHOVER },
      'none',
      /needs no consent/,
    ],
    [
      'approves what has moved',
      { operation: 'approve', incidentId: incidentOf().id },
      { incident: { phase: 'engaging', writerMovedAt: NOON } },
      'none',
      /needs no consent any more/,
    ],
    [
      'approves twice',
      { operation: 'approve', incidentId: incidentOf().id },
      { incident: {}, journal: { handledRequests: ['r1'] } },
      'none',
      /taken already/,
    ],
    [
      'approves twice without a request id',
      { operation: 'approve', incidentId: incidentOf().id, requestId: undefined },
      { incident: {}, journal: { handledRequests: [`approve/${incidentOf().id}/ann/false`] } },
      'none',
      /taken already/,
    ],
    [
      'approves while held',
      { operation: 'approve', incidentId: incidentOf().id, requestId: undefined },
      { seen: HELD, incident: {} },
      'none',
      /the hold is on/,
    ],
  ])('%s', (_, command, given, action, reason) => {
    const decision = decideGiven({ ...given, trigger: order(command) });
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatch(reason);
  });

  test('consents by asking for a failover, which has to be confirmed like any other', () => {
    const { intent, again } = decideGiven({
      seen: LOST,
      trigger: order({ operation: 'failover', acceptDataLoss: true }),
    });
    expect(again).toBe(false);
    expect(intent?.journal).toMatchObject({
      handledRequests: ['r1'],
      incident: {
        phase: 'suspected',
        requestId: 'r1',
        requestedBy: 'ann',
        consent: { by: 'ann', at: NOON, acceptDataLoss: true },
      },
    });
  });

  test('is remembered for twenty commands', () => {
    const handledRequests = Array.from({ length: 20 }, (_, index) => `old-${index}`);
    const { intent } = decideGiven({
      seen: LOST,
      journal: { handledRequests },
      trigger: order({ operation: 'failover' }),
    });
    expect(intent?.journal.handledRequests).toEqual([...handledRequests.slice(1), 'r1']);
  });
});

describe('a writer that somebody else moved', () => {
  const drift = (patch: object): Partial<Journal> => ({
    drift: {
      writerClusterArn: DR_ARN,
      since: NOON - MINUTE,
      lastSeenAt: NOON - 30_000,
      observations: 3,
      ...patch,
    },
  });
  const home = (patch: object): Partial<Journal> => ({
    ...drift({ writerClusterArn: PRIMARY_ARN, ...patch }),
    traffic: ENGAGED,
  });

  test.each<[string, Given, string, RegExp]>([
    ['is noticed', { seen: DR_WRITES }, 'record', /not where traffic is/],
    [
      'is observed again',
      { seen: DR_WRITES, journal: drift({ observations: 1 }) },
      'record',
      /not confirmed/,
    ],
    [
      'is not observed twice at once',
      { seen: DR_WRITES, journal: drift({ observations: 1, lastSeenAt: NOON - 1_000 }) },
      'none',
      /not confirmed/,
    ],
    [
      'has to stay for long enough',
      { seen: DR_WRITES, journal: drift({ since: NOON - 59_999, lastSeenAt: NOON - 1_000 }) },
      'none',
      /not confirmed/,
    ],
    ['is followed to dr', { seen: DR_WRITES, journal: drift({}) }, 'traffic', /moved by other means/],
    ['went back', { seen: {}, journal: drift({}) }, 'record', /the writer is where traffic is/],
    [
      'moved the other way: counted anew',
      { seen: {}, journal: { ...drift({}), traffic: ENGAGED } },
      'record',
      /not where traffic is/,
    ],
    ['is followed home', { seen: {}, journal: home({}) }, 'traffic', /moved by other means/],
    [
      'is not followed home before the primary serves',
      { seen: { serves: known(false) }, journal: home({}) },
      'none',
      /before the primary serves/,
    ],
    [
      'is not followed while an operation runs',
      { seen: { global: known(running(DR_ARN)) }, journal: drift({}) },
      'none',
      /an operation runs/,
    ],
    [
      'is not followed while held',
      { seen: { ...DR_WRITES, ...HELD }, journal: { ...drift({}), holdReported: true } },
      'none',
      /^held/,
    ],
    [
      "is not the primary's controller's",
      { seen: {}, journal: home({}), site: PRIMARY_SITE },
      'none',
      /nothing is to be done/,
    ],
  ])('%s', (_, given, action, reason) => {
    const decision = decideGiven(given);
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatch(reason);
  });

  test('a metric that did not go out is written again', () => {
    const { action, intent } = decideGiven({
      seen: DR_WRITES,
      journal: { traffic: { ...ENGAGED, settled: false } },
    });
    expect(action).toEqual({ kind: 'traffic', engaged: true, writerClusterArn: DR_ARN });
    expect(intent).toBeUndefined();
  });
});

describe("the old primary's snapshot", () => {
  const snapshotDuty = { incidentId: 'failover-1', clusterArn: PRIMARY_ARN, since: NOON - MINUTE };

  test.each<[string, Given, string, RegExp]>([
    [
      'is copied once its Region answers',
      { seen: DR_WRITES, journal: { snapshotDuty, traffic: ENGAGED } },
      'snapshot',
      /to be copied/,
    ],
    [
      'waits for its Region',
      { seen: { ...DR_WRITES, ...LOST }, journal: { snapshotDuty, traffic: ENGAGED } },
      'none',
      /nothing is to be done/,
    ],
    [
      'is not copied while held',
      { seen: { ...DR_WRITES, ...HELD }, journal: { snapshotDuty, traffic: ENGAGED, holdReported: true } },
      'none',
      /^held/,
    ],
    [
      'is given up after a week',
      {
        seen: DR_WRITES,
        journal: {
          snapshotDuty: { ...snapshotDuty, since: NOON - SNAPSHOT_SEARCH_MS - 1 },
          traffic: ENGAGED,
        },
      },
      'record',
      /no snapshot .* within 7 days/,
    ],
  ])('%s', (_, given, action, reason) => {
    const decision = decideGiven(given);
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatch(reason);
  });
});

test('the same situation gives the same decision', () => {
  expect(decideGiven({ seen: LOST, incident: {} })).toEqual(decideGiven({ seen: LOST, incident: {} }));
});
