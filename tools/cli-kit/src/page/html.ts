/** Text that is HTML already; made by {@link markup} alone, so that what anybody else wrote is escaped. */
export class Html {
  private constructor(readonly text: string) {}

  /** Takes text for HTML. For constants of this repository, never for what was read somewhere. */
  static trusted(text: string): Html {
    return new Html(text);
  }
}

/** What may stand in a template: text is escaped, lists are joined, `undefined` and `false` are nothing. */
export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[];

/** A piece of HTML in which every value is escaped, also within an attribute's quotes. */
export function markup(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.trusted(
    strings.map((string, index) => string + (index < values.length ? textOf(values[index]) : '')).join(''),
  );
}

function textOf(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(textOf).join('');
  return String(value).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
