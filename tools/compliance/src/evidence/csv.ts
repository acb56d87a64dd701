import type { AuditedControl, AuditedException, AuditedFinding } from '../audit';
import type { Evidence } from './evidence';
import { exceptionFields } from './exceptions';
import { citations } from './hipaa-sections';
import { proofLines } from './proof';

/** A row for each resource that each control looked at (RFC 4180). Controls that looked at nothing have a row without a resource. */
export function evidenceCsv({ audit, provenance }: Evidence): string {
  const { environment, accountId, controls, exceptions, leftToOwner } = audit;
  const of = [environment, accountId, provenance.commit, provenance.at];
  const rows = controls.flatMap((control) => {
    const about = [control.key, control.title, citations(control), control.severity, control.state];
    if (control.findings.length === 0) return [[...about, '', '', '', '', '', ...NO_EXCEPTION, ...of]];
    return control.findings.map((finding) => [
      ...about,
      finding.stack,
      finding.address,
      finding.result,
      finding.violation ?? '',
      proofLines(finding).join('\n'),
      ...exceptionCells(exceptionOf(control, finding, exceptions)),
      ...of,
    ]);
  });
  const left = leftToOwner.map(({ key, title, severity, reason, ...control }) => [
    key,
    title,
    citations(control),
    severity,
    "left to the account's owner",
    '',
    '',
    '',
    '',
    reason,
    ...NO_EXCEPTION,
    ...of,
  ]);
  return [HEADER, ...rows, ...left].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

const HEADER = [
  'control',
  'what holds',
  '45 CFR',
  'severity',
  'state',
  'stack',
  'resource',
  'result',
  'violation',
  'evidence',
  'exception',
  'owner',
  'approver',
  'ticket',
  'expires',
  'environment',
  'account',
  'commit',
  'date',
];

const NO_EXCEPTION = ['', '', '', '', ''];

function exceptionCells(exception: AuditedException | undefined): readonly string[] {
  if (exception === undefined) return NO_EXCEPTION;
  const { owner, approver, ticket, expires } = exceptionFields(exception);
  return [exception.reason, owner, approver, ticket, expires];
}

const exceptionOf = (
  { key }: AuditedControl,
  { stack, address, result }: AuditedFinding,
  exceptions: readonly AuditedException[],
) =>
  result !== 'excepted'
    ? undefined
    : exceptions.find(
        ({ control, resources }) =>
          control === key && resources.some((each) => each.stack === stack && each.address === address),
      );

/** In quotes, and with a quote of its own before what a spreadsheet would take for a formula. */
const quoted = (text: string) => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
