import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';

/** A field that cannot be used, and why. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  /** What was given and what is allowed, after the name of the field: `is 'x'; allowed: y`. */
  readonly message: string;
}

/**
 * Holds a configuration against its schema.
 *
 * @returns the configuration with its defaults, or what is wrong with it
 */
export function findingsOf<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
):
  | { readonly environment: z.output<Schema>; readonly findings: readonly [] }
  | { readonly environment?: undefined; readonly findings: readonly Finding[] } {
  const result = schema.safeParse(input, { error: messageOf, reportInput: true });
  if (result.success) return { environment: result.data, findings: [] };
  const findings = result.error.issues.flatMap(findingsOfIssue);
  const said = new Set<string>();
  return {
    // A number that is too great in two respects is one mistake.
    findings: findings.filter(({ path, message }) => {
      const id = JSON.stringify([path.map(String), message]);
      return !said.has(id) && said.add(id);
    }),
  };
}

/** A value as a person would recognize it. Long ones are cut: a message names a value, it does not repeat a file. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${cut(value)}'`;
  if (value === undefined) return 'missing';
  if (value === null) return 'empty';
  if (typeof value === 'object') return cut(JSON.stringify(value));
  return String(value);
}

const MAX_SHOWN = 80;
const cut = (text: string) => (text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`);

/** What kind of value something is, in YAML's words. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'nothing';
  if (typeof value === 'object') return 'a map';
  return (
    { string: 'text', number: 'a number', boolean: 'true or false' }[String(typeof value)] ?? typeof value
  );
}

/** What zod says of a value if the schema itself says nothing. */
function messageOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `${given(issue.input)}; allowed: ${allowedFor(issue.expected, issue.inst)}`;
    case 'unrecognized_keys':
      return JSON.stringify(knownKeys(issue.inst));
    case 'invalid_value':
      return `is ${shown(issue.input)}; allowed: ${issue.values.map(String).join(', ')}`;
    case 'invalid_key':
      return `is no name; allowed: a letter or underscore, then letters, digits and underscores`;
    default:
      return undefined;
  }
}

const given = (input: unknown) =>
  input === undefined ? 'is missing' : `is ${shown(input)} (${kindOf(input)})`;

const YAML_TYPES: Readonly<Record<string, string>> = {
  string: "text, in quotes if YAML would take it for something else, such as '0123'",
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of fields',
  record: 'a map of names and text',
};

function allowedFor(expected: string, schema: unknown): string {
  const keys = expected === 'object' ? knownKeys(schema) : [];
  return `${YAML_TYPES[expected] ?? expected}${keys.length === 0 ? '' : `: ${keys.join(', ')}`}`;
}

function knownKeys(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape as object) : [];
}

function findingsOfIssue(issue: z.core.$ZodIssue): Finding[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }];
  const known = keysIn(issue.message);
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(key, known) }));
}

/** The known keys, which {@link messageOf} hands over in the message. */
function keysIn(message: string): string[] {
  try {
    const keys: unknown = JSON.parse(message);
    return Array.isArray(keys) ? keys.map(String) : [];
  } catch {
    return [];
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  const nearest = known.length === 0 ? '' : closest(key, known);
  const isNear = nearest !== '' && distance(key, nearest) <= Math.max(2, Math.floor(key.length / 3));
  return `is no field${isNear ? ` (did you mean ${nearest}?)` : ''}; allowed: ${known.join(', ') || 'none'}`;
}
