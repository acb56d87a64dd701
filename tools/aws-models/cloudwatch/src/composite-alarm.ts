import type { AlarmState, Evaluation } from './alarm-state';
import { UnsupportedError } from './unsupported-error';

type AlarmRule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string }
  | { readonly kind: 'not'; readonly operand: AlarmRule }
  | { readonly kind: 'AND' | 'OR'; readonly operands: readonly AlarmRule[] };

const TOKEN = /\s*(?:(\()|(\))|"([^"]*)"|([^\s()"]+))/y;

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * The rule of a composite alarm: `ALARM`, `OK` and `INSUFFICIENT_DATA` of an alarm by its name or ARN, quoted or not; `AND`, `OR`,
 * `NOT`, parentheses, `TRUE` and `FALSE`.
 *
 * The documentation does not say whether `AND` binds tighter than `OR`, so a rule that mixes them without parentheses is refused.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export class CompositeRule {
  readonly #rule: AlarmRule;

  /** @throws UnsupportedError if the rule is no rule, or if its meaning is not documented */
  constructor(readonly text: string) {
    this.#rule = new RuleParser(text).parse();
  }

  /** The alarms that the rule looks at, by what it calls them, each once. */
  get alarms(): string[] {
    return [...new Set(alarmsIn(this.#rule))];
  }

  /**
   * What the composite alarm says while these are the states of others.
   *
   * @param states - by name or ARN, as the rule calls them
   * @throws UnsupportedError if the rule looks at an alarm that is not among them: CloudWatch refuses such a rule
   */
  evaluate(states: ReadonlyMap<string, AlarmState>): Evaluation {
    const unknown = this.alarms.filter((alarm) => !states.has(nameOf(alarm)) && !states.has(alarm));
    if (unknown.length > 0) {
      throw new UnsupportedError(
        `The rule looks at ${unknown.join(', ')}, and there are only ${[...states.keys()].join(', ')}.`,
      );
    }
    const stateOf = (alarm: string) => states.get(alarm) ?? states.get(nameOf(alarm));
    const holds = (rule: AlarmRule): boolean => {
      if (rule.kind === 'constant') return rule.value;
      if (rule.kind === 'state') return stateOf(rule.alarm) === rule.state;
      if (rule.kind === 'not') return !holds(rule.operand);
      return rule.kind === 'AND' ? rule.operands.every(holds) : rule.operands.some(holds);
    };
    const seen = this.alarms.map((alarm) => `${nameOf(alarm)} is ${String(stateOf(alarm))}`).join(', ');
    return { state: holds(this.#rule) ? 'ALARM' : 'OK', reason: `${this.text}: ${seen}` };
  }
}

/** The name in `arn:aws:cloudwatch:<region>:<account>:alarm:<name>`; any other text as it is. */
const nameOf = (alarm: string): string =>
  /^arn:[^:]+:cloudwatch:[^:]*:\d*:alarm:(.+)$/.exec(alarm)?.[1] ?? alarm;

function alarmsIn(rule: AlarmRule): string[] {
  if (rule.kind === 'state') return [rule.alarm];
  if (rule.kind === 'not') return alarmsIn(rule.operand);
  return rule.kind === 'constant' ? [] : rule.operands.flatMap(alarmsIn);
}

const STATES: readonly string[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] satisfies AlarmState[];

class RuleParser {
  readonly #tokens: Token[] = [];
  #position = 0;

  constructor(private readonly text: string) {
    const pattern = new RegExp(TOKEN);
    while (text.slice(pattern.lastIndex).trim() !== '') {
      const match = pattern.exec(text);
      if (match === null) throw this.#error('it has an open quote');
      const [, open, close, quoted, word] = match;
      this.#tokens.push({ text: open ?? close ?? quoted ?? word ?? '', quoted: quoted !== undefined });
    }
  }

  parse(): AlarmRule {
    const rule = this.#combined();
    const rest = this.#tokens[this.#position];
    if (rest !== undefined) throw this.#error(`'${rest.text}' is not expected`);
    return rule;
  }

  #combined(): AlarmRule {
    const operands = [this.#single()];
    let operator: 'AND' | 'OR' | undefined;
    for (let next = this.#word(); next === 'AND' || next === 'OR'; next = this.#word()) {
      if (operator !== undefined && operator !== next)
        throw this.#error('it mixes AND and OR without parentheses, and which comes first is not documented');
      operator = next;
      this.#position += 1;
      operands.push(this.#single());
    }
    const [only] = operands;
    return operator === undefined && only !== undefined ? only : { kind: operator ?? 'AND', operands };
  }

  #single(): AlarmRule {
    const word = this.#word();
    this.#position += 1;
    if (word === 'NOT') return { kind: 'not', operand: this.#single() };
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'constant', value: word === 'TRUE' };
    if (word === '(') {
      const rule = this.#combined();
      this.#expect(')');
      return rule;
    }
    if (word === undefined || !STATES.includes(word)) {
      const allowed = [...STATES, 'NOT', 'TRUE', 'FALSE', '('].join(', ');
      throw this.#error(`'${word ?? 'its end'}' is not expected; allowed: ${allowed}`);
    }
    this.#expect('(');
    const alarm = this.#tokens[this.#position];
    if (alarm === undefined || (!alarm.quoted && (alarm.text === ')' || alarm.text === '(')))
      throw this.#error(`${word} names no alarm`);
    this.#position += 1;
    this.#expect(')');
    return { kind: 'state', state: word as AlarmState, alarm: alarm.text };
  }

  /** The next token, unless it is a name in quotes. */
  #word(): string | undefined {
    const token = this.#tokens[this.#position];
    return token?.quoted === true ? undefined : token?.text;
  }

  #expect(text: string): void {
    if (this.#word() !== text) throw this.#error(`a '${text}' is missing`);
    this.#position += 1;
  }

  #error(problem: string): UnsupportedError {
    return new UnsupportedError(`The rule '${this.text}' cannot be read: ${problem}.`);
  }
}
