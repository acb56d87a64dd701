import { table } from '@healthcare-dr/cli-kit';
import type { Audit, AuditedControl, AuditedException } from './audit';
import { exceptionFields } from './evidence/exceptions';
import { citations } from './evidence/hipaa-sections';

/** How a list of rows is written: aligned for a terminal, or as a Markdown table. */
type Table = (header: readonly string[], rows: readonly (readonly string[])[]) => string;

interface Style {
  heading(level: 1 | 2, text: string): string;
  readonly table: Table;
  item(text: string): string;
}

const TERMINAL: Style = {
  heading: (level, text) =>
    level === 1 ? `${text}\n${'='.repeat(text.length)}` : `${text}\n${'-'.repeat(text.length)}`,
  table,
  item: (text) => `  ${text}`,
};

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const MARKDOWN: Style = {
  heading: (level, text) => `${'#'.repeat(level)} ${text}\n`,
  table: (header, rows) =>
    [header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n'),
  item: (text) => `- ${text}`,
};

/** The audit as text for a terminal. */
export function renderText(audit: Audit): string {
  return render(audit, TERMINAL);
}

/** The audit as a Markdown document. */
export function renderMarkdown(audit: Audit): string {
  return render(audit, MARKDOWN);
}

function render(audit: Audit, style: Style): string {
  const sections = [
    style.heading(1, `Compliance of environment ${audit.environment}`),
    summary(audit, style),
    style.heading(2, 'Controls'),
    style.table(
      ['Control', 'What holds', 'HIPAA, 45 CFR', 'Severity', 'State', 'Resources'],
      audit.controls.map(controlRow),
    ),
    ...violations(audit, style),
    ...exceptions(audit, style),
    ...optOuts(audit, style),
    style.heading(2, 'Left to the owner of the account'),
    style.table(
      ['Control', 'What should hold', 'HIPAA, 45 CFR', 'Why it is not shown here'],
      audit.leftToOwner.map(({ key, title, hipaa, basis, reason }) => [
        key,
        title,
        citations({ hipaa, basis }),
        reason,
      ]),
    ),
    verdict(audit),
  ];
  return `${sections.join('\n\n')}\n`;
}

function summary({ accountId, deletionPolicy, stacks, controls }: Audit, style: Style): string {
  const count = (state: AuditedControl['state']) =>
    controls.filter((control) => control.state === state).length;
  return [
    `Account ${accountId}, deletion policy ${deletionPolicy}, ${stacks.length} stacks: ${stacks.join(', ')}`,
    `${controls.length} controls: ${count('met')} met, ${count('excepted')} excepted, ` +
      `${count('not applicable yet')} not applicable yet, ${count('violated')} violated`,
    'A citation is the rule sets’ own; with an asterisk it is that of the nearest control they do cite.',
  ]
    .map((line) => style.item(line))
    .join('\n');
}

function controlRow(control: AuditedControl): string[] {
  const { key, title, severity, state, examined } = control;
  return [key, title, citations(control), severity, state, examined === 0 ? '–' : String(examined)];
}

function violations({ controls, suppressionProblems }: Audit, style: Style): string[] {
  const found = controls.flatMap(({ key, violations: all }) =>
    all.map(({ stack, address, violation }) => [key, stack, address, violation]),
  );
  return [
    ...(found.length === 0
      ? []
      : [
          style.heading(2, 'Violations'),
          style.table(['Control', 'Stack', 'Resource', 'What is wrong'], found),
        ]),
    ...(suppressionProblems.length === 0
      ? []
      : [
          style.heading(2, 'Suppressions that must go'),
          suppressionProblems.map((text) => style.item(text)).join('\n'),
        ]),
  ];
}

function exceptions({ exceptions: accepted }: Audit, style: Style): string[] {
  if (accepted.length === 0) return [style.heading(2, 'Exceptions'), style.item('none')];
  return [
    style.heading(2, 'Exceptions'),
    style.table(
      ['Control', 'Owner', 'Approver', 'Ticket', 'Expires', 'Resources', 'Reason'],
      accepted.map((exception) => {
        const { owner, approver, ticket, expires } = exceptionFields(exception);
        return [exception.control, owner, approver, ticket, expires, where(exception), exception.reason];
      }),
    ),
  ];
}

/** What an exception covers, in few words: how many of which type, and in which stacks. `--json` names each. */
function where({ resources }: AuditedException): string {
  const types = [...new Set(resources.map(({ address }) => address.split('.')[0]))];
  const stacks = [...new Set(resources.map(({ stack }) => stack))];
  return `${resources.length} ${types.join(', ')} in ${stacks.join(', ')}`;
}

function optOuts({ optOuts: settings }: Audit, style: Style): string[] {
  return [
    style.heading(2, 'Opted out by the environment'),
    settings.length === 0
      ? style.item('nothing')
      : style.table(
          ['Setting', 'Reason'],
          settings.map(({ setting, reason }) => [setting, reason]),
        ),
  ];
}

function verdict({ environment, compliant }: Audit): string {
  return compliant
    ? `Environment ${environment} violates no control.`
    : `Environment ${environment} is not compliant.`;
}
