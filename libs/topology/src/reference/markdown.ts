import { NOTE_KEYS } from '../fields';
import { armsOf, configurationSchema, flattened, type JsonSchema } from './json-schema';

/** One field of the configuration, as the reference shows it. */
export interface ReferenceRow {
  /** Such as `database.minAcu`; `[]` stands for each element of a list. */
  readonly field: string;
  readonly type: string;
  /** Such as `0.5`; `required` if there is none. */
  readonly default: string;
  readonly allowed: string;
  readonly unit: string;
  readonly meaning: string;
}

/** Every field that can be written, in the order of the schema. */
export function referenceRows(schema = configurationSchema()): ReferenceRow[] {
  return rowsOf(schema, '', undefined);
}

/** The reference of every field, as Markdown. */
export function referenceMarkdown(): string {
  const schema = configurationSchema();
  const sections = Object.entries(schema.properties ?? {}).map(([key, field]) => {
    const single: JsonSchema = {
      properties: { [key]: field },
      required: (schema.required ?? []).filter((name) => name === key),
    };
    const [title, ...rest] = [`## \`${key}\``, ...(hasFields(field) ? [meaningOf(field)] : [])];
    return [title, ...rest, table(rowsOf(single, '', undefined))].join('\n\n');
  });
  return `${INTRODUCTION}\n\n${sections.join('\n\n')}\n`;
}

const INTRODUCTION = [
  '# Environments: every field',
  'Made by `npm run reference` from the schema in `libs/topology`. One file, `environments/<suffix>.yaml`, is one environment.',
  '`extends: <suffix>` inherits what a file does not write: maps merge, lists replace, and `null` removes what is inherited. ' +
    '`pr<number>` extends `dev` and needs no file. `drctl describe` prints what comes of it, and from where.',
].join('\n\n');

function rowsOf(schema: JsonSchema, path: string, inherited: unknown): ReferenceRow[] {
  const arms = armsOf(schema);
  const properties = arms.length > 0 ? flattened(arms) : (schema.properties ?? {});
  const required = arms.length > 0 ? (arms[0]?.required ?? []) : (schema.required ?? []);
  return Object.entries(properties).flatMap(([key, field]) => {
    const name = path === '' ? key : `${path}.${key}`;
    const fallback = field.default ?? (inherited as Record<string, unknown> | undefined)?.[key];
    if (hasFields(field)) return rowsOf(field, name, fallback);
    const own: ReferenceRow = {
      field: name,
      type: typeOf(field),
      default: defaultOf(fallback, required.includes(key)),
      allowed: allowedFor(field),
      unit: textOf(field[NOTE_KEYS.unit]),
      meaning: meaningOf(field),
    };
    const { items } = field;
    return items !== undefined && hasFields(items) ? [own, ...rowsOf(items, `${name}[]`, undefined)] : [own];
  });
}

const hasFields = (schema: JsonSchema) => schema.properties !== undefined || armsOf(schema).length > 0;
const meaningOf = ({ description = '' }: JsonSchema) => description;
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const code = (value: unknown) => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

function typeOf(schema: JsonSchema): string {
  const values = valuesOf(schema);
  const type = schema.type ?? typeof values[0];
  if (type === 'array')
    return `list of ${schema.items === undefined || hasFields(schema.items) ? 'maps' : typeOf(schema.items)}`;
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    integer: 'whole number',
    object: 'map of text',
    boolean: 'true or false',
  };
  return names[String(type)] ?? String(type);
}

/** A default that is longer is a program; the schema has it whole. */
const LONGEST_DEFAULT = 200;

function defaultOf(value: unknown, isRequired: boolean): string {
  if (value !== undefined) {
    const shown = code(value);
    return shown.length > LONGEST_DEFAULT ? 'a program of the default container, see the schema' : shown;
  }
  return isRequired ? 'required' : 'none';
}

const valuesOf = (schema: JsonSchema): readonly unknown[] =>
  schema.enum ?? (schema.const === undefined ? [] : [schema.const]);

function allowedFor(schema: JsonSchema): string {
  const noted = textOf(schema[NOTE_KEYS.allowed]);
  if (noted !== '') return noted;
  const values = valuesOf(schema);
  if (values.length > 0) return values.map(code).join(', ');
  const { minimum, maximum, multipleOf, pattern, minLength, maxLength, items } = schema;
  if (items !== undefined && !hasFields(items)) return allowedFor(items);
  return [
    minimum === undefined ? '' : `${String(minimum)} to ${String(maximum)}`,
    multipleOf === undefined ? '' : `in steps of ${String(multipleOf)}`,
    pattern === undefined ? '' : code(pattern),
    minLength === undefined ? '' : `${String(minLength)} characters or more`,
    maxLength === undefined ? '' : `at most ${String(maxLength)} characters`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

function table(rows: readonly ReferenceRow[]): string {
  const head = ['Field', 'Type', 'Default', 'Allowed', 'Unit', 'Meaning'];
  const lines = rows.map((row) => [
    code(row.field),
    row.type,
    row.default,
    row.allowed,
    row.unit,
    row.meaning,
  ]);
  return [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |`)
    .join('\n');
}
