/** An event of EventBridge, as rules see it. */
export interface AwsEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly resources?: readonly string[];
}

type Pattern = Readonly<Record<string, unknown>>;
type Test = Readonly<Record<string, unknown>>;

/** A pattern asks for something that is not known here. */
export class UnknownPatternError extends Error {
  constructor(what: string) {
    super(`No event pattern asks for ${what} here.`);
    this.name = 'UnknownPatternError';
  }
}

/**
 * Whether a pattern matches an event.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * @throws UnknownPatternError for an operator that is not known here
 */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or')
      return (wanted as readonly Pattern[]).some((alternative) => matchesPattern(alternative, event));
    const values = valuesOf(event, name);
    if (Array.isArray(wanted)) return (wanted as readonly unknown[]).some((one) => leafMatches(one, values));
    // Of a list of objects, one must match as a whole.
    return values.some((value) => isObject(value) && matchesPattern(wanted as Pattern, value));
  });
}

/** What an event has under a name: the elements of a list, each by itself. */
function valuesOf(event: unknown, name: string): readonly unknown[] {
  if (!isObject(event) || !Object.hasOwn(event, name)) return [];
  const value = event[name];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function leafMatches(wanted: unknown, values: readonly unknown[]): boolean {
  if (!isObject(wanted)) return values.includes(wanted);
  const [[operator, operand] = ['', undefined]] = Object.entries(wanted as Test);
  if (operator === 'exists') return values.length > 0 === operand;
  return values.some((value) => operatorMatches(operator, operand, value));
}

function operatorMatches(operator: string, operand: unknown, value: unknown): boolean {
  switch (operator) {
    case 'prefix':
      return textOperator(operand, value, (text, part) => text.startsWith(part));
    case 'suffix':
      return textOperator(operand, value, (text, part) => text.endsWith(part));
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase();
    case 'wildcard':
      return typeof value === 'string' && wildcardOf(String(operand)).test(value);
    case 'anything-but':
      return !excluded(operand).some((one) => leafMatches(one, [value]));
    case 'numeric':
      return typeof value === 'number' && inRange(operand as readonly (string | number)[], value);
    default:
      throw new UnknownPatternError(operator);
  }
}

function textOperator(
  operand: unknown,
  value: unknown,
  holds: (text: string, part: string) => boolean,
): boolean {
  if (typeof value !== 'string') return false;
  if (isObject(operand))
    return holds(value.toLowerCase(), String(operand['equals-ignore-case']).toLowerCase());
  return holds(value, String(operand));
}

/** `anything-but` takes one value, several, or an operator with one or several. */
function excluded(operand: unknown): readonly unknown[] {
  if (Array.isArray(operand)) return operand as readonly unknown[];
  if (!isObject(operand)) return [operand];
  return Object.entries(operand).flatMap(([operator, values]) =>
    (Array.isArray(values) ? (values as readonly unknown[]) : [values]).map((value) => ({
      [operator]: value,
    })),
  );
}

const wildcardOf = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function inRange(terms: readonly (string | number)[], value: number): boolean {
  for (let at = 0; at < terms.length; at += 2) {
    const compare = COMPARISONS[String(terms[at])];
    if (compare === undefined) throw new UnknownPatternError(`numeric ${String(terms[at])}`);
    if (!compare(value, Number(terms[at + 1]))) return false;
  }
  return true;
}

/**
 * An event that a pattern matches, to see whether it arrives: of each list of alternatives the first.
 *
 * @throws UnknownPatternError if none can be made of it
 */
export function exampleOf(pattern: Pattern): AwsEvent {
  const made = example(pattern) as unknown as AwsEvent;
  const event: AwsEvent = {
    ...made,
    source: made.source ?? 'example',
    'detail-type': made['detail-type'] ?? 'Example',
    detail: made.detail ?? {},
  };
  if (!matchesPattern(pattern, event)) throw new UnknownPatternError(JSON.stringify(pattern));
  return event;
}

function example(pattern: Pattern): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, wanted] of Object.entries(pattern)) {
    if (name === '$or') Object.assign(made, example((wanted as readonly Pattern[])[0] ?? {}));
    else if (Array.isArray(wanted)) {
      const value = exampleValue((wanted as readonly unknown[])[0]);
      if (value !== undefined) made[name] = name === 'resources' ? [value] : value;
    } else made[name] = example(wanted as Pattern);
  }
  return made;
}

function exampleValue(wanted: unknown): unknown {
  if (!isObject(wanted)) return wanted;
  const [[operator, operand] = ['', undefined]] = Object.entries(wanted);
  switch (operator) {
    case 'exists':
      return operand === true ? 'example' : undefined;
    case 'anything-but':
      return 'example';
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
      return isObject(operand) ? operand['equals-ignore-case'] : operand;
    case 'wildcard':
      return String(operand).replaceAll('*', 'example');
    case 'numeric':
      return exampleNumber(operand as readonly (string | number)[]);
    default:
      throw new UnknownPatternError(operator);
  }
}

const exampleNumber = ([operator, bound]: readonly (string | number)[]): number =>
  Number(bound) + (operator === '<' ? -1 : operator === '>' ? 1 : 0);
