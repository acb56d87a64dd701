import { REPLIES_1 } from '../__fixtures__/protocol-1';
import { order, FakeAws } from '../__fixtures__/world';
import { PROTOCOL_VERSION } from './protocol';
import { readReply, ReplyError } from './reply';

test.each([
  ['accepted', 'accepted', 'record'],
  ['duplicate', 'duplicate', 'none'],
  ['refused', 'refused', 'record'],
  ['wouldBeAccepted', 'accepted', 'switchover'],
  ['wouldBeRefused', 'refused', 'record'],
  ['paused', 'refused', 'record'],
  ['busy', 'busy', 'busy'],
  ['cannotDecide', 'failed', 'none'],
] as const)('an answer of version 1: %s', (name, disposition, action) => {
  const recorded = REPLIES_1[name];
  const reply = readReply(JSON.stringify(recorded));
  expect(reply).toMatchObject({ protocolVersion: 1, disposition, action, message: recorded.reason });
  expect(reply.reason).toBeUndefined();
});

test.each([
  ['a command that is not known', { action: 'ignored', reason: 'the operation is none of …' }, 'ignored'],
  [
    'a call that is held back',
    { action: 'none', reason: 'held: otherwise 2 of 3 signals are down', healthy: true },
    'held',
  ],
  [
    'a refusal in a later round',
    {
      action: 'record',
      reason: 'policy/malformed is fixed',
      healthy: true,
      steps: [{ reason: 'policy/malformed is fixed' }, { reason: 'failover refused: an operation runs' }],
    },
    'refused',
  ],
  ['nothing that is to be done', { action: 'would none', reason: 'nothing', healthy: true }, 'done'],
])('an answer of version 1: %s', (_, outcome, disposition) => {
  expect(readReply(JSON.stringify(outcome))).toMatchObject({ disposition });
});

test('the journal in an answer of version 1 is read under the names of this version', () => {
  expect(readReply(JSON.stringify(REPLIES_1.accepted)).journal).toMatchObject({
    version: REPLIES_1.accepted.journal.version,
    incident: { approval: { by: 'ann' }, followUpsDone: ['tasks', 'acu'] },
  });
});

test('an answer of this version is read as it was given', async () => {
  const world = new FakeAws();
  await world.minutes(1);
  const outcome = await world.run(order({ operation: 'switchover', dryRun: true }));
  const { action, disposition, reason, message, journal } = outcome;
  expect(readReply(JSON.stringify(outcome))).toMatchObject({
    protocolVersion: PROTOCOL_VERSION,
    action,
    disposition,
    reason,
    message,
    dryRun: true,
    healthy: true,
    journal: { version: journal?.version, traffic: journal?.traffic },
  });
});

test.each([
  ['no JSON', 'ouch'],
  ['no object', '"ouch"'],
  ['null', 'null'],
  ['neither version', '{"answer":42}'],
  ['a newer version', JSON.stringify({ protocolVersion: PROTOCOL_VERSION + 1, disposition: 'done' })],
])('%s is no answer', (_, payload) => {
  expect(() => readReply(payload)).toThrow(ReplyError);
});
