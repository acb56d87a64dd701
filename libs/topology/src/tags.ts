import { z } from 'zod';
import { notes } from './fields';

/** The tags that the platform puts on every resource. */
export const PLATFORM_TAGS = [
  'Project',
  'Environment',
  'Tier',
  'Role',
  'DataClassification',
  'ManagedBy',
] as const;

/** Keys that an environment cannot give: the platform's own, and the name that each resource has. */
const RESERVED = [...PLATFORM_TAGS, 'Name'];

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#id_tags_naming_best_practices */
const LIMITS = { tagsPerResource: 50, keyCharacters: 128, valueCharacters: 256 } as const;

/** How many tags are left to an environment. */
export const MAX_TAGS = LIMITS.tagsPerResource - RESERVED.length;

/** What IAM takes in keys and values, the strictest of the services. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const CHARACTERS_IN_WORDS = 'letters, digits, spaces and _ . : / = + - @';

/** What is wrong with a tag; `undefined` if nothing is. */
function problemOf(key: string, value: string, earlier: readonly string[]): string | undefined {
  const lower = key.toLowerCase();
  const own = RESERVED.find((reserved) => reserved.toLowerCase() === lower);
  if (own !== undefined) {
    return `is a tag of the platform's own (${own}), by which plans, policies and bills tell stacks apart; allowed: any key but ${RESERVED.join(', ')}, in whatever case`;
  }
  if (lower.startsWith('aws:'))
    return `begins with '${key.slice(0, 4)}', which AWS reserves; allowed: a key that does not`;
  const twin = earlier.find((other) => other.toLowerCase() === lower);
  if (twin !== undefined) {
    return `is the key '${twin}' in another case, and IAM takes them for one; allowed: each key once, whatever its case`;
  }
  if (key.length < 1 || key.length > LIMITS.keyCharacters) {
    return `has a key of ${key.length} characters; allowed: 1 to ${LIMITS.keyCharacters}`;
  }
  if (!CHARACTERS.test(key))
    return `has a key with other characters than IAM takes; allowed: ${CHARACTERS_IN_WORDS}`;
  if (value.length > LIMITS.valueCharacters) {
    return `is a value of ${value.length} characters; allowed: up to ${LIMITS.valueCharacters}`;
  }
  return CHARACTERS.test(value)
    ? undefined
    : `is '${value}', with other characters than IAM takes; allowed: ${CHARACTERS_IN_WORDS}`;
}

/** Tags on every resource, beside the platform's own. */
export const tagsSchema = z
  .record(z.string(), z.string())
  .check((ctx) => {
    const entries = Object.entries(ctx.value);
    for (const [index, [key, value]] of entries.entries()) {
      const earlier = entries.slice(0, index).map(([other]) => other);
      const message = problemOf(key, value, earlier);
      if (message !== undefined) ctx.issues.push({ code: 'custom', input: value, path: [key], message });
    }
    if (entries.length > MAX_TAGS) {
      ctx.issues.push({
        code: 'custom',
        input: ctx.value,
        message: `has ${entries.length} tags; allowed: up to ${MAX_TAGS}, because a resource has room for ${LIMITS.tagsPerResource} and the platform sets ${RESERVED.length}`,
      });
    }
  })
  .meta(
    notes({
      allowed: `up to ${MAX_TAGS}; keys of 1 to ${LIMITS.keyCharacters} characters, values of up to ${LIMITS.valueCharacters}, of ${CHARACTERS_IN_WORDS}; no key that begins with aws: or is ${RESERVED.join(', ')}, in whatever case`,
    }),
  );
