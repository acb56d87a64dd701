import type { ContextKeys, ContextValue } from '../policy/context';
import type { Pattern } from '../policy/pattern';

/** One operator on one key: one line of a `Condition` block. All of a statement's must hold. */
export interface Condition {
  readonly operator: Operator;
  /** As written, for messages. */
  readonly key: string;
  readonly values: readonly Pattern[];
}

/** An operator, taken apart: `ForAnyValue:StringNotLikeIfExists`. */
export interface Operator {
  readonly name: string;
  /** Over a key with several values. @default - none is written */
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  /** Holds where the key is not in the request. */
  readonly ifExists: boolean;
  /** `Not`: it holds where its opposite does not. */
  readonly negated: boolean;
  /** Whether a value of the request is covered by one of the policy; without negation. */
  readonly compare: Comparison;
}

/** Whether a value of the request agrees with a value of the policy. */
export type Comparison = (actual: string, expected: Pattern, context: ContextKeys) => boolean;

/**
 * Whether a condition holds for a request.
 *
 * - A key that is not in the request: a negated operator holds, any other does not; `IfExists` and `ForAllValues` hold.
 * - Several values in the policy: one of them must agree, or, if negated, none may.
 * - Several values in the request: with `ForAllValues` each, with `ForAnyValue` one must hold. Without either, as with one value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function holds({ operator, key, values }: Condition, context: ContextKeys): boolean {
  const found = context.get(key.toLowerCase());
  if (operator.name === 'Null') {
    const isAbsent = String(isMissing(found));
    return values.some((value) => value.resolved(context)?.toLowerCase() === isAbsent);
  }
  if (found === undefined || (operator.set !== undefined && isMissing(found))) {
    if (operator.ifExists) return true;
    if (operator.set !== undefined) return operator.set === 'ForAllValues';
    return operator.negated;
  }
  const actual = typeof found === 'string' ? [found] : found;
  const agrees = (value: string) => values.some((expected) => operator.compare(value, expected, context));
  const one = (value: string) => agrees(value) !== operator.negated;
  if (operator.set === 'ForAllValues') return actual.every(one);
  if (operator.set === 'ForAnyValue') return actual.some(one);
  return actual.some(agrees) !== operator.negated;
}

const isMissing = (value: ContextValue | undefined): boolean => value === undefined || value.length === 0;
