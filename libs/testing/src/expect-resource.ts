import { AssertionError } from 'node:assert';
import type { Json, JsonObject } from './json';
import { typeNameOf, type Block, type BlockClass, type SynthesizedStack } from './synthesized-stack';

type SnakeCase<Text extends string> = Text extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : Text;

/** A binding class together with its constructor, whose third parameter is the resource's props. */
export type ConfiguredBlockClass = BlockClass & (new (...args: never[]) => unknown);

/** What is expected of a resource's attributes: those named, each equal, a subset, or accepted by one of jest's matchers. */
export type Expected<Class extends ConfiguredBlockClass> = {
  readonly [Key in keyof NonNullable<ConstructorParameters<Class>[2]> & string as SnakeCase<Key>]?: unknown;
};

/**
 * Asserts that the stack has a resource with these attributes and returns the first such. Objects are compared as subsets, lists
 * element by element; a jest matcher (`expect.stringContaining(…)`) may stand anywhere.
 *
 * Given a binding class, the attributes' names are checked by the compiler.
 *
 * @throws AssertionError showing the resources of that type that were found
 */
export function expectResource<Class extends ConfiguredBlockClass>(
  stack: SynthesizedStack,
  type: Class,
  expected?: Expected<Class>,
): Block;
export function expectResource(
  stack: SynthesizedStack,
  type: string,
  expected?: Readonly<Record<string, unknown>>,
): Block;
export function expectResource(
  stack: SynthesizedStack,
  type: string | BlockClass,
  expected: Readonly<Record<string, unknown>> = {},
): Block {
  return expectBlock(stack.name, typeNameOf(type), stack.resources(type), expected);
}

/** {@link expectResource} for data sources. */
export function expectDataSource(
  stack: SynthesizedStack,
  type: string | BlockClass,
  expected: Readonly<Record<string, unknown>> = {},
): Block {
  return expectBlock(stack.name, `data.${typeNameOf(type)}`, stack.dataSources(type), expected);
}

/** Asserts that the stack has no resource of this type with these attributes. */
export function expectNoResource(
  stack: SynthesizedStack,
  type: string | BlockClass,
  expected: Readonly<Record<string, unknown>> = {},
): void {
  const found = stack.resources(type).filter(({ attributes }) => isSubset(attributes, expected));
  if (found.length === 0) return;
  throw new AssertionError({
    message: `${stack.name} has ${found.map(({ address }) => address).join(', ')}, and should not.`,
    actual: found.map(({ attributes }) => attributes),
    expected: [],
  });
}

function expectBlock(
  stack: string,
  type: string,
  blocks: Block[],
  expected: Readonly<Record<string, unknown>>,
): Block {
  const found = blocks.find(({ attributes }) => isSubset(attributes, expected));
  if (found !== undefined) return found;
  const candidates = blocks.map(({ attributes }) => attributes);
  const actual: JsonObject | JsonObject[] | undefined = candidates.length === 1 ? candidates[0] : candidates;
  throw new AssertionError({
    message: `${stack} has no ${type} with\n${print(expected)}\namong its ${candidates.length}:\n${print(actual)}`,
    actual,
    expected,
  });
}

const print = (value: unknown) => JSON.stringify(value, undefined, 2);

/** Whether `actual` has all that `expected` names. */
export function isSubset(actual: Json | undefined, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return Object.is(actual, expected);
  if ('asymmetricMatch' in expected && typeof expected.asymmetricMatch === 'function') {
    return expected.asymmetricMatch(actual) === true;
  }
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual) !== Array.isArray(expected))
    return false;
  if (Array.isArray(expected)) {
    const list = actual as readonly Json[];
    return (
      list.length === expected.length && expected.every((element, index) => isSubset(list[index], element))
    );
  }
  const fields = actual as JsonObject;
  return Object.entries(expected).every(([key, value]) => isSubset(fields[key], value));
}
