import { lossOf, type Kept } from './loss';
import type { Acknowledged } from './requests';

const acknowledged = (...ats: readonly number[]): Acknowledged[] =>
  ats.map((at) => ({ id: `r-${at}`, at, inside: false }));
const keyOf = (id: string) => `records/${id}/hash`;
const kept = (ids: readonly string[], documents = ids, reported: readonly string[] = []): Kept => ({
  rows: new Map(ids.map((id) => [id, keyOf(id)])),
  documents: new Set(documents.map(keyOf)),
  reported: new Set(reported.map(keyOf)),
});
const sent = new Set(['r-10', 'r-20', 'r-30', 'r-40']);
const promotion = { at: 35, stated: { at: 32, lossMs: 20 } };

describe('the loss of a promotion', () => {
  it('is what was acknowledged before it and is gone; what the old writer took after it is counted apart', () => {
    expect(lossOf(acknowledged(10, 20, 30, 40), sent, kept(['r-10']), promotion)).toMatchObject({
      acknowledged: 4,
      missing: 2,
      oldestAgeMs: 15,
      statedMs: 20,
      beyondStatedMs: 0,
      writtenToOldWriter: 1,
      writtenFromOutside: 1,
      lostIds: ['r-20', 'r-30', 'r-40'],
    });
  });

  it('is beyond what was stated if one that is older is gone', () => {
    expect(lossOf(acknowledged(10, 20), sent, kept(['r-20']), promotion).beyondStatedMs).toBe(2);
  });

  it('is beyond everything if nothing was stated', () => {
    const { beyondStatedMs } = lossOf(acknowledged(30), sent, kept([]), { at: 35, stated: undefined });
    expect(beyondStatedMs).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('what is kept', () => {
  it('without a promotion is all, or it is missing', () => {
    expect(lossOf(acknowledged(10, 20), sent, kept(['r-10', 'r-20']))).toMatchObject({
      missing: 0,
      beyondStatedMs: 0,
    });
    expect(lossOf(acknowledged(10, 20), sent, kept(['r-10'])).missing).toBe(1);
  });

  it('and nobody sent is counted, and rows whose document is not there', () => {
    const loss = lossOf(acknowledged(10), sent, kept(['r-10', 'r-99'], ['r-99']));
    expect(loss).toMatchObject({ neverSent: 1, documentsMissing: 1, documentsUnreported: 1 });
  });

  it('and whose document is late is told of by S3, or it is unreported', () => {
    const rows = ['r-10', 'r-20', 'r-30'];
    expect(lossOf(acknowledged(10, 20, 30, 40), sent, kept(rows, ['r-10'], ['r-20']))).toMatchObject({
      documentsMissing: 2,
      documentsUnreported: 1,
      objectsMissing: 3,
    });
  });
});
