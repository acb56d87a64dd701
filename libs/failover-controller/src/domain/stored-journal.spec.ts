import { DONE_1, WAITING_1 } from '../__fixtures__/protocol-1';
import { NOON, order, FakeAws } from '../__fixtures__/world';
import { BLANK_INCIDENT, EMPTY_JOURNAL } from './journal';
import { PROTOCOL_VERSION } from './protocol';
import { JournalFormatError, readStoredJournal } from './stored-journal';

const read = (journal: object, protocolVersion?: number, version = 7) =>
  readStoredJournal({ version, protocolVersion, json: JSON.stringify(journal) });

describe('a journal of version 1', () => {
  test('that waits for an operator is read under the names of this version', () => {
    const { incident, outbox } = read(WAITING_1);
    expect(incident).toMatchObject({
      id: WAITING_1.incident.id,
      phase: 'approval-required',
      followUpsDone: [],
    });
    expect(incident).not.toHaveProperty('chores');
    expect(outbox).toEqual(WAITING_1.outbox);
  });

  test('keeps the approval, the follow-up work and the pending snapshot', () => {
    const journal = read(DONE_1);
    expect(journal).toMatchObject({
      incident: { approval: { by: 'ann', acceptDataLoss: true }, followUpsDone: ['tasks', 'acu'] },
      pendingSnapshot: DONE_1.snapshotDuty,
      traffic: DONE_1.traffic,
      lastFailoverAt: DONE_1.lastFailoverAt,
    });
    expect(journal).not.toHaveProperty('snapshotDuty');
  });

  test.each([
    ['engaging', 'routing-to-dr'],
    ['releasing', 'routing-to-primary'],
    ['promoting', 'promoting'],
    ['closed', 'closed'],
  ])('at "%s" is at "%s"', (phase, expected) => {
    const incident = { ...WAITING_1.incident, phase };
    expect(read({ ...WAITING_1, incident }).incident?.phase).toBe(expected);
  });

  test('is carried on: what waited for an operator is approved, and what was not published is', async () => {
    const world = new FakeAws();
    await world.minutes(3);
    world.lose();
    world.journal = read(WAITING_1, undefined, world.journal.version);
    world.now = WAITING_1.incident.openedAt + 120_000;
    const incidentId = WAITING_1.incident.id;
    await world.run(order({ operation: 'approve', incidentId, acceptDataLoss: true }));
    expect(world.journal.incident).toMatchObject({ id: incidentId, phase: 'closed', result: 'succeeded' });
    expect(world.published[0]).toEqual(WAITING_1.outbox[0]);
  });
});

test('a journal of this version is read as it was written', () => {
  const incident = {
    ...BLANK_INCIDENT,
    id: 'i1',
    kind: 'failover',
    phase: 'routing-to-dr',
    openedAt: NOON,
    sourceClusterArn: 'a',
    targetClusterArn: 'b',
    approval: { by: 'ann', at: NOON, acceptDataLoss: false },
    followUpsDone: ['tasks'],
  } as const;
  const journal = { ...EMPTY_JOURNAL, version: 7, incident };
  expect(read(journal, PROTOCOL_VERSION)).toEqual(journal);
});

test.each([
  ['of a newer protocol', JSON.stringify(EMPTY_JOURNAL), PROTOCOL_VERSION + 1],
  ['that is no JSON', '{', PROTOCOL_VERSION],
  ['without traffic', '{"handledRequests":[],"outbox":[]}', undefined],
])('a journal %s is refused, and not taken for an empty one', (_, json, protocolVersion) => {
  expect(() => readStoredJournal({ version: 1, protocolVersion, json })).toThrow(JournalFormatError);
});
