import type { Tree } from './yaml-file';

/** Something that gives values: a file, or a rule. */
export interface Layer<Origin> {
  readonly values: Tree;
  readonly origin: Origin;
}

/** What layers come to, and which of them gave each value. */
export interface Merged<Origin> {
  readonly values: Tree;
  /** Who gave a value; the nearest field above it that was given as a whole counts. `undefined`: nobody did. */
  originOf(path: readonly PropertyKey[]): Origin | undefined;
}

/**
 * Lays configurations one over the other, as JSON Merge Patch does (RFC 7396): maps merge, anything else, lists included,
 * replaces what was there, and `null` removes it.
 *
 * @param layers the first is the lowest
 */
export function mergeLayers<Origin>(layers: readonly Layer<Origin>[]): Merged<Origin> {
  const origins = new Map<string, Origin>();
  const values = layers.reduce<Tree>(
    (below, { values: above, origin }) => mergeMaps(below, above, [], origin, origins),
    {},
  );
  return {
    values,
    originOf(path) {
      for (let length = path.length; length > 0; length -= 1) {
        const origin = origins.get(keyOf(path.slice(0, length)));
        if (origin !== undefined) return origin;
      }
      return undefined;
    },
  };
}

/** Whether something is a map of fields. */
export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keyOf = (path: readonly PropertyKey[]) => JSON.stringify(path.map(String));

function mergeMaps<Origin>(
  below: Tree,
  above: Tree,
  path: readonly string[],
  origin: Origin,
  origins: Map<string, Origin>,
): Tree {
  const merged = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(above)) {
    const here = [...path, key];
    if (value === null) {
      forget(origins, here);
      merged.delete(key);
      continue;
    }
    const old = merged.get(key);
    if (isTree(value)) {
      if (!isTree(old)) forget(origins, here);
      merged.set(key, mergeMaps(isTree(old) ? old : {}, value, here, origin, origins));
      continue;
    }
    forget(origins, here);
    origins.set(keyOf(here), origin);
    merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

/** Forgets who gave a value and all below it. */
function forget<Origin>(origins: Map<string, Origin>, path: readonly string[]): void {
  const prefix = keyOf(path).slice(0, -1);
  for (const key of origins.keys()) {
    if (key === `${prefix}]` || key.startsWith(`${prefix},`)) origins.delete(key);
  }
}
