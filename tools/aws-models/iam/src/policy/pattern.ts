import type { ContextKeys } from './context';

/** Wildcards within a compiled pattern; every other element is a UTF-16 code unit. */
const ANY = -1;
const ONE = -2;
/** Any characters but a colon. */
const WITHIN_SEGMENT = -3;

/** A pattern whose variables are replaced: code units, and wildcards. */
type Symbols = readonly number[];

/** A policy variable, such as `${aws:PrincipalTag/team, 'none'}`. */
interface Variable {
  readonly key: string;
  readonly fallback: string | undefined;
}

/** How the text of a policy is read. */
export interface PatternOptions {
  /** `arn`: wildcards as in a resource; `text`: as in a condition or an action; `literal`: none. */
  readonly wildcards: 'arn' | 'text' | 'literal';
  /** Policy variables are replaced; policies of the older version have none. */
  readonly variables: boolean;
  /** @default false */
  readonly ignoreCase?: boolean;
}

const VARIABLE = /\$\{([^}]*)\}/g;
const WITH_DEFAULT = /^\s*([^,]+?)\s*,\s*'([^']*)'\s*$/;

/**
 * A text of a policy that is compared with a text of a request: literal, with wildcards, or with variables.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export class Pattern {
  readonly #parts: readonly (Symbols | Variable)[];
  /** The whole pattern where it has no variable. */
  readonly #fixed: Symbols | undefined;

  constructor(
    readonly text: string,
    private readonly options: PatternOptions,
  ) {
    this.#parts = options.variables ? split(text, options) : [symbols(text, options, 0)];
    this.#fixed = this.#parts.every(isSymbols) ? this.#parts.flat() : undefined;
  }

  /**
   * Whether the pattern covers a text of the request. One with a variable that the request's context does not hold, and that has
   * no default, covers nothing.
   */
  covers(text: string, context: ContextKeys): boolean {
    const pattern = this.#fixed ?? this.#resolve(context);
    if (pattern === undefined) return false;
    return matches(pattern, this.options.ignoreCase === true ? text.toLowerCase() : text);
  }

  /** The text with its variables replaced, wildcards as they are written; `undefined` if one has no value. */
  resolved(context: ContextKeys): string | undefined {
    if (this.#fixed !== undefined && !this.options.variables) return this.text;
    let complete = true;
    const text = this.text.replaceAll(VARIABLE, (_, inner: string) => {
      if (inner in ESCAPES) return inner;
      const { key, fallback } = variable(inner);
      const value = context.single(key) ?? fallback;
      complete &&= value !== undefined;
      return value ?? '';
    });
    return complete ? text : undefined;
  }

  #resolve(context: ContextKeys): Symbols | undefined {
    const pattern: number[] = [];
    for (const part of this.#parts) {
      if (isSymbols(part)) pattern.push(...part);
      else {
        const value = context.single(part.key) ?? part.fallback;
        if (value === undefined) return undefined;
        // What a request brings along is taken literally: a tag whose value is `*` opens nothing.
        pattern.push(...codes(this.options.ignoreCase === true ? value.toLowerCase() : value));
      }
    }
    return pattern;
  }
}

/** `${*}`, `${?}` and `${$}` stand for the characters themselves. */
const ESCAPES: Readonly<Record<string, true>> = { '*': true, '?': true, $: true };

const isSymbols = (part: Symbols | Variable): part is Symbols => Array.isArray(part);

const codes = (text: string): number[] => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));

function variable(inner: string): Variable {
  const [, key, fallback] = WITH_DEFAULT.exec(inner) ?? [];
  return key === undefined ? { key: inner.trim(), fallback: undefined } : { key, fallback };
}

function split(text: string, options: PatternOptions): (Symbols | Variable)[] {
  const parts: (Symbols | Variable)[] = [];
  let end = 0;
  let colons = 0;
  const literal = (from: number, to: number) => {
    if (from === to) return;
    const piece = text.slice(from, to);
    // What follows decides how far a wildcard at the end of the piece reaches.
    parts.push(symbols(piece, options, colons, text[to]));
    colons += piece.split(':').length - 1;
  };
  for (const match of text.matchAll(VARIABLE)) {
    const [whole, inner = ''] = match;
    literal(end, match.index);
    parts.push(inner in ESCAPES ? codes(inner) : variable(inner));
    end = match.index + whole.length;
  }
  literal(end, text.length);
  return parts;
}

function symbols(
  text: string,
  { wildcards, ignoreCase = false }: PatternOptions,
  colonsBefore: number,
  following?: string,
): Symbols {
  const written = ignoreCase ? text.toLowerCase() : text;
  if (wildcards === 'literal') return codes(written);
  let colons = colonsBefore;
  return Array.from({ length: written.length }, (_, at) => {
    const character = written[at];
    if (character === ':') colons += 1;
    if (character === '?') return ONE;
    if (character !== '*') return written.charCodeAt(at);
    const next = at + 1 < written.length ? written[at + 1] : following;
    // At the end of a segment it reaches beyond the colon; the resource's own part, the last, has no segments.
    const reaches = wildcards === 'text' || colons >= 5 || next === undefined || next === ':';
    return reaches ? ANY : WITHIN_SEGMENT;
  });
}

/** Whether a pattern covers a text as a whole. */
function matches(pattern: Symbols, text: string): boolean {
  return pattern.includes(WITHIN_SEGMENT) ? matchesByTable(pattern, text) : matchesGreedily(pattern, text);
}

/** In time linear in the text for what policies hold: only the last `*` is ever taken back. */
function matchesGreedily(pattern: Symbols, text: string): boolean {
  let at = 0;
  let symbol = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = pattern[symbol];
    if (wanted === ANY) {
      star = symbol;
      resume = at;
      symbol += 1;
    } else if (wanted === ONE || wanted === text.charCodeAt(at)) {
      symbol += 1;
      at += 1;
    } else if (star >= 0) {
      symbol = star + 1;
      resume += 1;
      at = resume;
    } else return false;
  }
  while (pattern[symbol] === ANY) symbol += 1;
  return symbol === pattern.length;
}

/** `reached[n]`: whether the symbols so far cover the first `n` characters. */
function matchesByTable(pattern: Symbols, text: string): boolean {
  let reached = Array.from({ length: text.length + 1 }, (_, length) => length === 0);
  for (const wanted of pattern) {
    const next = Array.from({ length: text.length + 1 }, () => false);
    for (let length = 0; length <= text.length; length += 1) {
      const last = length === 0 ? undefined : text.charCodeAt(length - 1);
      const before = length > 0 && reached[length - 1] === true;
      if (wanted === ANY || wanted === WITHIN_SEGMENT) {
        const reachesOn = length > 0 && next[length - 1] === true && (wanted === ANY || last !== COLON);
        next[length] = reached[length] === true || reachesOn;
      } else next[length] = before && (wanted === ONE || wanted === last);
    }
    reached = next;
  }
  return reached[text.length] === true;
}

const COLON = ':'.charCodeAt(0);
