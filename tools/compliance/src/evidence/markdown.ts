import type { AuditedControl } from '../audit';
import { renderMarkdown } from '../render';
import type { Evidence } from './evidence';
import { bySection, citations } from './hipaa-sections';
import { proofsOf, shortened, type Proof } from './proof';

/** The evidence as one Markdown document: by section of HIPAA, then control by control with what proves it. */
export function evidenceMarkdown({ audit, provenance }: Evidence): string {
  const { versions, commit, at } = provenance;
  return [
    renderMarkdown(audit).trimEnd(),
    '## Made from',
    [
      `- Date: ${at}`,
      `- Commit: ${commit}`,
      ...Object.entries(versions).map(([name, version]) => `- ${name}: ${version}`),
    ].join('\n'),
    '## By section of HIPAA',
    ...bySection(audit.controls).map(({ citation, title, controls }) =>
      [
        `### ${`${citation} ${title}`.trim()}`,
        '',
        ...controls.map(
          ({ key, title: holds, state }) => `- [${key}](#${anchor(key)}): ${holds}: **${state}**`,
        ),
      ].join('\n'),
    ),
    '## Control by control',
    ...audit.controls.map(control),
    '',
  ].join('\n\n');
}

const anchor = (key: string) => key.toLowerCase();

function control(each: AuditedControl): string {
  const { key, title, severity, state, ids } = each;
  return [
    `### ${key}`,
    '',
    `${title}. **${state}**, severity ${severity}.`,
    '',
    `- 45 CFR: ${citations(each)}`,
    `- The same rule elsewhere: ${ids.join(', ')}`,
    '',
    ...(each.findings.length === 0
      ? ['There is nothing in the stacks that it is about.']
      : proofsOf(each).flatMap(proof)),
  ].join('\n');
}

function proof({ result, violation, lines, where, count }: Proof): string[] {
  return [
    `- ${result}, ${count === 1 ? 'one' : String(count)}${violation === undefined ? '' : `: ${escaped(violation)}`}`,
    ...lines.map((line) => `  - ${code(shortened(line))}`),
    ...[...where].map(([stack, addresses]) => `  - ${stack}: ${addresses.join(', ')}`),
  ];
}

const escaped = (text: string) => text.replaceAll(/[\\`*_[\]<>|]/g, '\\$&');

/** A line as code, whatever backticks it holds. */
function code(line: string): string {
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${line.replaceAll('\n', ' ')} ${fence}`;
}
