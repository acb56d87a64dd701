import type { data } from '@actions/expressions';
import type { Toolkit } from '../toolkit';

/** Contexts by name, as GitHub fills them. */
export type Contexts = Readonly<Record<string, unknown>>;

/** How everything before has gone: what `success()`, `failure()` and `cancelled()` answer. */
export type Status = 'success' | 'failure' | 'cancelled';

const STATUS_FUNCTIONS = ['always', 'success', 'failure', 'cancelled'];

/** Evaluates expressions by GitHub's own package. */
export class Expressions {
  constructor(
    private readonly toolkit: Toolkit,
    private readonly contexts: Contexts,
    private readonly status: Status,
  ) {}

  /** The value of one expression, without `${{ }}`. */
  value(expression: string): unknown {
    const { Lexer, Parser, Evaluator, data: types } = this.toolkit.expressions;
    const answer = (value: boolean) => () => new types.BooleanData(value);
    const functions = [
      { name: 'always', minArgs: 0, maxArgs: 0, call: answer(true) },
      { name: 'success', minArgs: 0, maxArgs: 0, call: answer(this.status === 'success') },
      { name: 'failure', minArgs: 0, maxArgs: 0, call: answer(this.status === 'failure') },
      { name: 'cancelled', minArgs: 0, maxArgs: 0, call: answer(this.status === 'cancelled') },
    ];
    const names = Object.keys(this.contexts);
    const parsed = new Parser(new Lexer(expression).lex().tokens, names, functions).parse();
    const context = JSON.parse(JSON.stringify(this.contexts), types.reviver) as data.Dictionary;
    const found = new Evaluator(parsed, context, new Map(functions.map((one) => [one.name, one]))).evaluate();
    return JSON.parse(JSON.stringify(found, types.replacer)) as unknown;
  }

  /** A text with every `${{ }}` in it replaced; a text that is nothing else keeps the type of its value. */
  template(text: string | number | boolean): unknown {
    if (typeof text !== 'string') return text;
    const whole = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(text.trim());
    if (whole !== null) return this.value(whole[1] ?? '');
    return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => textOf(this.value(expression)));
  }

  /** Whether an `if` holds; one that names no status asks for success too. */
  condition(text: string | boolean | undefined): boolean {
    if (typeof text === 'boolean') return text && this.status === 'success';
    const expression = (text ?? 'success()').trim().replace(/^\$\{\{(.*)\}\}$/s, '$1');
    const asksForStatus = STATUS_FUNCTIONS.some((name) => new RegExp(`\\b${name}\\s*\\(`).test(expression));
    return truthy(this.value(asksForStatus ? expression : `success() && (${expression})`));
  }

  /** Every value of a map as text, as environment variables and inputs are. */
  map(values: Readonly<Record<string, string | number | boolean>> = {}): Record<string, string> {
    return Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, textOf(this.template(value))]),
    );
  }
}

/** What GitHub makes of a value in a text. */
export const textOf = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

const truthy = (value: unknown): boolean => value !== null && value !== false && value !== '' && value !== 0;
