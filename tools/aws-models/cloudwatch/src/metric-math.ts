import type { Datapoint, Series } from './datapoint';
import { UnsupportedError } from './unsupported-error';

/** What an expression is evaluated over. */
export interface MathScope {
  /** The series of an id. @throws UnsupportedError if there is none */
  readonly series: (id: string) => Series;
  /** The ids of all metrics, for `METRICS()`. */
  readonly metrics: () => readonly string[];
}

/** What an expression can come to: a number, a series, or an array of series. */
type Value = number | Series | { readonly array: readonly Series[] };

const isArray = (value: Value): value is { readonly array: readonly Series[] } =>
  typeof value === 'object' && 'array' in value;

const truth = (holds: boolean) => (holds ? 1 : 0);

/** Operators by how tightly they bind, the loosest first. */
const OPERATORS: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
  { OR: (a, b) => truth(a !== 0 || b !== 0), '||': (a, b) => truth(a !== 0 || b !== 0) },
  { AND: (a, b) => truth(a !== 0 && b !== 0), '&&': (a, b) => truth(a !== 0 && b !== 0) },
  {
    '==': (a, b) => truth(a === b),
    '!=': (a, b) => truth(a !== b),
    '<=': (a, b) => truth(a <= b),
    '>=': (a, b) => truth(a >= b),
    '<': (a, b) => truth(a < b),
    '>': (a, b) => truth(a > b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b },
];

const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  MAX: (values) => Math.max(...values),
  MIN: (values) => Math.min(...values),
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
};

const FUNCTIONS = ['ABS', ...Object.keys(AGGREGATES), 'FILL', 'IF', 'METRICS'];

/**
 * The series that an expression of metric math comes to. Known are arithmetic (`+ - * /`), comparisons, `AND` and `OR`, `ABS`, `IF`,
 * `FILL` with a number or `REPEAT`, `METRICS()`, and `AVG`, `MAX`, `MIN`, `SUM` of an array. A period in which one side of an
 * operation has no data has none in the result; what is divided by zero has none either.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax
 * @throws UnsupportedError for what is not known here, or undocumented: an array some of whose series lack a period, and an
 *   expression that is no series
 */
export function evaluateExpression(expression: string, scope: MathScope): Series {
  const value = new MathParser(expression, scope).evaluate();
  if (typeof value === 'number' || isArray(value))
    throw new UnsupportedError(
      `'${expression}' comes to ${typeof value === 'number' ? 'a number' : 'several series'}; an alarm takes one series.`,
    );
  return value;
}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(==|!=|<=|>=|&&|\|\||[-+*/<>()[\],]))/y;

class MathParser {
  readonly #tokens: string[] = [];
  #position = 0;

  constructor(
    private readonly expression: string,
    private readonly scope: MathScope,
  ) {
    const pattern = new RegExp(TOKEN);
    while (expression.slice(pattern.lastIndex).trim() !== '') {
      const from = pattern.lastIndex;
      const match = pattern.exec(expression);
      if (match === null) throw this.#error(`'${expression.slice(from).trim()}' is not known here`);
      this.#tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
    }
  }

  evaluate(): Value {
    const value = this.#operation(0);
    const rest = this.#tokens[this.#position];
    if (rest !== undefined) throw this.#error(`'${rest}' is not expected`);
    return value;
  }

  #operation(level: number): Value {
    const operators = OPERATORS[level];
    if (operators === undefined) return this.#operand();
    let left = this.#operation(level + 1);
    for (;;) {
      const operate = operators[this.#next() ?? ''];
      if (operate === undefined) return left;
      this.#position += 1;
      left = this.#combine([left, this.#operation(level + 1)], ([a = 0, b = 0]) => operate(a, b));
    }
  }

  #operand(): Value {
    const token = this.#take();
    if (token === '-') return this.#combine([this.#operand()], ([a = 0]) => -a);
    if (token === '(') {
      const value = this.#operation(0);
      this.#expect(')');
      return value;
    }
    if (token === '[') {
      const array = this.#list(']').map((element) => this.#asSeries(element));
      return { array };
    }
    if (/^\d/.test(token)) return Number(token);
    if (this.#next() === '(') {
      this.#position += 1;
      return this.#call(token);
    }
    if (!/^[a-z]/.test(token)) throw this.#error(`'${token}' is not expected`);
    return this.scope.series(token);
  }

  #call(name: string): Value {
    if (!FUNCTIONS.includes(name))
      throw this.#error(`the function ${name} is not known here; known: ${FUNCTIONS.join(', ')}`);
    if (name === 'FILL') return this.#fill();
    const parameters = this.#list(')');
    if (name === 'METRICS') {
      if (parameters.length > 0) throw this.#error('METRICS with a filter is not known here');
      return { array: this.scope.metrics().map((id) => this.scope.series(id)) };
    }
    if (name === 'IF') {
      const [condition = 0, then = 0, otherwise = 0] = parameters;
      if (parameters.length !== 3) throw this.#error('IF is only known here with three parameters');
      return this.#combine([condition, then, otherwise], ([a = 0, b = 0, c = 0]) => (a !== 0 ? b : c));
    }
    const [first] = parameters;
    if (first === undefined || parameters.length > 1) throw this.#error(`${name} takes one parameter`);
    if (name === 'ABS') return this.#combine([first], ([a = 0]) => Math.abs(a));
    if (!isArray(first)) throw this.#error(`${name} of a single series is not known here, only of an array`);
    return this.#aggregate(name, first.array);
  }

  /** A period that no series of an array has is missing; one that only some have is undocumented. */
  #aggregate(name: string, array: readonly Series[]): Series {
    return Array.from({ length: lengthOf(array) }, (_, index) => {
      const values = array.flatMap((each) => each[index] ?? []);
      if (values.length === 0) return undefined;
      if (values.length < array.length)
        throw this.#error(
          `${name} of series of which some have no data for a period is not documented: FILL them`,
        );
      return defined(AGGREGATES[name]?.(values.map(({ value }) => value)) ?? Number.NaN);
    });
  }

  /** `LINEAR` is left out: an alarm's latest period has nothing after it to draw the line to. */
  #fill(): Series {
    const filled = this.#asSeries(this.#operation(0));
    this.#expect(',');
    if (this.#next() === 'REPEAT') {
      this.#position += 1;
      this.#expect(')');
      let last: Datapoint | undefined;
      return filled.map((datapoint) => (last = datapoint ?? last));
    }
    if (this.#next() === 'LINEAR') throw this.#error('FILL with LINEAR is not known here');
    const filling = this.#operation(0);
    this.#expect(')');
    if (typeof filling !== 'number') throw this.#error('FILL takes a number or REPEAT');
    return filled.map((datapoint) => datapoint ?? { value: filling });
  }

  #combine(values: readonly Value[], operate: (numbers: readonly number[]) => number): Value {
    if (values.every((value) => typeof value === 'number')) return operate(values);
    const series = values.map((value) => (typeof value === 'number' ? value : this.#asSeries(value)));
    return Array.from({ length: lengthOf(series.filter((each) => typeof each !== 'number')) }, (_, index) => {
      const numbers = series.map((each) => (typeof each === 'number' ? each : each[index]?.value));
      const known = numbers.filter((number) => number !== undefined);
      return known.length < numbers.length ? undefined : defined(operate(known));
    });
  }

  #asSeries(value: Value): Series {
    if (typeof value === 'number' || isArray(value)) throw this.#error('a series is expected');
    return value;
  }

  #list(close: ')' | ']'): Value[] {
    const values: Value[] = [];
    while (this.#next() !== close) {
      if (values.length > 0) this.#expect(',');
      values.push(this.#operation(0));
    }
    this.#position += 1;
    return values;
  }

  #next(): string | undefined {
    return this.#tokens[this.#position];
  }

  #take(): string {
    const token = this.#next();
    if (token === undefined) throw this.#error('it ends too early');
    this.#position += 1;
    return token;
  }

  #expect(text: string): void {
    if (this.#take() !== text) throw this.#error(`a '${text}' is missing`);
  }

  #error(problem: string): UnsupportedError {
    return new UnsupportedError(`The expression '${this.expression}' cannot be evaluated: ${problem}.`);
  }
}

const lengthOf = (array: readonly Series[]) => Math.max(0, ...array.map(({ length }) => length));

const defined = (value: number): Datapoint | undefined => (Number.isFinite(value) ? { value } : undefined);
