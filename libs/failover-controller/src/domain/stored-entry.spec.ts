import { HISTORY_1 } from '../__fixtures__/protocol-1';
import { formatReason } from './format';
import { readStoredEntry } from './stored-entry';

const stored = { at: 1, incidentId: 'i1', reasonData: undefined, details: undefined };

test('the history of version 1 is read by code, and keeps its prose', () => {
  const lines = HISTORY_1.map(({ event, reason }) => readStoredEntry({ ...stored, event, reason }));
  expect(lines.map(({ event }) => event)).toEqual([
    'failover-suspected',
    'approval-required',
    'approved',
    'promotion-requested',
    'writer-moved',
    'traffic-to-dr-requested',
    'traffic-routed-to-dr',
    'tasks-raised',
    'capacity-raised',
    'failover-succeeded',
  ]);
  expect(lines.map(({ text }) => text)).toEqual(HISTORY_1.map(({ reason }) => reason));
  expect(lines.map(({ reason }) => reason)).toEqual(lines.map(() => undefined));
});

test.each([
  ['promotion in vain', 'promotion-failed'],
  ['switchover in vain', 'switchover-call-failed'],
  ['switchover failed', 'switchover-failed'],
  ['capacity (tasks) in vain', 'tasks-raise-failed'],
  ['capacity (acu) in vain', 'capacity-raise-failed'],
  ['snapshot given up', 'snapshot-abandoned'],
  ['controller blind', 'controller-degraded'],
  ['controller sees again', 'controller-recovered'],
  ['hold is on', 'controller-paused'],
  ['hold is off', 'controller-resumed'],
  ['traffic released', 'traffic-routed-to-primary'],
  ['approve refused', 'approve-refused'],
])('"%s" of version 1 is %s', (event, code) => {
  expect(readStoredEntry({ ...stored, event, reason: 'because' }).event).toBe(code);
});

test('a line of this version has its reason as data', () => {
  const reason = { code: 'target-writes', clusterArn: 'arn:dr' } as const;
  const line = readStoredEntry({
    ...stored,
    event: 'writer-moved',
    reason: formatReason(reason),
    reasonData: JSON.stringify(reason),
    details: '{"attempt":1}',
  });
  expect(line).toEqual({
    at: 1,
    incidentId: 'i1',
    event: 'writer-moved',
    reason,
    title: 'writer moved',
    text: formatReason(reason),
    details: { attempt: 1 },
  });
});

test.each(['reticulated', 'constructor', 'a new event'])(
  'an event that is not known is shown as it stands: %s',
  (event) => {
    const line = readStoredEntry({ ...stored, event, reason: 'of a newer version' });
    expect(line).toMatchObject({ event: undefined, title: event, text: 'of a newer version' });
  },
);
