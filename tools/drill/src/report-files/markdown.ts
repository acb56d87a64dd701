import type { Recording } from '../failover/facts';
import type { Assertion } from '../assertion-recorder';
import type { RolePermissions } from '../permissions/permissions';
import { RECORDED } from './derivations';
import { duration, timeOfDay, type Milestones } from './objectives';
import { clientSection } from './client-section';
import { byQuestion } from './requirements';
import {
  derivationTable,
  documentedLines,
  eventTable,
  leftOutTable,
  objectiveTable,
  partsTable,
  playedLine,
  summaryRows,
  type Table,
} from './tables';
import type { DrillReport } from './drill-report';

const SAYS: Readonly<Record<keyof Milestones, string>> = {
  lost: 'the primary Region goes dark',
  noticed: 'the controller of dr takes notice',
  decided: 'it asks for the promotion',
  promoted: 'dr writes',
  served: 'dr serves: it writes, the control metric routes traffic to it, DNS leads there',
  home: 'the primary writes again, and traffic is routed to it',
};

/** The report for a reader: what was done with what, what came of it, and each assertion. */
export function reportMarkdown(report: DrillReport): string {
  const { objectives, environment, assertions, totals } = report;
  const { rpo, milestones } = objectives;
  return [
    `# Disaster-recovery drill of ${environment.suffix}`,
    '',
    `**${report.held ? 'Every assertion held.' : 'The drill failed.'}** ${totals.passed} passed, ${totals.failed} failed.`,
    ...(report.failure === undefined ? [] : ['', '```', report.failure, '```']),
    '',
    ...grid({ header: ['', ''], rows: [...summaryRows(report), ...Object.entries(report.versions)] }),
    '',
    '## Objectives',
    '',
    ...grid(objectiveTable(objectives)),
    '',
    'Measured here: in virtual time, on a local AWS, which promotes in seconds; waiting is skipped. The RPO is the last lag that was published and the',
    `time from then to the loss; what clients lost is below. Beyond ${duration(rpo.boundMs)} the controller promotes nothing without an operator's approval.`,
    '',
    'Where the figures are from:',
    '',
    ...grid(derivationTable(report)),
    '',
    RECORDED,
    '',
    'Modelled on AWS:',
    '',
    ...grid(partsTable(objectives)),
    '',
    ...documentedLines().map((line) => `- ${line}`),
    '',
    '## Timeline',
    '',
    '![Timeline](drill-report.svg)',
    '',
    ...grid({
      header: ['Virtual time', 'Since the loss', 'What'],
      rows: (Object.keys(SAYS) as (keyof Milestones)[]).map((name) => [
        time(milestones[name]),
        milestones[name] === undefined || milestones.lost === undefined
          ? 'never'
          : `${((milestones[name] - milestones.lost) / 1000).toFixed(0)} s`,
        SAYS[name],
      ]),
    }),
    '',
    ...clientSection(report, grid),
    ...(report.leftOut.length === 0 ? [] : ['## Not drilled', '', ...grid(leftOutTable(report)), '']),
    ...report.permissions.flatMap(permissionLines),
    '## Situations',
    ...report.recordings.flatMap(situation),
    '',
    '## Assertions',
    '',
    ...byRequirement(assertions),
    '',
  ].join('\n');
}

/** One role: what it was granted and did not use, and what it was denied. */
function permissionLines({ roleArn, used, grantedAndUnused, usedAndNotGranted }: RolePermissions): string[] {
  return [
    `## Permissions of ${roleArn.slice(roleArn.lastIndexOf('/') + 1)}`,
    '',
    `${used} grants were used.`,
    '',
    ...grid({
      header: ['Granted and unused', 'Used and not granted'],
      rows: Array.from({ length: Math.max(grantedAndUnused.length, usedAndNotGranted.length) }, (_, row) => [
        grantedAndUnused[row] ?? '',
        usedAndNotGranted[row] ?? '',
      ]),
    }),
    '',
  ];
}

function situation(recording: Recording): string[] {
  return ['', `### ${recording.title}`, '', playedLine(recording), '', ...grid(eventTable(recording))];
}

/** The assertions under what an auditor asks for, each group in the order in which they were made. */
function byRequirement(assertions: DrillReport['assertions']): string[] {
  return byQuestion(assertions).flatMap(({ question, requirements }) =>
    requirements.flatMap(({ title, assertions: own }) => [
      `### ${question}: ${title}`,
      '',
      ...own.flatMap(assertionLines),
      '',
    ]),
  );
}

/** An assertion and, whole, what was seen. */
function assertionLines({ id, ok, title, detail }: Assertion): string[] {
  const lines = detail.trim().split('\n');
  return [
    `- ${ok ? 'holds' : '**FAILS**'}: \`${id}\`: ${cell(title)}`,
    ...(detail.trim() === '' ? [] : ['', '  ```', ...lines.map((line) => `  ${line}`), '  ```', '']),
  ];
}

const time = (ms: number | undefined) => (ms === undefined ? '' : timeOfDay(ms));
const cell = (words: string) => words.replaceAll('|', '\\|').replaceAll('\n', ' ');

function grid({ header, rows }: Table): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}
