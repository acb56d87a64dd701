import type { BucketPolicyStatement } from '../bucket-policy';

/** What is known of a request when S3 decides: its action and its condition keys. What is missing was not sent. */
export interface Request {
  readonly action: string;
  readonly keys: Readonly<Record<string, string>>;
}

const OPERATORS: Readonly<Record<string, (actual: string | undefined, expected: string) => boolean>> = {
  Bool: (actual, expected) => actual === expected,
  Null: (actual, expected) => String(actual === undefined) === expected,
  StringEquals: (actual, expected) => actual === expected,
  // A negated operator holds where there is nothing to compare: this is what makes such denials dangerous.
  StringNotEquals: (actual, expected) => actual !== expected,
  NumericLessThan: (actual, expected) => actual !== undefined && Number(actual) < Number(expected),
};

const matches = (pattern: string, action: string) =>
  pattern === action || (pattern.endsWith('*') && action.startsWith(pattern.slice(0, -1)));

/**
 * The statements that deny a request, by id.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function deniedBy(statements: readonly BucketPolicyStatement[], { action, keys }: Request): string[] {
  return statements
    .filter(({ Effect, Action }) => Effect === 'Deny' && matches(Action, action))
    .filter(({ Condition }) =>
      Object.entries(Condition).every(([operator, expectations]) =>
        Object.entries(expectations).every(([key, expected]) => {
          const holds = OPERATORS[operator];
          if (holds === undefined) throw new Error(`The evaluator knows no operator '${operator}'.`);
          return holds(keys[key], expected);
        }),
      ),
    )
    .map(({ Sid }) => Sid);
}
