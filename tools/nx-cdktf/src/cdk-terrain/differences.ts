import type { Stacks } from './synthesize';

/** A place at which a stack differs. */
export interface Difference {
  readonly stack: string;
  /** Such as `resource.aws_vpc.vpc.cidr_block`. */
  readonly path: string;
  /** @default - undefined: it is not there */
  readonly before: unknown;
  /** @default - undefined: it is not there */
  readonly after: unknown;
}

/** Where stacks differ from what they are on another engine; a stack that only one of them has differs as a whole. */
export function differencesBetween(before: Stacks, after: Stacks): Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((stack) =>
    compared(before.get(stack), after.get(stack), []).map((difference) => ({ stack, ...difference })),
  );
}

type Found = Omit<Difference, 'stack'>;

function compared(before: unknown, after: unknown, path: readonly string[]): Found[] {
  if (isObject(before) && isObject(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      compared(before[key], after[key], [...path, key]),
    );
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path: path.join('.'), before, after }];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Where the comment of a stack says which engine made it. */
const ENGINE = '//.metadata.version';

/**
 * What the bindings of AWS provider 6 change: where the provider comes from, which it is, and how long a permission of a function may
 * take, which it had no words for before.
 */
const PROVIDER =
  /^(?:terraform\.required_providers\.aws\.(?:source|version)|resource\.aws_lambda_permission\.[^.]+\.timeouts)$/;

/** Differences that are neither the engine's version nor, where the bindings are others, what these are known to change. */
export const unexpected = (
  differences: readonly Difference[],
  { otherProvider }: { readonly otherProvider: boolean },
): Difference[] =>
  differences.filter(({ path }) => path !== ENGINE && !(otherProvider && PROVIDER.test(path)));
