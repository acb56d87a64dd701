import {
  decideGiven,
  DR_WRITES,
  type ExpectedReason,
  type Given,
  HELD,
  running,
  SWITCHOVER,
} from '../__fixtures__/decide-given';
import type { Command } from '../domain/events';
import {
  globalOf,
  incidentOf,
  known,
  LOST,
  NOON,
  order,
  PRIMARY_ARN,
  PRIMARY_SITE,
} from '../__fixtures__/world';

describe('an operator', () => {
  test.each<[string, Partial<Command> & Pick<Command, 'operation'>, Given, string, ExpectedReason]>([
    ['asks for a failover', { operation: 'failover' }, { seen: LOST }, 'record', { code: 'region-lost' }],
    [
      'asks for one that the evidence does not warrant',
      { operation: 'failover', acceptDataLoss: true },
      { seen: { serves: known(false) } },
      'record',
      { code: 'override-required', assessment: 'well' },
    ],
    [
      'overrides the evidence against a primary that serves nobody',
      { operation: 'failover', overrideReason: 'AWS says that the Region is lost' },
      { seen: { serves: known(false), peerWitness: known('unhealthy') } },
      'record',
      { code: 'override', by: 'ann', note: 'AWS says that the Region is lost' },
    ],
    [
      'overrides it where the pair is not whole',
      { operation: 'failover', overrideReason: 'I want to' },
      {
        seen: {
          global: known({ ...globalOf(PRIMARY_ARN), members: globalOf(PRIMARY_ARN).members.slice(0, 1) }),
        },
      },
      'record',
      { code: 'pair-not-whole' },
    ],
    [
      'overrides the hold, which nobody can',
      { operation: 'failover', overrideReason: 'I want to' },
      { seen: { ...LOST, ...HELD } },
      'record',
      { code: 'controller-paused' },
    ],
    [
      'asks for one where dr writes',
      { operation: 'failover' },
      { seen: { ...LOST, ...DR_WRITES } },
      'record',
      { code: 'already-writer' },
    ],
    [
      'asks for one while an operation runs',
      { operation: 'failover' },
      { seen: { ...LOST, global: known(running(PRIMARY_ARN)) } },
      'record',
      { code: 'operation-running' },
    ],
    [
      'asks for one during a switchover whose Region was lost: it takes its place',
      { operation: 'failover', acceptDataLoss: true },
      { seen: LOST, incident: SWITCHOVER },
      'record',
      { code: 'region-lost' },
    ],
    [
      'asks for one that is open: that is an approval',
      { operation: 'failover' },
      { seen: LOST, incident: { phase: 'approval-required' } },
      'record',
      { code: 'approved', by: 'ann' },
    ],
    [
      'asks twice',
      { operation: 'failover' },
      { seen: LOST, journal: { handledRequests: ['r1'] } },
      'none',
      { code: 'already-handled' },
    ],
    [
      'asks while it is paused',
      { operation: 'failover' },
      { seen: { ...LOST, ...HELD } },
      'record',
      { code: 'controller-paused', note: 'maintenance' },
    ],
    [
      "asks the primary's controller",
      { operation: 'failover' },
      { seen: { ...LOST, ...DR_WRITES }, site: PRIMARY_SITE },
      'record',
      { code: 'region-lost' },
    ],
    [
      'approves',
      { operation: 'approve', incidentId: incidentOf().id },
      { seen: LOST, incident: {} },
      'record',
      { code: 'approved', by: 'ann', acceptDataLoss: false },
    ],
    [
      'approves and accepts the loss',
      { operation: 'approve', incidentId: incidentOf().id, acceptDataLoss: true },
      { seen: LOST, incident: {} },
      'record',
      { code: 'approved', by: 'ann', acceptDataLoss: true },
    ],
    [
      'approves another incident',
      { operation: 'approve', incidentId: 'failover-other' },
      { seen: LOST, incident: {} },
      'none',
      { code: 'incident-not-open', incidentId: 'failover-other' },
    ],
    [
      'approves a closed incident',
      { operation: 'approve', incidentId: incidentOf().id },
      { incident: { phase: 'closed' } },
      'none',
      { code: 'incident-not-open' },
    ],
    [
      'approves a switchover',
      { operation: 'approve', incidentId: incidentOf().id },
      { incident: SWITCHOVER },
      'none',
      { code: 'approval-not-needed', kind: 'switchover', writerMoved: false },
    ],
    [
      'approves what has moved',
      { operation: 'approve', incidentId: incidentOf().id },
      { incident: { phase: 'routing-to-dr', writerMovedAt: NOON } },
      'none',
      { code: 'approval-not-needed', kind: 'failover', writerMoved: true },
    ],
    [
      'approves twice',
      { operation: 'approve', incidentId: incidentOf().id },
      { incident: {}, journal: { handledRequests: ['r1'] } },
      'none',
      { code: 'already-handled' },
    ],
    [
      'approves twice without a request id',
      { operation: 'approve', incidentId: incidentOf().id, requestId: undefined },
      { incident: {}, journal: { handledRequests: [`approve/${incidentOf().id}/ann/false`] } },
      'none',
      { code: 'already-handled' },
    ],
    [
      'approves while paused',
      { operation: 'approve', incidentId: incidentOf().id, requestId: undefined },
      { seen: HELD, incident: {} },
      'none',
      { code: 'controller-paused' },
    ],
  ])('%s', (_, command, given, action, reason) => {
    const decision = decideGiven({ ...given, trigger: order(command) });
    expect(decision.action.kind).toBe(action);
    expect(decision.reason).toMatchObject(reason);
  });

  test('approves by asking for a failover, which goes on at once where every vantage point agrees', () => {
    const { intent, again } = decideGiven({
      seen: LOST,
      trigger: order({ operation: 'failover', acceptDataLoss: true }),
    });
    expect(again).toBe(true);
    expect(intent?.journal).toMatchObject({
      handledRequests: ['r1'],
      incident: {
        phase: 'suspected',
        requestId: 'r1',
        requestedBy: 'ann',
        approval: { by: 'ann', at: NOON, acceptDataLoss: true },
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
