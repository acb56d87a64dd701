import { list, MARKS, wrap, wrapCommand, type Terminal } from '@healthcare-dr/cli-kit';
import type { StatusView } from '../assess/status';
import { foldSilent } from './fold-silent';

const HEADER = ['What', 'Region', 'How it stands'] as const;

/**
 * What an operator reads: the conclusion and the next command, what is not as it should be, and then the rest. No line is wider than
 * the terminal, but for a word that is.
 */
export function statusText(view: StatusView, terminal: Manner): string {
  const { conclusion, rows, silent } = view;
  const trouble = troubleOf(view, terminal);
  const calm = rowsText(
    rows.filter(({ state }) => state === 'ok'),
    terminal,
  );
  const head = headOf(view, terminal);
  if (conclusion.code === 'not-deployed') return head.join('\n');
  return [
    ...head,
    ...(terminal.interactive ? [] : silent.map((region) => `${region} DOES NOT ANSWER`)),
    ...(terminal.interactive ? [''] : []),
    ...(trouble === '' ? [] : [trouble]),
    ...(terminal.interactive && trouble !== '' && calm !== '' ? ['', 'As it should be:', ''] : []),
    ...(calm === '' ? [] : [calm]),
  ].join('\n');
}

type Manner = Pick<Terminal, 'interactive' | 'columns'>;

/** What is not as it should be; empty if nothing is. */
export const troubleOf = ({ rows, silent }: StatusView, terminal: Manner): string => {
  const trouble = rows.filter(({ state }) => state !== 'ok');
  return rowsText(terminal.interactive ? foldSilent(trouble, silent) : trouble, terminal);
};

function rowsText(rows: StatusView['rows'], terminal: Manner): string {
  if (rows.length === 0) return '';
  return list(
    terminal,
    HEADER,
    rows.map(({ state, subject, region = '', text }) => ({ state, cells: [subject, region, text] })),
  );
}

/** The conclusion, the next command and the page. @param how - whether it is watched already */
export function headOf(
  view: StatusView,
  { interactive, columns }: Manner,
  { watched = false }: { readonly watched?: boolean } = {},
): string[] {
  const { conclusion, at } = view;
  const mark = MARKS[conclusion.state];
  const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
  const { line, runbook } = conclusion;
  const next = watched && conclusion.watches ? undefined : conclusion.next;
  if (!interactive)
    return [
      `${mark.word} | ${line}`,
      ...(next === undefined ? [] : [`Next: ${next}`]),
      ...(runbook === undefined ? [] : [`See: ${runbook}`]),
      `At: ${time}`,
    ];
  const [first = '', ...others] = wrap(line, columns - 2);
  return [
    `${mark.sign} ${first}`,
    ...others.map((text) => `  ${text}`),
    ...(next === undefined
      ? []
      : ['', '  Next:', ...wrapCommand(next, columns - 4).map((text) => `    ${text}`)]),
    ...(runbook === undefined ? [] : [`  See ${runbook}`]),
    `  As of ${time}`,
  ];
}
