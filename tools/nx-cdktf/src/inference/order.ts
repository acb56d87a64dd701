import { UserError } from '@healthcare-dr/topology';
import type { StackFacts } from './definition';

/** What a stack is deployed after, and destroyed before: names of stacks that exist. */
export interface Neighbours {
  /** The stacks whose contracts it reads, and those it comes after. */
  readonly before: readonly string[];
  /** The stacks that have it before them. */
  readonly after: readonly string[];
}

/** The names of the stacks that must stand before a stack, whether they exist or not. */
function stacksBefore({ role, reads, readsDr, after }: StackFacts): string[] {
  return [...reads.map((tier) => `${role}-${tier}`), ...readsDr.map((tier) => `dr-${tier}`), ...after];
}

/**
 * The order among stacks, by name. A contract may be read of a tier without a stack on that side; what comes `after` a stack names it. It is an order of tasks alone: a stack needs the parameters another one published, not a
 * line of its code, so there is no edge in the graph of projects and a change of one stack does not affect the other.
 *
 * @throws UserError if a stack comes after one that does not exist
 */
export function orderStacks(stacks: readonly StackFacts[]): Map<string, Neighbours> {
  const names = new Set(stacks.map(({ name }) => name));
  for (const { name, role, tier, after } of stacks) {
    const unknown = after.filter((other) => !names.has(other));
    if (unknown.length === 0) continue;
    throw new UserError({
      problem: `apps/${role}/${tier}/stack.ts puts ${name} after '${unknown.join("', '")}', which is no stack.`,
      allowed: [...names]
        .filter((other) => other !== name)
        .sort()
        .join(', '),
      fix: 'name one of these, or take it out of after.',
    });
  }
  const before = new Map(
    stacks.map((stack) => [
      stack.name,
      stacksBefore(stack).filter((name) => names.has(name) && name !== stack.name),
    ]),
  );
  return new Map(
    stacks.map(({ name }) => [
      name,
      {
        before: [...new Set(before.get(name))].sort(),
        after: stacks
          .map((other) => other.name)
          .filter((other) => before.get(other)?.includes(name) === true)
          .sort(),
      },
    ]),
  );
}
