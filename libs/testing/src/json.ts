/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object, such as a resource's attributes. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Whether `value` is an object: neither `null` nor an array. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value` as an object; the empty one if it is none. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** `value` as a list: a list as it is, nothing as none, anything else as its only element (HCL's "one or many"). */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value as Json];
}

/** The objects of a nested block, which Terraform's JSON writes as one object or as a list of them. */
export function blocksOf(value: Json | undefined): JsonObject[] {
  return listOf(value).filter(isObject);
}

/** The strings among the elements of `value`. */
export function stringsOf(value: Json | undefined): string[] {
  return listOf(value).filter((element) => typeof element === 'string');
}

/** A string in a JSON value. */
export interface FoundString {
  /** The keys and indices that lead to it. */
  readonly path: readonly string[];
  readonly text: string;
}

/** Every string in `value`, keys of objects included. */
export function* everyString(value: Json | undefined, path: readonly string[] = []): Generator<FoundString> {
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value)) {
    for (const [index, element] of value.entries())
      yield* everyString(element as Json, [...path, String(index)]);
  } else if (isObject(value)) {
    for (const [key, element] of Object.entries(value)) {
      const here = [...path, key];
      yield { path: here, text: key };
      yield* everyString(element, here);
    }
  }
}
