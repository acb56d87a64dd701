import {
  APPROVAL,
  decideGiven,
  DR_WRITES,
  type ExpectedReason,
  type Given,
  HELD,
  phaseOf,
  PROMOTING,
  running,
  SILENT,
} from '../__fixtures__/decide-given';
import type { GlobalCluster } from '../domain/cluster';
import { MAX_FAILOVER_ATTEMPTS } from '../domain/limits';
import {
  clusterOf,
  CONFIRMED,
  DR_ARN,
  globalOf,
  known,
  LOST,
  MINUTE,
  NOON,
  PRIMARY_ARN,
  unknown,
} from '../__fixtures__/world';

describe('an unplanned failover', () => {
  test.each<[string, Given, string, string | undefined, ExpectedReason]>([
    [
      'asked for, nothing seen yet',
      { seen: LOST, incident: PROMOTING },
      'none',
      undefined,
      { code: 'effect-pending' },
    ],
    [
      'AWS is at it',
      { seen: { ...LOST, global: known(running(PRIMARY_ARN)) }, incident: PROMOTING },
      'record',
      'promoting',
      { code: 'operation-observed', status: 'failing-over' },
    ],
    [
      'AWS is at something unknown',
      { seen: { ...LOST, global: known(running(DR_ARN, 'reticulating')) }, incident: PROMOTING },
      'record',
      'promoting',
      { code: 'operation-observed', status: 'reticulating' },
    ],
    [
      'AWS was seen at it a moment ago',
      {
        seen: { ...LOST, global: known(running(PRIMARY_ARN)) },
        incident: { ...PROMOTING, operationSeenAt: NOON - 1_000 },
      },
      'none',
      undefined,
      { code: 'operation-observed', status: 'failing-over' },
    ],
    [
      'the target writes, the operation still runs',
      { seen: { ...LOST, global: known(running(DR_ARN)) }, incident: PROMOTING },
      'record',
      'promoting',
      { code: 'operation-observed', status: 'failing-over' },
    ],
    [
      'the writer has moved',
      { seen: { ...LOST, ...DR_WRITES }, incident: PROMOTING },
      'record',
      'routing-to-dr',
      { code: 'target-writes' },
    ],
    [
      'the writer has moved while held',
      { seen: { ...LOST, ...DR_WRITES, ...HELD }, incident: PROMOTING, journal: { holdReported: true } },
      'record',
      'routing-to-dr',
      { code: 'target-writes' },
    ],
    [
      'nothing seen for long',
      { seen: LOST, incident: SILENT },
      'failover',
      'promoting',
      { code: 'region-lost' },
    ],
    [
      'nothing seen since the operation was',
      { seen: LOST, incident: { ...SILENT, operationSeenAt: NOON - 119_999 } },
      'none',
      undefined,
      { code: 'effect-pending' },
    ],
    [
      'nothing seen for long, and the primary is back',
      { seen: {}, incident: SILENT },
      'record',
      'closed',
      { code: 'not-lost' },
    ],
    [
      'nothing seen for long, and some vantage point speaks for the primary',
      { seen: { ...LOST, peerWitness: known('healthy') }, incident: SILENT },
      'none',
      undefined,
      { code: 'not-lost', assessment: 'unreachable' },
    ],
    [
      'nothing seen for long, and the loss is not confirmed any more',
      { seen: LOST, incident: SILENT, journal: { watch: { ...CONFIRMED, lost: undefined } } },
      'none',
      undefined,
      { code: 'loss-not-confirmed', rounds: 0 },
    ],
    [
      'asked for too often',
      { seen: LOST, incident: { ...SILENT, attempts: MAX_FAILOVER_ATTEMPTS } },
      'record',
      'closed',
      { code: 'promotion-not-seen', attempts: 5 },
    ],
    [
      'the approval expired before it was asked for again',
      { seen: LOST, incident: { ...SILENT, approval: { ...APPROVAL, at: 0 } }, policy: { mode: 'approval' } },
      'record',
      'approval-required',
      { code: 'approval-required', objection: { code: 'mode', mode: 'approval' } },
    ],
    [
      'refused for its state, and not to be repeated at once',
      { seen: LOST, incident: { ...PROMOTING, attempts: 0 } },
      'none',
      undefined,
      { code: 'effect-pending' },
    ],
    [
      'stuck',
      {
        seen: { ...LOST, global: known(running(PRIMARY_ARN)) },
        incident: { ...PROMOTING, startedAt: NOON - 900_000, deadlineAt: NOON },
      },
      'record',
      'promoting',
      { code: 'deadline-exceeded', kind: 'failover', deadlineMs: 900_000 },
    ],
    [
      'stuck where nothing is seen',
      {
        seen: { ...LOST, global: unknown('timeout') },
        incident: { ...PROMOTING, startedAt: NOON - 900_000, deadlineAt: NOON },
      },
      'record',
      'promoting',
      { code: 'deadline-exceeded', kind: 'failover', deadlineMs: 900_000 },
    ],
    [
      'stuck, and told already',
      {
        seen: { ...LOST, global: known(running(PRIMARY_ARN)) },
        incident: {
          ...PROMOTING,
          operationSeenAt: NOON,
          startedAt: NOON - 900_000,
          deadlineAt: NOON,
          stuckReportedAt: NOON - 1,
        },
      },
      'none',
      undefined,
      { code: 'operation-observed', status: 'failing-over' },
    ],
  ])('%s', (_, given, action, phase, reason) => {
    const decision = decideGiven(given);
    expect([decision.action.kind, phaseOf(decision)]).toEqual([action, phase]);
    expect(decision.reason).toMatchObject(reason);
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

  test.each<[string, Given, string, string | undefined, ExpectedReason]>([
    [
      'somebody else moves the writer elsewhere: it is theirs',
      { seen: { ...LOST, global: known(leadingTo(PRIMARY_ARN, DR_ARN)) }, incident: PROMOTING },
      'record',
      'closed',
      { code: 'writer-moving-elsewhere', clusterArn: PRIMARY_ARN },
    ],
    [
      'an operation that leads elsewhere, in a view that may be old',
      {
        seen: { ...LOST, global: known(leadingTo(PRIMARY_ARN, DR_ARN)) },
        incident: { ...PROMOTING, requestedAt: NOON - MINUTE + 1 },
      },
      'none',
      undefined,
      { code: 'operation-observed', status: 'switching-over' },
    ],
    [
      'an operation that leads where it should',
      { seen: { ...LOST, global: known(leadingTo(DR_ARN, PRIMARY_ARN)) }, incident: PROMOTING },
      'record',
      'promoting',
      { code: 'operation-observed', status: 'switching-over' },
    ],
    [
      'the writer had moved, and was moved away',
      { seen: LOST, incident: { ...SILENT, writerMovedAt: NOON - 2 * MINUTE } },
      'record',
      'closed',
      { code: 'writer-moved-away' },
    ],
  ])('%s', (_, given, action, phase, reason) => {
    const decision = decideGiven(given);
    expect([decision.action.kind, phaseOf(decision)]).toEqual([action, phase]);
    expect(decision.reason).toMatchObject(reason);
  });

  test('that the target writes is kept as soon as it is seen', () => {
    const { intent } = decideGiven({
      seen: { ...LOST, global: known(leadingTo(DR_ARN, DR_ARN)) },
      incident: { ...PROMOTING, operationSeenAt: NOON - 1_000 },
    });
    expect(intent?.journal.incident).toMatchObject({ phase: 'promoting', writerMovedAt: NOON });
  });

  test('a writer that is seen twice is followed although AWS still shows the operation', () => {
    const seen = { ...LOST, global: known(running(DR_ARN)) };
    const after = (agoMs: number, ownCluster = known(clusterOf(DR_ARN))) =>
      decideGiven({ seen: { ...seen, ownCluster }, incident: { ...PROMOTING, writerMovedAt: NOON - agoMs } });
    expect(phaseOf(after(20_000))).toBe('routing-to-dr');
    expect(phaseOf(after(19_999))).not.toBe('routing-to-dr');
    expect(phaseOf(after(20_000, known(clusterOf(DR_ARN, { status: 'promoting' }))))).not.toBe(
      'routing-to-dr',
    );
    expect(phaseOf(after(20_000, known(clusterOf(DR_ARN, { availableInstances: 0 }))))).not.toBe(
      'routing-to-dr',
    );
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
