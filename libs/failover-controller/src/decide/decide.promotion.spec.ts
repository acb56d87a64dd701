import {
  CONSENT,
  decideGiven,
  DR_WRITES,
  type Given,
  HELD,
  phaseOf,
  PROMOTING,
  running,
  SILENT,
} from '../__fixtures__/decide-given';
import type { GlobalCluster } from '../domain/cluster';
import { MAX_FAILOVER_ATTEMPTS } from '../domain/limits';
import { DR_ARN, globalOf, known, LOST, MINUTE, NOON, PRIMARY_ARN, unknown } from '../__fixtures__/world';

describe('an unplanned failover', () => {
  test.each<[string, Given, string, string | undefined, RegExp]>([
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
