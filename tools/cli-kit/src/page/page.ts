import { createHash } from 'node:crypto';
import type { State } from '../terminal';
import { Html, markup, type HtmlValue } from './html';
import { PAGE_STYLE } from './style';

/** What a page consists of. */
export interface PageProps {
  readonly title: string;
  readonly body: HtmlValue;
  /** More style, after that of every page. */
  readonly style?: string;
  /**
   * A script of this repository.
   * @default - none; the page runs nothing
   */
  readonly script?: string;
}

/**
 * One file that needs no other: style and script within, nothing asked of anybody. Its policy lets run what it was made with, so that
 * text that came to be markup by mistake would still do nothing.
 */
export function page({ title, body, style = '', script }: PageProps): string {
  const styles = PAGE_STYLE + style;
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(styles)}'`,
    'img-src data:',
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`, "connect-src 'self'"]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  // Style and script as they were hashed: a space more, and the browser refuses them.
  const { text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${Html.trusted(`<style>${styles}</style>`)}
</head>
<body>
${body}
${script !== undefined && Html.trusted(`<script>${script}</script>`)}
</body>
</html>
`;
  return text;
}

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const SYMBOLS: Readonly<Record<State | 'failed', string>> = {
  ok: '✔',
  attention: '▲',
  unknown: '?',
  failed: '✖',
};

/** A state as a word with its symbol. */
export function badge(state: State | 'failed', word: string): Html {
  return markup`<span class="${state === 'unknown' ? 'attention' : state}">${SYMBOLS[state]} ${word}</span>`;
}

/** A table that scrolls by itself where the page is narrow. */
export function htmlTable(header: readonly string[], rows: readonly (readonly HtmlValue[])[]): Html {
  return markup`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${header.map((cell) => markup`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            markup`<tr>
              ${row.map(dataCell)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A short name is not broken at its hyphens: half of a Region is none. */
const SHORT_NAME = /^[\w-]{1,24}$/;

const dataCell = (cell: HtmlValue): Html =>
  typeof cell === 'string' && SHORT_NAME.test(cell)
    ? markup`<td class="whole">${cell}</td>`
    : markup`<td>${cell}</td>`;

/** Terms and what they are. */
export function definitions(pairs: readonly (readonly [string, HtmlValue])[]): Html {
  return markup`<dl>
    ${pairs.map(
      ([term, value]) =>
        markup`<dt>${term}</dt>
          <dd>${value}</dd> `,
    )}
  </dl>`;
}
