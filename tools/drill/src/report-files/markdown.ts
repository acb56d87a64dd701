import type { Recording } from '../failover/facts';
import type { Assertion } from '../assertion-recorder';
import type { RolePermissions } from '../permissions/permissions';
import { DOCUMENTED } from './documented-durations';
import { eventsOf } from './events';
import { duration, TARGETS, type Milestones } from './objectives';
import { clientSection } from './client-section';
import { QUESTIONS, REQUIREMENTS } from './requirements';
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
  const { rto, rpo, milestones } = objectives;
  return [
    `# Disaster-recovery drill of ${environment.suffix}`,
    '',
    `**${report.held ? 'Every assertion held.' : 'The drill failed.'}** ${totals.passed} passed, ${totals.failed} failed.`,
    ...(report.failure === undefined ? [] : ['', '```', report.failure, '```']),
    '',
    ...grid(
      ['', ''],
      [
        ['Began', `${report.startedAt}, took ${duration(report.durationMs)} of real time`],
        ['Commit', report.commit],
        ['Environment', `${environment.suffix}, account ${environment.accountId}`],
        ['Regions', `primary ${environment.regions.primary}, dr ${environment.regions.dr}`],
        ...Object.entries(report.versions),
      ],
    ),
    '',
    '## Objectives',
    '',
    ...grid(
      ['Objective', 'Target', 'Measured here', 'Modelled on AWS'],
      [
        ['RTO', `< ${duration(TARGETS.rtoMs)}`, optional(rto.measuredMs), duration(rto.modelledMs)],
        ['RPO', `< ${duration(TARGETS.rpoMs)}`, optional(rpo.measuredMs), duration(rpo.modelledMs)],
      ],
    ),
    '',
    'Measured here: in virtual time, on a local AWS, which promotes in seconds; waiting is skipped. The RPO is the last lag that was published and the',
    `time from then to the loss; what clients lost is below. Beyond ${duration(rpo.boundMs)} the controller promotes nothing without an operator's approval.`,
    '',
    'Modelled on AWS:',
    '',
    ...grid(
      ['Part of the RTO', 'Seconds', 'From'],
      rto.parts.map(({ what, seconds, from }) => [what, String(seconds), from]),
    ),
    '',
    ...Object.values(DOCUMENTED).map(
      ({ what, seconds, says, source }) => `- ${what}: ${seconds} s; ${says} (${source})`,
    ),
    '',
    '## Timeline',
    '',
    '![Timeline](drill-report.svg)',
    '',
    ...grid(
      ['Virtual time', 'Since the loss', 'What'],
      (Object.keys(SAYS) as (keyof Milestones)[]).map((name) => [
        time(milestones[name]),
        milestones[name] === undefined || milestones.lost === undefined
          ? 'never'
          : `${((milestones[name] - milestones.lost) / 1000).toFixed(0)} s`,
        SAYS[name],
      ]),
    ),
    '',
    ...clientSection(report, grid),
    ...(report.leftOut.length === 0
      ? []
      : [
          '## Not drilled',
          '',
          ...grid(
            ['Stack', 'Because'],
            report.leftOut.map(({ name, reason }) => [name, reason]),
          ),
          '',
        ]),
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
    ...grid(
      ['Granted and unused', 'Used and not granted'],
      Array.from({ length: Math.max(grantedAndUnused.length, usedAndNotGranted.length) }, (_, row) => [
        grantedAndUnused[row] ?? '',
        usedAndNotGranted[row] ?? '',
      ]),
    ),
    '',
  ];
}

function situation(recording: Recording): string[] {
  const { title, from, to, realMs } = recording;
  return [
    '',
    `### ${title}`,
    '',
    `${duration(to - from)} of virtual time, played in ${(realMs / 1000).toFixed(1)} s; ${recording.invocations.length} runs of the controller.`,
    '',
    ...grid(
      ['Virtual time', 'What', ''],
      eventsOf(recording).map(({ at, what, more }) => [time(at), what, more]),
    ),
  ];
}

/** The assertions under what an auditor asks for, each group in the order in which they were made. */
function byRequirement(assertions: DrillReport['assertions']): string[] {
  return QUESTIONS.flatMap((question) =>
    Object.entries(REQUIREMENTS).flatMap(([id, requirement]) => {
      const found = assertions.filter((each) => each.requirement === id);
      if (requirement.question !== question || found.length === 0) return [];
      return [`### ${question}: ${requirement.title}`, '', ...found.flatMap(assertionLines), ''];
    }),
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

const optional = (ms: number | undefined) => (ms === undefined ? 'not reached' : duration(ms));
const time = (ms: number | undefined) => (ms === undefined ? '' : new Date(ms).toISOString().slice(11, 23));
const cell = (words: string) => words.replaceAll('|', '\\|').replaceAll('\n', ' ');

function grid(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}
