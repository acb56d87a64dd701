import { decideGiven, DR_WRITES, type Given, HELD, running, SWITCHOVER } from '../__fixtures__/decide-given';
import type { Command } from '../domain/events';
import { incidentOf, known, LOST, NOON, order, PRIMARY_ARN, PRIMARY_SITE } from '../__fixtures__/world';

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
