import type { Evidence } from '../evidence';
import type { Disposition, EventProblem, NextStep, Reason } from '../protocol';
import { formatDisposition, formatEvent, formatEventProblem, formatNextStep, formatReason } from './index';

/*
 * The one place where prose is asserted: everywhere else specs go by codes and values.
 */

const EVIDENCE: Evidence = {
  probe: 'down',
  checkers: 'unhealthy',
  controlPlane: 'silent',
  replication: 'stopped',
  egress: 'open',
  database: 'unknown',
};
const PROSE = 'probe down, checkers unhealthy, control plane silent, replication stopped, egress open';
const LOSS = { code: 'loss-beyond-bound', lossMs: 901_000, boundMs: 900_000 } as const;

test.each<[Reason, string]>([
  [
    { code: 'lag-beyond-bound', lagMs: 5_001, boundMs: 5_000 },
    'the replication lag is 5001 ms, and 5000 ms are allowed',
  ],
  [
    { code: 'lag-too-old', ageMs: 301_000, maxAgeMs: 300_000 },
    'the newest datapoint of the replication lag is 301 s old, and 300 s are allowed',
  ],
  [{ code: 'controller-paused', note: 'works' }, 'the controller is paused: works'],
  [{ code: 'already-writer', clusterArn: 'arn:dr' }, 'already writer: arn:dr'],
  [{ code: 'incident-open', kind: 'switchover', incidentId: 'i1' }, 'the switchover i1 is open'],
  [
    { code: 'region-lost', evidence: EVIDENCE, loss: LOSS },
    `${PROSE}; at most 901 s of data would be lost now, where 900 s are allowed`,
  ],
  [
    { code: 'approval-required', objection: LOSS },
    'an operator must approve: at most 901 s of data would be lost now, where 900 s are allowed',
  ],
  [
    { code: 'loss-unknown' },
    'the data loss is unknown, because there is no datapoint of the replication lag',
  ],
  [
    { code: 'override', by: 'ann', note: 'dark for an hour', evidence: EVIDENCE, loss: LOSS },
    `ann overrides the evidence (dark for an hour): ${PROSE}; at most 901 s of data would be lost now, where 900 s are allowed`,
  ],
  [
    { code: 'second-person-required', by: 'ann' },
    'the Region serves: somebody else than ann must confirm what ann ordered',
  ],
  [
    { code: 'cool-down', endsAt: Date.UTC(2026, 0, 2, 12) },
    'the last failover ended less than the cool-down ago, which ends at 2026-01-02T12:00:00.000Z',
  ],
  [
    { code: 'held', otherwise: { code: 'operation-running' } },
    'the controller is paused; otherwise: an operation runs on the global cluster',
  ],
  [
    { code: 'approval-not-needed', kind: 'failover', writerMoved: true },
    'the failover needs no approval any more',
  ],
  [
    { code: 'deadline-exceeded', kind: 'failover', deadlineMs: 900_000, phase: 'promoting' },
    'the failover has not ended within 15 min; it is at "promoting"',
  ],
  [
    { code: 'call-failed', operation: 'rds:X', kind: 'denied', message: 'rds:X failed (denied): no' },
    'rds:X failed (denied): no',
  ],
  [
    {
      code: 'event-not-understood',
      problems: [{ code: 'message-not-json' }, { code: 'records-empty' }],
    },
    'a message of SNS is no JSON; Records is empty',
  ],
])('the reason %j', (reason, text) => {
  expect(formatReason(reason)).toBe(text);
});

test('a reason of a newer version is shown as it stands', () => {
  const reason = { code: 'never-heard-of', volts: 7 } as unknown as Reason;
  expect(formatReason(reason)).toBe('{"code":"never-heard-of","volts":7}');
});

test.each<[Disposition, string]>([
  ['done', 'an operation runs on the global cluster'],
  ['accepted', 'an operation runs on the global cluster'],
  ['refused', 'refused: an operation runs on the global cluster'],
  ['failed', 'nothing is done: an operation runs on the global cluster'],
  ['withheld', 'the call was withheld: an operation runs on the global cluster'],
  ['unconfirmed', 'whether the command was taken is not known: an operation runs on the global cluster'],
])('what was %s', (disposition, text) => {
  expect(formatDisposition(disposition, { code: 'operation-running' })).toBe(text);
});

test.each<[NextStep, string]>([
  [
    {
      code: 'approve',
      incidentId: 'i1',
      acceptance: { required: 'later', fromMs: Date.UTC(2026, 0, 2, 12), boundMs: 900_000 },
      approvalMs: 1_800_000,
    },
    'Approve incident i1. From 2026-01-02T12:00:00.000Z on it needs acceptDataLoss: more than 900 s of data may be lost then. An approval is good for 30 min.',
  ],
  [
    { code: 'approval-taken', acceptance: { required: 'now', loss: LOSS } },
    'The failover goes on if the evidence still says that the Region is lost, or is overridden. It needs acceptDataLoss: at most 901 s of data would be lost now, where 900 s are allowed.',
  ],
  [
    { code: 'approval-taken', acceptance: undefined },
    'The failover goes on if the evidence still says that the Region is lost, or is overridden.',
  ],
  [
    { code: 'call-made', call: 'FailoverGlobalCluster', attempt: 2, clusterArn: 'arn:dr' },
    'FailoverGlobalCluster is called (attempt 2). Traffic follows once arn:dr writes.',
  ],
  [{ code: 'traffic-follows', to: 'primary' }, 'Traffic is routed to primary.'],
])('the next step %j', (next, text) => {
  expect(formatNextStep(next)).toBe(text);
});

test.each<[EventProblem, string]>([
  [
    {
      code: 'command-invalid',
      operation: 'switchover',
      fields: [
        { field: 'dryrun', problem: 'unknown' },
        { field: 'dryRun', problem: 'not-a-boolean' },
        { field: 'requestId', problem: 'not-a-text' },
      ],
    },
    "the command 'switchover' cannot be taken: there is no field 'dryrun', dryRun must be true or false, requestId must be a text",
  ],
  [{ code: 'operation-unknown', allowed: ['status', 'approve'] }, 'the operation is none of status, approve'],
])('an event is not understood: %j', (problem, text) => {
  expect(formatEventProblem(problem)).toBe(text);
});

test('an event has the words of its code', () => {
  expect(formatEvent('traffic-routed-to-dr')).toBe('traffic routed to dr');
});
