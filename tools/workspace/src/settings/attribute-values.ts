import { isDeepStrictEqual } from 'node:util';
import { GONE, type SettingChange } from './settings';

/** A resource as a stack configures it, or as a state has it. */
export interface ResourceValues {
  readonly address: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Where a setting is looked for: stack, type of resource, and attribute without positions in lists. */
export function placeOf({ where }: SettingChange): { stack: string; type: string; attribute: string } {
  const [stack = '', type = '', attribute = ''] = where.split(' ');
  return { stack, type, attribute };
}

/** The values of an attribute in every resource, by their place. */
export function valuesOf(resources: readonly ResourceValues[], attribute: string): Map<string, unknown> {
  const values = new Map<string, unknown>();
  const walk = (value: unknown, place: string, path: readonly string[]) => {
    if (typeof value === 'object' && value !== null)
      for (const [key, element] of Object.entries(value))
        walk(element, `${place}.${key}`, /^\d+$/.test(key) ? path : [...path, key]);
    else if (path.join('.') === attribute) values.set(place, value);
  };
  for (const { address, attributes } of resources) walk(attributes, address, []);
  return values;
}

/** What a change has made of values: those that are others than before, `undefined` for one that is gone. */
export const changedValues = (
  was: ReadonlyMap<string, unknown>,
  is: ReadonlyMap<string, unknown>,
): unknown[] =>
  [...new Set([...was.keys(), ...is.keys()])]
    .filter((place) => !isDeepStrictEqual(was.get(place), is.get(place)))
    .map((place) => is.get(place));

/** What an expectation of one of the changed values says. */
export function expectedOf({ becomes }: SettingChange): unknown {
  if (becomes === GONE) return undefined;
  return becomes instanceof RegExp ? expect.stringMatching(becomes) : becomes;
}
