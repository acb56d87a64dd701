import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of the runbooks. */
export const RUNBOOKS_FOLDER = resolve(__dirname, '..', '..', '..', '..', 'docs', 'runbooks');

/** The pages, by their files; the index is none of them. */
export const runbookPages = (): readonly string[] =>
  readdirSync(RUNBOOKS_FOLDER).filter((name) => name.endsWith('.md') && name !== 'README.md');

/** A fenced block of shell commands on a page. */
export interface Block {
  /**
   * The page and the place on it, as people name it: `disaster-failover/C1`, `hold/by-hand`. The second block of a place ends in `.2`.
   */
  readonly id: string;
  readonly page: string;
  /** The line on which its commands begin, counted from 1. */
  readonly line: number;
  /** The heading that it stands under. */
  readonly heading: string;
  /** The number of the step that it belongs to; `undefined` outside of a list. */
  readonly step: number | undefined;
  /** Its commands, without the indentation of a list. */
  readonly text: string;
}

/** Where on a page one is, from line to line. */
interface Place {
  readonly heading: string;
  /** The letter of a section, or its title as a word, or nothing where a page has but one list of steps. */
  readonly section: string;
  readonly step: number | undefined;
  /** The number that the heading itself has. */
  readonly numbered: string;
}

const NOWHERE: Place = { heading: '', section: '', step: undefined, numbered: '' };

const wordOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

const sectionOf = (title: string): string =>
  title === 'Steps' ? '' : (/^([A-Z])\. /.exec(title)?.[1] ?? wordOf(title));

/** The place that a line leads to. */
function after(line: string, place: Place): Place {
  const [, marks = '', title = ''] = /^(#{2,3}) (.+)$/.exec(line) ?? [];
  const step = /^(\d+)\. /.exec(line)?.[1];
  if (marks === '##') return { ...NOWHERE, heading: title, section: sectionOf(title) };
  if (marks === '###')
    return { ...place, heading: title, step: undefined, numbered: /^(\d+)\. /.exec(title)?.[1] ?? '' };
  return step === undefined ? place : { ...place, step: Number(step) };
}

function nameOf({ section, step, numbered }: Place): string {
  const number = step === undefined ? numbered : String(step);
  const between = section.length > 1 && number !== '' ? '-' : '';
  return `${section}${between}${number}`;
}

/** The shell blocks of a page, in their order. */
export const blocksOf = (page: string): readonly Block[] =>
  blocksIn(page, readFileSync(join(RUNBOOKS_FOLDER, page), 'utf8'));

/** The shell blocks of a text. @param page - its file's name */
export function blocksIn(page: string, markdown: string): readonly Block[] {
  const found: Block[] = [];
  const counts = new Map<string, number>();
  let place = NOWHERE;
  let open: { readonly indent: number; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (open !== undefined) {
      if (line.trim() !== '```') {
        open.lines.push(line.slice(open.indent));
        continue;
      }
      const name = `${page.replace(/\.md$/, '')}/${nameOf(place)}`;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      const { heading, step } = place;
      const id = count === 1 ? name : `${name}.${count}`;
      found.push({ id, page, line: open.line, heading, step, text: open.lines.join('\n') });
      open = undefined;
      continue;
    }
    const fence = /^( *)```sh$/.exec(line);
    if (fence !== null) open = { indent: fence[1]?.length ?? 0, line: index + 2, lines: [] };
    else place = after(line, place);
  }
  return found;
}

/** The blocks that set the variables of a page: they stand before every other one. */
export const isSetting = ({ heading }: Block): boolean =>
  // eslint-disable-next-line workspace/no-sentence-matching -- a heading of the pages
  heading === 'Set once in each shell';
