import { UnsupportedError } from './unsupported-error';

/** Whether an event matches; `undefined` where the documentation does not say. */
type Condition = (event: unknown) => boolean | undefined;

const TOKEN =
  /\s*(?:(\$(?:\.[A-Za-z0-9_-]+|\[\d+\])+)|"([^"]*)"|(&&|\|\||!=|<=|>=|[=<>(){}])|([^\s"=!<>(){}&|]+))/y;

/** A comparison with `=` as it stands in a pattern. */
interface Equality {
  readonly text: string;
  readonly holds: Condition;
}

interface Token {
  readonly kind: 'selector' | 'quoted' | 'symbol' | 'word';
  readonly text: string;
}

const NUMBER = /^[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i;

/**
 * A pattern of CloudWatch Logs for events in JSON: `{ ($.eventName = ConsoleLogin) && ($.additionalEventData.MFAUsed != Yes) }`.
 * Known are `=`, `!=`, numeric comparisons, `IS NULL | TRUE | FALSE`, `NOT EXISTS`, `&&` before `||`, parentheses, and an asterisk at
 * either end of a string; anywhere else it is an asterisk.
 *
 * A selector that leads to an object or an array matches nothing, be it `=` or `!=`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html
 */
export class FilterPattern {
  readonly #condition: Condition;
  readonly #equalities: readonly Equality[];

  /** @throws UnsupportedError for a pattern of another kind (terms, columns, regular expressions) or one that cannot be read */
  constructor(readonly text: string) {
    const parser = new PatternParser(text);
    this.#condition = parser.parse();
    this.#equalities = parser.equalities;
  }

  /**
   * Whether an event matches.
   *
   * @param event - the event as parsed JSON
   * @throws UnsupportedError if it turns on `!=` of a field that is not there, of which the documentation does not speak
   */
  matches(event: unknown): boolean {
    const matches = this.#condition(event);
    if (matches === undefined)
      throw new UnsupportedError(
        `The pattern '${this.text}' turns on != of a field that an event does not have, of which the documentation does not speak.`,
      );
    return matches;
  }

  /**
   * The comparisons with `=` that hold for none of the events which match: each could be misspelled, or gone, without any of them telling.
   *
   * @returns them as they stand in the pattern
   */
  untried(events: readonly unknown[]): string[] {
    const matching = events.filter((event) => this.matches(event));
    return this.#equalities
      .filter(({ holds }) => !matching.some((event) => holds(event) === true))
      .map(({ text }) => text);
  }
}

class PatternParser {
  readonly equalities: Equality[] = [];
  readonly #tokens: Token[] = [];
  #position = 0;

  constructor(private readonly text: string) {
    if (!text.trim().startsWith('{')) throw this.#error('only patterns over JSON are known here');
    const pattern = new RegExp(TOKEN);
    while (text.slice(pattern.lastIndex).trim() !== '') {
      const from = pattern.lastIndex;
      const match = pattern.exec(text);
      if (match === null) throw this.#error(`'${text.slice(from).trim()}' is not known here`);
      const [, selector, quoted, symbol, word] = match;
      if (selector !== undefined) this.#tokens.push({ kind: 'selector', text: selector });
      else if (quoted !== undefined) this.#tokens.push({ kind: 'quoted', text: quoted });
      else if (symbol !== undefined) this.#tokens.push({ kind: 'symbol', text: symbol });
      else this.#tokens.push({ kind: 'word', text: word ?? '' });
    }
  }

  parse(): Condition {
    this.#expect('{');
    const condition = this.#any();
    this.#expect('}');
    if (this.#position < this.#tokens.length) throw this.#error('something follows the closing brace');
    return condition;
  }

  #any(): Condition {
    const conditions = [this.#all()];
    while (this.#accept('||')) conditions.push(this.#all());
    return (event) => decidedBy(true, conditions, event);
  }

  #all(): Condition {
    const conditions = [this.#single()];
    while (this.#accept('&&')) conditions.push(this.#single());
    return (event) => decidedBy(false, conditions, event);
  }

  #single(): Condition {
    if (this.#accept('(')) {
      const condition = this.#any();
      this.#expect(')');
      return condition;
    }
    const selector = this.#take();
    if (selector.kind !== 'selector')
      throw this.#error(`'${selector.text}' stands where a selector ($.field) is expected`);
    return this.#comparison(selector.text, this.#take());
  }

  #comparison(selector: string, operator: Token): Condition {
    const path = pathOf(selector);
    if (operator.text === 'IS' || operator.text === 'NOT') {
      const { text } = this.#take();
      const test = UNARY[`${operator.text} ${text}`];
      if (test === undefined) throw this.#error(`'${operator.text} ${text}' is not known here`);
      return (event) => test(valueAt(event, path));
    }
    const operand = this.#take();
    if (operand.kind === 'symbol' || operand.kind === 'selector')
      throw this.#error(`'${operand.text}' stands where a value is expected`);
    if (operand.text.startsWith('%')) throw this.#error('regular expressions are not known here');
    const number = operand.kind === 'word' && NUMBER.test(operand.text) ? Number(operand.text) : undefined;
    const compare = ORDER[operator.text];
    if (compare !== undefined) {
      if (number === undefined) throw this.#error(`'${operand.text}' is no number`);
      return (event) => {
        const value = valueAt(event, path);
        return typeof value === 'number' && compare(value, number);
      };
    }
    if (operator.text !== '=' && operator.text !== '!=')
      throw this.#error(`'${operator.text}' is no operator`);
    const equal = equals(operand.text, number);
    if (operator.text === '=') {
      const holds: Condition = (event) => equal(valueAt(event, path)) === true;
      this.equalities.push({ text: `${selector} = ${operand.text}`, holds });
      return holds;
    }
    return (event) => {
      const value = valueAt(event, path);
      return value === undefined ? undefined : equal(value) === false;
    };
  }

  #accept(symbol: string): boolean {
    const token = this.#tokens[this.#position];
    const accepted = token?.kind === 'symbol' && token.text === symbol;
    if (accepted) this.#position += 1;
    return accepted;
  }

  #expect(symbol: string): void {
    if (!this.#accept(symbol)) throw this.#error(`a '${symbol}' is missing`);
  }

  #take(): Token {
    const token = this.#tokens[this.#position];
    if (token === undefined) throw this.#error('it ends too early');
    this.#position += 1;
    return token;
  }

  #error(problem: string): UnsupportedError {
    return new UnsupportedError(`The filter pattern '${this.text}' cannot be read: ${problem}.`);
  }
}

/** What conditions come to of which one that is `decisive` decides. */
function decidedBy(decisive: boolean, conditions: readonly Condition[], event: unknown): boolean | undefined {
  const results = conditions.map((condition) => condition(event));
  if (results.includes(decisive)) return decisive;
  return results.includes(undefined) ? undefined : !decisive;
}

const UNARY: Readonly<Record<string, (value: unknown) => boolean>> = {
  'IS NULL': (value) => value === null,
  'IS TRUE': (value) => value === true,
  'IS FALSE': (value) => value === false,
  'NOT EXISTS': (value) => value === undefined,
};

const ORDER: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** Whether a value equals an operand; `undefined` if it is not one that can be compared. */
function equals(operand: string, number: number | undefined): (value: unknown) => boolean | undefined {
  const [first, last] = [operand.startsWith('*'), operand.length > 1 && operand.endsWith('*')];
  const fixed = operand.slice(first ? 1 : 0, last ? -1 : undefined);
  return (value) => {
    if (typeof value === 'number')
      return operand === '*' || (number === undefined ? false : value === number);
    if (typeof value !== 'string') return undefined;
    if (first && last) return value.includes(fixed);
    if (first) return value.endsWith(fixed);
    return last ? value.startsWith(fixed) : value === operand;
  };
}

const pathOf = (selector: string): (string | number)[] =>
  [...selector.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]/g)].map(([, field, index]) => field ?? Number(index));

function valueAt(event: unknown, path: readonly (string | number)[]): unknown {
  let value = event;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) !== (typeof step === 'number'))
      return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return value;
}
