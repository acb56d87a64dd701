import { createInterface } from 'node:readline/promises';
import pc from 'picocolors';
import { InputError } from './errors';
import { table } from './table';
import { DEFAULT_COLUMNS, wrap } from './wrap';

/** Whether what a line says is as it should be. */
export type State = 'ok' | 'attention' | 'unknown';

/** Where a command speaks, and to whom. */
export interface Terminal {
  /** Whether a person looks at it: tables and colors, not plain lines. */
  readonly interactive: boolean;
  /** Whether that person can answer. */
  readonly canAsk: boolean;
  /** How many characters fit into a line. */
  readonly columns: number;
  /** What was asked for. */
  print(text: string): void;
  /** What goes beside it; never part of JSON. */
  note(text: string): void;
  /** What the person answers. */
  question(text: string): Promise<string>;
  /** Shows lines in place of those that it showed last; only where {@link interactive}. */
  redraw(lines: readonly string[]): void;
}

/** The terminal of this process. */
export const processTerminal = (variables: NodeJS.ProcessEnv): Terminal => ({
  interactive: process.stdout.isTTY && variables['CI'] === undefined,
  canAsk: process.stdin.isTTY && process.stdout.isTTY,
  // A window may have another width by the next line.
  get columns() {
    return process.stdout.columns || DEFAULT_COLUMNS;
  },
  print: (text) => console.log(text),
  note: (text) => console.error(text),
  question: async (text) => {
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    const gone = new AbortController();
    // Ctrl-C and Ctrl-D are a no.
    for (const event of ['SIGINT', 'close'] as const) prompt.on(event, () => gone.abort());
    try {
      return await prompt.question(text, { signal: gone.signal });
    } catch (error) {
      if (gone.signal.aborted) return '';
      throw error;
    } finally {
      prompt.close();
    }
  },
  redraw: createRedraw(process.stdout),
});

/** What a redraw needs of a stream. */
export interface Screen {
  readonly rows?: number;
  write(text: string): unknown;
}

/** Replaces what was drawn last. What is higher than the screen is cut at its end: nothing above it can be reached again. */
export function createRedraw(screen: Screen): (lines: readonly string[]) => void {
  let height = 0;
  return (lines) => {
    const rows = (screen.rows ?? 24) - 1;
    const shown = lines.length <= rows ? lines : [...lines.slice(0, rows - 1), '…'];
    const back = height === 0 ? '' : `\u001B[${height}A\r\u001B[J`;
    screen.write(`${back}${shown.join('\n')}\n`);
    height = shown.length;
  };
}

/** How the command line was told to speak and to ask. */
export interface Manner {
  readonly json: boolean;
  readonly yes: boolean;
}

/**
 * Refuses what would have to be asked where nobody can answer. To be called before anything else is done.
 *
 * @throws InputError
 */
export function assertAnswerable(terminal: Terminal, { yes }: Pick<Manner, 'yes'>, command: string): void {
  if (yes || terminal.canAsk) return;
  throw new InputError({
    problem: `'drctl ${command}' changes things, and there is no terminal to ask at. Nothing was done.`,
    allowed: '--yes, or a terminal',
    fix: `look at it first on a terminal, or give --yes.`,
  });
}

/** Whether the operator goes on: by typing the environment's name, so that it is the one that was meant. */
export async function goesOn(
  terminal: Terminal,
  { yes }: Pick<Manner, 'yes'>,
  environment: string,
): Promise<boolean> {
  if (yes) return true;
  const answer = await terminal.question(`Type ${environment} to go on, anything else to leave it: `);
  return answer.trim() === environment;
}

/** A state as a colored sign, and as a word where nobody sees signs. */
export const MARKS: Readonly<Record<State, { readonly sign: string; readonly word: string }>> = {
  ok: { sign: pc.green('✔'), word: 'ok' },
  attention: { sign: pc.red('✖'), word: 'ATTENTION' },
  unknown: { sign: pc.yellow('?'), word: 'UNKNOWN' },
};

/** A line of a list in which each has a state. */
export interface Line {
  readonly state: State;
  readonly cells: readonly string[];
}

/** A table with signs where a person looks, its last column broken between words; plain lines with words elsewhere. */
export function list(
  terminal: Pick<Terminal, 'interactive' | 'columns'>,
  header: readonly string[],
  lines: readonly Line[],
): string {
  if (!terminal.interactive)
    return lines
      .map(({ state, cells }) => [MARKS[state].word, ...cells.filter((cell) => cell !== '')].join(' | '))
      .join('\n');
  const last = header.length - 1;
  const widthOf = (column: number) =>
    Math.max(header[column]?.length ?? 0, ...lines.map(({ cells }) => cells[column]?.length ?? 0));
  const before = header.slice(0, last).reduce((sum, _, column) => sum + widthOf(column) + 2, SIGN_WIDTH);
  const room = Math.max(LEAST_TEXT, terminal.columns - before);
  const broken = lines.flatMap(({ state, cells }) =>
    wrap(cells[last] ?? '', room).map((text, index) => ({
      sign: index === 0 ? MARKS[state].sign : ' ',
      cells: [...header.slice(0, last).map((_, column) => (index === 0 ? (cells[column] ?? '') : '')), text],
    })),
  );
  // The sign is put before the finished line: its color would count as width.
  const [head = '', rule = '', ...body] = table(
    header,
    broken.map(({ cells }) => cells),
  ).split('\n');
  return [
    `  ${head}`,
    `  ${rule}`,
    ...body.map((line, index) => `${broken[index]?.sign ?? ' '} ${line}`.trimEnd()),
  ].join('\n');
}

const SIGN_WIDTH = 2;

/** What the last column gets however wide the others are, in characters. */
const LEAST_TEXT = 24;
