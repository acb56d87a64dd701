import { UserError } from '@healthcare-dr/topology';

/** Something that is deployed after others. */
export interface Ordered {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

/** A wave: stacks that can be deployed at the same time once all before them stand. */
export type Wave = readonly string[];

/**
 * All that must stand before each stack, near and far, by name: what lies between two stacks of a selection orders them although it
 * is not selected itself. A name that no stack has counts for nothing.
 *
 * @throws UserError if stacks wait for each other
 */
export function predecessors(stacks: readonly Ordered[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const closed = new Map<string, Set<string>>();
  const visit = (name: string, path: readonly string[]): Set<string> => {
    const known = closed.get(name);
    if (known !== undefined) return known;
    if (path.includes(name)) {
      throw new UserError({
        problem: `These stacks wait for each other: ${[...path.slice(path.indexOf(name)), name].join(' -> ')}.`,
        fix: 'take one of these out of reads, readsDr or after of its stack.ts.',
      });
    }
    const before = new Set<string>();
    for (const dependency of byName.get(name)?.dependsOn ?? []) {
      if (!byName.has(dependency) || dependency === name) continue;
      before.add(dependency);
      for (const further of visit(dependency, [...path, name])) before.add(further);
    }
    closed.set(name, before);
    return before;
  };
  for (const { name } of stacks) visit(name, []);
  return closed;
}

/**
 * The selected stacks in waves: each stands in the first wave after all its predecessors, those included that are not selected.
 * Waves in which nothing is selected are left out.
 */
export function wavesOf(stacks: readonly Ordered[], selected: ReadonlySet<string>): Wave[] {
  const before = predecessors(stacks);
  const depth = new Map<string, number>();
  const depthOf = (name: string): number => {
    const known = depth.get(name);
    if (known !== undefined) return known;
    const value = Math.max(0, ...[...(before.get(name) ?? [])].map((other) => depthOf(other) + 1));
    depth.set(name, value);
    return value;
  };
  const waves: string[][] = [];
  for (const { name } of stacks) {
    if (selected.has(name)) (waves[depthOf(name)] ??= []).push(name);
  }
  return waves.filter((wave) => wave !== undefined).map((wave) => wave.sort());
}
