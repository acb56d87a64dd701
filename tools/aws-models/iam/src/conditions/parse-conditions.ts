import { Pattern } from '../policy/pattern';
import type { Condition } from './condition';
import { NEGATED, OPERATOR_RULES } from './operators';

const WRITTEN = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/**
 * Compiles the `Condition` block of a statement.
 *
 * @param variables - whether the policy's version knows policy variables
 * @param refuse - makes the error of a block that cannot be read
 */
export function parseConditions(
  block: unknown,
  variables: boolean,
  refuse: (problem: string) => Error,
): Condition[] {
  if (block === undefined) return [];
  return Object.entries(objectOf(block, refuse)).flatMap(([written, keys]) => {
    const [, set, name = '', ifExists] = WRITTEN.exec(written) ?? [];
    const positive = NEGATED[name];
    const rule = OPERATOR_RULES[positive ?? name];
    if (rule === undefined || (name === 'Null' && ifExists !== undefined))
      throw refuse(`has the operator '${written}', which IAM does not know.`);
    const operator = {
      name,
      set: set as 'ForAllValues' | 'ForAnyValue' | undefined,
      ifExists: ifExists !== undefined,
      negated: positive !== undefined,
      compare: rule.compare,
    };
    const options = {
      wildcards: rule.wildcards ? ('text' as const) : ('literal' as const),
      variables: variables && rule.variables,
      ignoreCase: rule.ignoreCase ?? false,
    };
    return Object.entries(objectOf(keys, refuse)).map(([key, values]) => ({
      operator,
      key,
      values: scalars(values, key, refuse).map((value) => new Pattern(value, options)),
    }));
  });
}

function objectOf(value: unknown, refuse: (problem: string) => Error): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse('is no object of operators, each an object of keys.');
  return value as Readonly<Record<string, unknown>>;
}

function scalars(value: unknown, key: string, refuse: (problem: string) => Error): string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  if (!list.every((element) => ['string', 'number', 'boolean'].includes(typeof element)))
    throw refuse(`has a value of '${key}' that is neither text, number nor boolean.`);
  return list.map(String);
}
