import { Journal } from './journal';

const at = (region: string, operation = 'CreateKey') => ({ atMs: 0, region, service: 'kms', operation });

describe('Journal', () => {
  it('lists what matches every field of the filter, oldest first', () => {
    const journal = new Journal(10);
    journal.record(at('eu-west-2'));
    journal.record(at('eu-west-1'));
    journal.record(at('eu-west-1', 'ListKeys'));

    expect(journal.requests().map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(journal.requests({ region: 'eu-west-1' }).map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(journal.requests({ region: 'eu-west-1', operation: 'ListKeys' })).toHaveLength(1);
    expect(
      journal.requests({ service: undefined, afterSequence: 2 }).map(({ sequence }) => sequence),
    ).toEqual([3]);
  });

  it('adds what becomes known later, without touching what was listed before', () => {
    const journal = new Journal(10);
    const note = journal.record(at('eu-west-2'));
    const [before] = journal.requests();

    note({ status: 200, durationMs: 5 });

    expect(before?.status).toBeUndefined();
    expect(journal.requests({ region: 'eu-west-2' })).toMatchObject([{ status: 200, durationMs: 5 }]);
  });

  it('remembers the newest requests only', () => {
    const journal = new Journal(3);
    for (let count = 0; count < 10; count += 1) journal.record(at('eu-west-2'));

    expect(journal.requests().map(({ sequence }) => sequence)).toEqual([8, 9, 10]);
  });

  it('forgets, and counts on', () => {
    const journal = new Journal(3);
    journal.record(at('eu-west-2'));

    journal.clear();
    journal.record(at('eu-west-2'));

    expect(journal.requests().map(({ sequence }) => sequence)).toEqual([2]);
  });
});
