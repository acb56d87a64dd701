import { table } from '@healthcare-dr/cli-kit';
import { formatDifference } from '../cost/render';
import { SHORTEST_DIGEST } from '../deploy/approval';
import { changedAttributes, verbOf, type Counts, type ResourceChange } from './changes';
import { stacksOf, type PlanSummary, type StackSummary } from './summary';

/** How much of a digest is shown. */
export const shortDigest = (digest: string): string => digest.slice(0, SHORTEST_DIGEST);

/** GitHub takes 65,536 characters in a comment; the rest is room for what a workflow adds. */
export const MARKDOWN_LIMIT = 60_000;

const SIGNS = { create: '+', update: '~', replace: '±', destroy: '-', forget: '∅', move: '→' } as const;

/** Such as `+3 ~1`, or `no changes`. */
export function formatCounts(counts: Counts): string {
  const parts = (Object.keys(SIGNS) as (keyof typeof SIGNS)[])
    .filter((verb) => counts[verb] > 0)
    .map((verb) => `${SIGNS[verb]}${counts[verb]}`);
  return parts.length === 0 ? 'no changes' : parts.join(' ');
}

/** One line of a change: what is done, to what, and by which attributes. */
export function formatChange(change: ResourceChange): string {
  const attributes = changedAttributes(change);
  const detail =
    attributes.length > 0 && attributes.length <= MANY_ATTRIBUTES
      ? ` (${attributes.join(', ')})`
      : attributes.length > 0
        ? ` (${attributes.length} attributes)`
        : '';
  return `${SIGNS[verbOf(change)]} ${change.address}${detail}`;
}

const MANY_ATTRIBUTES = 8;

const stateOf = ({ status, counts, after, message }: StackSummary): string => {
  if (status === 'unchanged') return 'stands';
  if (status === 'not-deployed') return 'not deployed';
  if (status === 'blocked') return `cannot be planned before ${after.join(', ')}`;
  if (status === 'failed') return `failed: ${message?.split('\n')[0] ?? ''}`;
  return after.length === 0
    ? formatCounts(counts)
    : `${formatCounts(counts)}, may differ after ${after.join(', ')}`;
};

/** Such as `+$12.41`; nothing if it is not known or the same. */
const costOf = ({ costDifference = 0 }: StackSummary): string =>
  Math.abs(costDifference) < SMALLEST_USD ? '' : formatDifference(costDifference);

const SMALLEST_USD = 0.005;

const withCosts = (summary: PlanSummary): boolean =>
  stacksOf(summary).some(({ costDifference }) => costDifference !== undefined);

/** A summary for a terminal. */
export function formatSummary(summary: PlanSummary): string {
  const costs = withCosts(summary);
  const rows = summary.waves.flatMap(({ stacks }, index) =>
    stacks.map((stack) => [
      String(index + 1),
      stack.stack,
      stack.owner,
      stateOf(stack),
      ...(costs ? [costOf(stack)] : []),
      stack.digest === null ? '' : shortDigest(stack.digest),
    ]),
  );
  const details = stacksOf(summary)
    .filter(
      ({ changes, findings, status }) => changes.length > 0 || findings.length > 0 || status === 'failed',
    )
    .map(({ stack, because, changes, findings, message }) =>
      [
        `${stack}${because.length === 0 ? '' : `: ${because.join(', ')}`}`,
        ...changes.map((change) => `  ${formatChange(change)}`),
        ...findings.map(
          ({ name, detail, never }) => `  STOPPED ${name}: ${detail}${never ? ' (never here)' : ''}`,
        ),
        ...(message === undefined ? [] : message.split('\n').map((line) => `  ${line}`)),
      ].join('\n'),
    );
  const waves = summary.waves.flatMap(({ digest }, index) =>
    digest === null ? [] : [`Wave ${index + 1}: ${digest}`],
  );
  return [
    table(['Wave', 'Stack', 'Owner', 'Changes', ...(costs ? ['Cost a month'] : []), 'Digest'], rows),
    ...details,
    ...waves,
  ].join('\n\n');
}

/** What marks the comment of an environment, so that the next one takes its place. */
export const commentMarker = (environment: string): string => `<!-- healthcare-dr:plan:${environment} -->`;

/**
 * A summary as Markdown, within a number of characters: the table is whole, details that do not fit are left out and counted.
 *
 * @param notes - what else belongs to it, such as the difference in cost
 */
export function formatMarkdown(
  summary: PlanSummary,
  {
    limit = MARKDOWN_LIMIT,
    notes = [],
    heading = `Plan of environment \`${summary.environment}\``,
  }: { readonly limit?: number; readonly notes?: readonly string[]; readonly heading?: string } = {},
): string {
  const costs = withCosts(summary);
  const head = [
    commentMarker(summary.environment),
    `### ${heading}${summary.commit === null ? '' : ` at \`${summary.commit.slice(0, 12)}\``}`,
    '',
    `| Wave | Stack | Owner | Changes |${costs ? ' Cost a month |' : ''} Digest |`,
    `| --- | --- | --- | --- |${costs ? ' --- |' : ''} --- |`,
    ...summary.waves.flatMap(({ stacks, digest: wave }, index) =>
      stacks.map(
        (stack) =>
          `| ${index + 1}${wave === null ? '' : ` \`${shortDigest(wave)}\``} | \`${stack.stack}\` | ${cell(stack.owner)} | ${cell(stateOf(stack))} |${costs ? ` ${costOf(stack)} |` : ''} ${stack.digest === null ? '' : `\`${shortDigest(stack.digest)}\``} |`,
      ),
    ),
    '',
    ...notes.flatMap((note) => [note, '']),
  ].join('\n');
  const stopped = stacksOf(summary).flatMap(({ findings }) => findings);
  const gate =
    stopped.length === 0
      ? ''
      : `#### The gate stops this\n\n${stopped.map(({ name, code, detail, never }) => `- \`${code}\` ${codeSpan(name)}: ${cell(detail)}${never ? ' — **never in production**' : ''}\n`).join('')}\n`;
  let text = head + gate;
  let left = 0;
  for (const { stack, because, changes, message } of stacksOf(summary)) {
    const lines = [...changes.map(formatChange), ...(message === undefined ? [] : message.split('\n'))];
    if (lines.length === 0) continue;
    const block = `<details><summary><code>${stack}</code>${because.length === 0 ? '' : ` — ${cell(because.join(', '))}`}</summary>\n\n\`\`\`\n${lines.map((line) => line.replaceAll('```', "'''")).join('\n')}\n\`\`\`\n\n</details>\n`;
    if (text.length + block.length > limit - TAIL) left += lines.length;
    else text += block;
  }
  if (left > 0) text += `\n${left} further lines do not fit here: \`npm run plan:summary\` prints them.\n`;
  return text.length <= limit
    ? text
    : `${text.slice(0, limit - TAIL)}\n\n…cut: \`npm run plan:summary\` prints all of it.\n`;
}

/** Room for what is said at the end. */
const TAIL = 200;

/** What a cell of a table, or a line, must not hold. */
const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');

const codeSpan = (text: string): string => `\`${text.replaceAll('`', "'")}\``;
