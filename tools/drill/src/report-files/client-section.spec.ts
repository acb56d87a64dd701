import { clientRecording, NO_LOSS } from '../client/__fixtures__/client-recordings';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { FAILOVER, STEADY } from '../failover/__fixtures__/recordings';
import type { ClientRequest } from '../client/requests';
import { clientSection, type Grid } from './client-section';
import { derivationsOf } from './derivations';
import { objectivesOf } from './objectives';

/** The cells of the tables by their header, one situation after the other, one table after the other. */
const cells: Record<string, string>[] = [];
const grid: Grid = ({ header, rows }) => {
  for (const row of rows) cells.push(Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])));
  return [];
};
beforeEach(() => cells.splice(0));
const nothing = { restored: [], reconciled: undefined };

describe('what the report says of clients', () => {
  it('is what was lost in a situation, rows and objects, and what S3 says of these', () => {
    const loss = {
      ...NO_LOSS,
      missing: 3,
      oldestAgeMs: 20_000,
      statedMs: 62_000,
      writtenToOldWriter: 2,
      documentsMissing: 1,
      objectsMissing: 6,
    };
    const objects = { completed: 70, pending: 5, failed: 0, late: 0 };
    const recordings = [{ ...FAILOVER, client: clientRecording({ loss, objects, promoted: true }) }];
    const lines = clientSection({ recordings, recovered: nothing }, grid);
    expect(cells.slice(1)).toMatchObject([
      {
        'Acknowledged and missing': '3 of 40',
        'The oldest of these': '20.0 s',
        'Stated as the most': '62.0 s',
        'Written to the old writer': '2',
      },
      {
        Missing: '6 of 40',
        'Rows without document': '1',
        'Of these unreported': '0',
        Replicated: '70',
        Pending: '5',
      },
    ]);
    expect(lines.join()).toContain('(drill-report-failover.svg)');
  });

  it('has the requests at both ends of an outage as what its length was computed from', () => {
    const at = FAILOVER.from;
    const request = (seconds: number, outcome: 'ok' | 'failed', reason?: string): ClientRequest => ({
      at: at + seconds * 1000,
      kind: 'write',
      id: `r${seconds}`,
      outcome,
      role: 'primary',
      inside: false,
      ...(reason === undefined ? {} : { reason }),
    });
    const requests = [
      request(0, 'ok'),
      request(10, 'failed', '503'),
      request(20, 'failed'),
      request(130, 'ok'),
    ];
    const recordings = [{ ...FAILOVER, client: { ...clientRecording(), requests } }];
    const moment = (seconds: number) => new Date(at + seconds * 1000).toISOString().slice(11, 23);
    expect(
      derivationsOf({ recordings, objectives: objectivesOf(recordings, fixtureEnvironment('dev')) }).at(-1),
    ).toEqual({
      figure: `Without writes: ${FAILOVER.title}`,
      value: '2.0 min',
      from: `the first write that failed, ${moment(10)} (503), to the first after it that did not, ${moment(130)}`,
    });
    clientSection({ recordings, recovered: nothing }, grid);
    expect(cells[0]).toMatchObject({ 'Without writes': '2.0 min', 'Without reads': '–' });
  });

  it('names what came back, and how', () => {
    const reconciled = {
      lost: 4,
      found: 4,
      exported: 5,
      neverSent: 0,
      different: 0,
      added: 5,
      readable: 4,
    };
    const restored = (['point-in-time', 'snapshot'] as const).map((by) => ({
      by,
      id: `r-of-${by}`,
      deleted: 'not-found' as const,
      rows: 1,
      restored: 'ok' as const,
    }));
    const recordings = [{ ...STEADY, client: clientRecording() }];
    const text = clientSection({ recordings, recovered: { restored, reconciled } }, grid).join('\n');
    for (const part of ['5 records', '5 added', 'r-of-snapshot', 'r-of-point-in-time'])
      expect(text).toContain(part);
  });

  it('is that there were none, where none asked', () => {
    const text = clientSection({ recordings: [{ ...STEADY, client: undefined }], recovered: nothing }, grid);
    expect(text.join()).toContain('No client asked');
  });
});
