import { list, MARKS, wrap, wrapCommand, type Terminal } from '@healthcare-dr/cli-kit';
import type { StatusView } from '../assess/status';
import { conclusionLine } from '../assess/conclusion-line';

const HEADER = ['What', 'Region', 'How it stands'] as const;

/**
 * What an operator reads: the conclusion and the next command, what is not as it should be, and then the rest. No line is wider than
 * the terminal, but for a word that is.
 */
export function statusText(view: StatusView, terminal: Pick<Terminal, 'interactive' | 'columns'>): string {
  const { conclusion, rows, silent } = view;
  const lines = (shown: StatusView['rows']) =>
    list(
      terminal,
      HEADER,
      shown.map(({ state, subject, region = '', text }) => ({ state, cells: [subject, region, text] })),
    );
  const trouble = rows.filter(({ state }) => state !== 'ok');
  const calm = rows.filter(({ state }) => state === 'ok');
  const head = headOf(view, terminal);
  if (conclusion.code === 'not-deployed') return head.join('\n');
  return [
    ...head,
    ...silent.map((region) => `${region} DOES NOT ANSWER`),
    ...(terminal.interactive ? [''] : []),
    ...(trouble.length === 0 ? [] : [lines(trouble)]),
    ...(terminal.interactive && trouble.length > 0 && calm.length > 0 ? ['', 'As it should be:', ''] : []),
    ...(calm.length === 0 ? [] : [lines(calm)]),
  ].join('\n');
}

/** The conclusion, the next command and the page. */
export function headOf(
  view: StatusView,
  { interactive, columns }: Pick<Terminal, 'interactive' | 'columns'>,
): string[] {
  const { conclusion, at } = view;
  const mark = MARKS[conclusion.state];
  const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
  const line = conclusionLine(view);
  const { next, runbook } = conclusion;
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
