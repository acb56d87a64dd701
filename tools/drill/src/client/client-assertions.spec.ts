import { FAILOVER, STEADY } from '../failover/__fixtures__/recordings';
import type { Recording } from '../failover/facts';
import { clientRecording, NO_LOSS } from './__fixtures__/client-recordings';
import {
  clientAssertions,
  clientServed,
  reconciledAssertions,
  restoredAssertions,
} from './client-assertions';
import type { ClientRecording, ReconciledRecords } from './facts';
import type { DataLoss } from './loss';
import type { ClientRequest } from './requests';

const REQUEST: ClientRequest = {
  at: 1,
  kind: 'write',
  id: 'r-1',
  outcome: 'ok',
  role: 'primary',
  inside: false,
};
const READ: ClientRequest = { ...REQUEST, kind: 'read' };

const seen = (
  recording: Recording,
  loss: Partial<DataLoss>,
  client: Partial<ClientRecording> = {},
): Recording => ({
  ...recording,
  client: clientRecording({
    requests: [REQUEST, READ],
    promoted: recording === FAILOVER,
    ...client,
    loss: { ...NO_LOSS, ...loss },
  }),
});
const failing = (recording: Recording) =>
  [...clientAssertions(recording), ...clientServed(recording)].filter(({ ok }) => !ok).map(({ id }) => id);

describe('where nothing is promoted with what it has', () => {
  it('everything that was acknowledged is there', () => {
    expect(failing(seen(STEADY, {}))).toEqual([]);
    expect(failing(seen(STEADY, { missing: 1 }))).toEqual(['acknowledged-kept/steady']);
    expect(failing(seen(STEADY, { acknowledged: 0 }))).toContain('acknowledged-kept/steady');
  });

  it('nothing is served or kept that nobody sent', () => {
    expect(failing(seen(STEADY, { neverSent: 1 }))).toEqual(['served-as-sent/steady']);
    const requests = [REQUEST, { ...READ, outcome: 'wrong' as const }];
    expect(failing(seen(STEADY, {}, { requests }))).toContain('served-as-sent/steady');
  });

  it('a task that ends by itself is told of, with its last lines', () => {
    const taskEnds = [{ role: 'dr' as const, at: STEADY.from, exitCode: 1, lines: ['out of memory'] }];
    const recording = seen(STEADY, {}, { taskEnds });
    expect(failing(recording)).toEqual(['tasks-survive/steady']);
    expect(clientAssertions(recording).find(({ ok }) => !ok)?.detail).toMatch(
      /exit code 1\n {2}out of memory/,
    );
  });

  it('every request is answered while all is well', () => {
    const requests = [REQUEST, { ...READ, outcome: 'failed' as const }];
    expect(failing(seen(STEADY, {}, { requests }))).toEqual(['clients-served/steady']);
  });
});

describe('objects', () => {
  const objects = { completed: 10, pending: 1, failed: 0, late: 1 };
  const dark = { role: 'primary' as const, from: FAILOVER.from, to: FAILOVER.to };

  it.each([
    ['pending', { pending: 1, failed: 0 }],
    ['failed', { pending: 0, failed: 1 }],
  ])('that are %s where both Regions can be reached are told of', (_, counts) => {
    expect(failing(seen(STEADY, {}, { objects: { ...objects, ...counts } }))).toEqual([
      'objects-replicated/steady',
    ]);
  });

  it('that are missing where both Regions can be reached are told of', () => {
    expect(failing(seen(STEADY, { objectsMissing: 1 }))).toEqual(['objects-replicated/steady']);
    const none = { completed: 0, pending: 0, failed: 0, late: 0 };
    expect(failing(seen(STEADY, {}, { objects: none }))).toEqual(['objects-replicated/steady']);
  });

  it('may be pending while a Region is dark, as long as S3 reports each that a row points to', () => {
    const lossy = { statedMs: 1, documentsMissing: 2, objectsMissing: 2 };
    expect(failing({ ...seen(FAILOVER, lossy, { objects }), dark })).toEqual([]);
    const unreported = { ...lossy, documentsUnreported: 1 };
    expect(failing({ ...seen(FAILOVER, unreported, { objects }), dark })).toEqual([
      'documents-accounted/failover',
    ]);
  });
});

describe('a failover', () => {
  it('loses what it was stated to lose', () => {
    const loss = { missing: 3, oldestAgeMs: 20_000, statedMs: 62_000, writtenToOldWriter: 2 };
    expect(failing(seen(FAILOVER, loss))).toEqual([]);
  });

  it.each([
    ['more than was stated', { missing: 3, oldestAgeMs: 90_000, statedMs: 62_000, beyondStatedMs: 1 }],
    ['and nothing was stated', { missing: 0, statedMs: undefined }],
  ])('loses %s', (_, loss) => {
    expect(failing(seen(FAILOVER, loss))).toEqual(['acknowledged-loss-stated/failover']);
  });

  it('leaves no client outside to the old writer', () => {
    const loss = { statedMs: 62_000, writtenToOldWriter: 2, writtenFromOutside: 1 };
    expect(failing(seen(FAILOVER, loss))).toEqual(['old-writer-not-served/failover']);
  });

  it('ends for clients, of writes and of reads', () => {
    const requests = [REQUEST, READ, { ...REQUEST, at: 2, outcome: 'failed' as const }];
    expect(
      clientAssertions(seen(FAILOVER, { statedMs: 1 }, { requests })).filter(({ ok }) => !ok),
    ).toMatchObject([{ id: 'client-outage/failover/write' }]);
  });
});

it('nothing is judged where no client asks', () => {
  expect(clientAssertions({ ...STEADY, client: undefined })).toEqual([]);
});

it.each([
  ['ok', 'not-found', 1, true],
  ['ok', 'ok', 1, false],
  ['not-found', 'not-found', 1, false],
  ['ok', 'not-found', 0, false],
] as const)(
  'a restore that ends in %s, after %s and %i rows, is judged %s',
  (restored, deleted, rows, ok) => {
    expect(restoredAssertions({ by: 'snapshot', id: 'r-1', deleted, rows, restored })).toMatchObject([
      { id: 'record-restored/snapshot', ok },
    ]);
    expect(restoredAssertions(undefined)).toEqual([]);
  },
);

describe('what was lost to the old writer', () => {
  const ALL_BACK: ReconciledRecords = {
    lost: 4,
    found: 4,
    exported: 5,
    neverSent: 0,
    different: 0,
    added: 5,
    readable: 4,
  };

  it('is back, all of it, once it is reconciled', () => {
    expect(reconciledAssertions(ALL_BACK)).toMatchObject([{ id: 'divergent-reconciled', ok: true }]);
    expect(reconciledAssertions(undefined)).toEqual([]);
  });

  it.each<Partial<ReconciledRecords>>([
    { lost: 0, found: 0, readable: 0 },
    { found: 3 },
    { added: 4 },
    { neverSent: 1 },
    { different: 1 },
    { readable: 3 },
  ])('is not, with %j', (others) => {
    expect(reconciledAssertions({ ...ALL_BACK, ...others })).toMatchObject([{ ok: false }]);
  });
});
