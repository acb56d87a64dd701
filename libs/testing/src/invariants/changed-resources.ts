import { SynthesizedStack } from '../synthesized-stack';

/** The attributes of a resource, to be changed in place. */
export type Attributes = Record<string, unknown>;

/**
 * The stacks of a spec, with some of their resources changed.
 *
 * @param pick - which of the type are changed
 * @throws Error if it picks none
 */
export function withChangedResources(
  stacks: readonly SynthesizedStack[],
  type: string,
  pick: (attributes: Attributes, stack: SynthesizedStack) => boolean,
  change: (attributes: Attributes) => void,
): SynthesizedStack[] {
  let picked = 0;
  const changed = stacks.map((stack) => {
    const json = JSON.parse(stack.text) as { resource?: Record<string, Record<string, Attributes>> };
    const found = Object.values(json.resource?.[type] ?? {}).filter((attributes) => pick(attributes, stack));
    if (found.length === 0) return stack;
    picked += found.length;
    found.forEach(change);
    return new SynthesizedStack({ ...stack, text: JSON.stringify(json) });
  });
  if (picked === 0) throw new Error(`No ${type} was picked.`);
  return changed;
}
