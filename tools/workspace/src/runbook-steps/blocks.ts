import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of the runbooks. */
export const RUNBOOKS_FOLDER = resolve(__dirname, '..', '..', '..', '..', 'docs', 'runbooks');

/** A fenced block of shell commands on a page. */
export interface Block {
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

/** The shell blocks of a page, in their order. */
export function blocksOf(page: string): readonly Block[] {
  const found: Block[] = [];
  let heading = '';
  let step: number | undefined;
  let open: { readonly indent: number; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, line] of readFileSync(join(RUNBOOKS_FOLDER, page), 'utf8').split('\n').entries()) {
    if (open !== undefined) {
      if (line.trim() === '```') {
        found.push({ page, line: open.line, heading, step, text: open.lines.join('\n') });
        open = undefined;
      } else open.lines.push(line.slice(open.indent));
      continue;
    }
    const fence = /^( *)```sh$/.exec(line);
    if (fence !== null) open = { indent: fence[1]?.length ?? 0, line: index + 2, lines: [] };
    const title = /^#{2,3} (.+)$/.exec(line);
    if (title !== null) [heading, step] = [title[1] ?? '', undefined];
    const item = /^(\d+)\. /.exec(line);
    if (item !== null) step = Number(item[1]);
  }
  return found;
}

/** The blocks that set the variables of a page: they stand before every other one. */
export const isSetting = ({ heading }: Block): boolean =>
  // eslint-disable-next-line workspace/no-sentence-matching -- a heading of the pages
  heading === 'Set once in each shell';
