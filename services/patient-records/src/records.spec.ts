import { DatabaseNotReachableError } from './database';
import { Documents } from './documents';
import { Records } from './records';

const ROW = {
  patient: 'p-1',
  document_key: 'records/r-1/hash',
  written_at: new Date('2026-01-02T03:04:05Z'),
};

function recordsWith({ writerIsUp = true, documents = new Map([[ROW.document_key, 'text']]) } = {}) {
  const asked: string[] = [];
  const state = { writerIsUp };
  const records = new Records({
    writer: {
      query: (text) => {
        asked.push(`writer ${text.trim().split(' ')[0]}`);
        return state.writerIsUp
          ? Promise.resolve([ROW] as never)
          : Promise.reject(new DatabaseNotReachableError('writer', 'ECONNREFUSED', false));
      },
    },
    reader: {
      query: (text) => {
        asked.push(`reader ${text.trim().split(' ')[0]}`);
        return Promise.resolve([ROW] as never);
      },
    },
    documents: {
      put: (key, document) => {
        asked.push('put document');
        documents.set(key, document);
        return Promise.resolve();
      },
      get: (key) => Promise.resolve(documents.get(key)),
    },
    log: (code) => void asked.push(code),
  });
  return { records, asked, state };
}

describe('records', () => {
  afterEach(() => jest.useRealTimers());

  it('keep the document before the row that points to it', async () => {
    const { records, asked } = recordsWith();
    await records.put('r-1', { patient: 'p-1', document: 'text' });
    expect(asked).toEqual(['put document', 'writer INSERT']);
  });

  it('keep each content of a record under a key of its own', () => {
    expect(Documents.keyOf('r-1', 'one')).not.toBe(Documents.keyOf('r-1', 'another'));
    expect(Documents.keyOf('r-1', 'one')).toBe(Documents.keyOf('r-1', 'one'));
  });

  it('refuse to be kept while the writer cannot be reached', async () => {
    const { records } = recordsWith({ writerIsUp: false });
    await expect(records.put('r-1', { patient: 'p-1', document: 'text' })).rejects.toThrow(
      DatabaseNotReachableError,
    );
  });

  it('come from the reader while the writer cannot be reached, which is tried again a while later', async () => {
    jest.useFakeTimers({ now: 1_000_000 });
    const { records, asked, state } = recordsWith({ writerIsUp: false });
    await expect(records.get('r-1')).resolves.toMatchObject({ source: 'reader' });
    await expect(records.get('r-1')).resolves.toMatchObject({ source: 'reader' });
    expect(asked).toEqual(['writer SELECT', 'writer-not-reachable', 'reader SELECT', 'reader SELECT']);

    state.writerIsUp = true;
    jest.setSystemTime(1_005_000);
    await expect(records.get('r-1')).resolves.toMatchObject({ source: 'writer' });
  });

  it('come from the writer again as soon as it has taken one', async () => {
    const { records, state } = recordsWith({ writerIsUp: false });
    await records.get('r-1');
    state.writerIsUp = true;
    await records.put('r-1', { patient: 'p-1', document: 'text' });
    await expect(records.get('r-1')).resolves.toMatchObject({ source: 'writer' });
  });

  it('are given without a document that is not there yet, and it is reported', async () => {
    const { records, asked } = recordsWith({ documents: new Map() });
    const { record } = await records.get('r-1');
    expect(record).toMatchObject({ id: 'r-1', patient: 'p-1', document: undefined });
    expect(asked).toContain('document-missing');
  });
});
