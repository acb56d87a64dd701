import type { RecoveredRecords } from '../client/facts';
import { outageOf, type ClientRequest } from '../client/requests';
import type { Recording } from '../failover/facts';
import type { DrillReport } from './drill-report';
import { duration, optionalDuration } from './objectives';
import type { Table } from './tables';

/** Writes a table, a line each. */
export type Grid = (table: Table) => string[];

/** The situations whose requests are drawn: those in which the writer moves. */
export const DRAWN = ['failover', 'failback', 'switchover', 'writerLost'] as const;

/** The picture of a situation, beside the report. */
export const pictureOf = (scenario: string): string => `drill-report-${scenario}.svg`;

/** What is said where nobody asked. */
export const NO_CLIENT =
  'No client asked: the drill ran with --no-clients or --no-databases, or there was no PostgreSQL to stand behind the clusters.';

/** What clients saw, situation by situation: one side of it. */
export interface ClientTable extends Table {
  readonly title: string;
  /** What the columns mean, and what they are counted from. */
  readonly explained: string;
}

/** What clients saw, and which of the records that were acknowledged to them are missing; no table if there was no client. */
export function clientTables(recordings: readonly Recording[]): ClientTable[] {
  const seen = recordings.flatMap(({ title, client }) => (client === undefined ? [] : [{ title, client }]));
  if (seen.length === 0) return [];
  const rows = (cells: (client: (typeof seen)[number]['client']) => readonly string[]) =>
    seen.map(({ title, client }) => [title, ...cells(client)]);
  return [
    {
      title: 'Requests',
      header: ['Situation', 'Requests', 'Failed', 'Without writes', 'Without reads'],
      rows: rows(({ requests }) => [
        String(requests.length),
        String(requests.filter(({ outcome }) => outcome === 'failed').length),
        without(requests, 'write'),
        without(requests, 'read'),
      ]),
      explained:
        'Clients are without writes, or reads, from the first that failed to the first after it that did not.',
    },
    {
      title: 'Records',
      header: [
        'Situation',
        'Acknowledged and missing',
        'The oldest of these',
        'Stated as the most',
        'Written to the old writer',
      ],
      rows: rows(({ loss }) => [
        `${loss.missing} of ${loss.acknowledged}`,
        optionalDuration(loss.oldestAgeMs, '–'),
        optionalDuration(loss.statedMs, '–'),
        String(loss.writtenToOldWriter),
      ]),
      explained:
        'A record is acknowledged if the service answered a client that it is kept, and missing if the database that writes does not hold it at the end of the situation: client.loss.lostIds of the recording names them. Its age is that at the promotion; what is stated is the most that the controller said when it asked for it.',
    },
    {
      title: 'Objects',
      header: [
        'Situation',
        'Missing',
        'Rows without document',
        'Of these unreported',
        'Replicated',
        'Pending',
        'Failed to replicate',
      ],
      rows: rows(({ loss, objects }) => [
        `${loss.objectsMissing} of ${loss.acknowledged}`,
        String(loss.documentsMissing),
        String(loss.documentsUnreported),
        String(objects.completed),
        String(objects.pending),
        String(objects.failed),
      ]),
      explained:
        'An object is missing if the bucket beside the database that writes does not hold it at the end of the situation; it is reported if S3 says that it is pending or failed.',
    },
  ];
}

/** What was lost or deleted and came back, a sentence each. */
export function cameBack({ restored, reconciled }: RecoveredRecords): string[] {
  return [
    ...(reconciled === undefined
      ? []
      : [
          `Reconciled from the snapshot of the old writer: ${reconciled.exported} records that only it had were exported, ${reconciled.added} added; of the` +
            ` ${reconciled.lost} that clients had been told are kept, ${reconciled.readable} are read again, row and document.`,
        ]),
    ...restored.map(
      ({ by, id, restored: outcome }) =>
        `Restored by ${by === 'snapshot' ? 'a snapshot' : 'point-in-time recovery'}: ${id}, which was deleted by mistake; a client that reads it: ${outcome}.`,
    ),
  ];
}

/** The part of the report about clients. */
export function clientSection(
  { recordings, recovered }: Pick<DrillReport, 'recordings' | 'recovered'>,
  grid: Grid,
): string[] {
  const tables = clientTables(recordings);
  if (tables.length === 0) return ['## Clients', '', NO_CLIENT, ''];
  const waited = recordings.reduce((sum, { client }) => sum + (client?.realMs ?? 0), 0);
  const back = cameBack(recovered);
  return [
    '## Clients',
    '',
    'A client wrote a record, and read one that it was told is kept, every ten seconds of virtual time, by the name of the environment: through DNS, load',
    'balancer, service, database and bucket. While a Region was dark, another one wrote beside it.',
    `The drill waited ${duration(waited)} of real time for them.`,
    '',
    ...tables.flatMap((table) => [`### ${table.title}`, '', ...grid(table), '', table.explained, '']),
    ...(back.length === 0 ? [] : ['What came back:', '', ...back.map((line) => `- ${line}`), '']),
    ...recordings
      .filter(
        ({ scenario, client }) => client !== undefined && (DRAWN as readonly string[]).includes(scenario),
      )
      .flatMap(({ scenario, title }) => [`![Requests: ${title}](${pictureOf(scenario)})`, '']),
  ];
}

function without(requests: readonly ClientRequest[], kind: ClientRequest['kind']): string {
  const outage = outageOf(requests, kind);
  if (outage === undefined) return '–';
  return outage.to === undefined ? 'to the end' : duration(outage.to - outage.from);
}
