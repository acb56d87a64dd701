import { z } from 'zod';
import { environmentSchema } from '../schema';

/** A JSON Schema, as far as the reference reads it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** The JSON Schema of a whole configuration. A field whose type zod cannot tell is an error. */
export function configurationSchema(): JsonSchema {
  return z.toJSONSchema(environmentSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
}

/**
 * The JSON Schema of one file, for editors. A file that extends another, or is one of a pull request, may leave out what it inherits,
 * and give `null` for what it removes.
 */
export function fileSchema(): JsonSchema {
  const { $schema, ...full } = configurationSchema();
  const relaxed = relax(full);
  return {
    $schema,
    title: 'An environment',
    ...relaxed,
    properties: {
      $schema: { type: 'string', description: 'The schema of this file, for editors.' },
      extends: {
        type: 'string',
        description:
          'The suffix of the environment whose values are inherited. Maps merge, lists replace, null removes.',
      },
      ...relaxed.properties,
      suffix: full.properties?.['suffix'] ?? {},
    },
    required: ['suffix'],
    if: { anyOf: [{ required: ['extends'] }, { properties: { suffix: { pattern: '^pr[1-9][0-9]*$' } } }] },
    else: requirements(full),
  };
}

/** The arms of a union of maps, as one map. */
export function armsOf(schema: JsonSchema): readonly JsonSchema[] {
  const arms = schema.oneOf ?? schema.anyOf ?? [];
  return arms.every(({ properties }) => properties !== undefined) ? arms : [];
}

/** The map of a union of maps: every field of any arm. */
export function flattened(arms: readonly JsonSchema[]): Readonly<Record<string, JsonSchema>> {
  const fields = new Map<string, JsonSchema>();
  for (const arm of arms) {
    for (const [key, field] of Object.entries(arm.properties ?? {})) {
      const before = fields.get(key);
      fields.set(key, before === undefined ? field : together(before, field));
    }
  }
  return Object.fromEntries(fields);
}

/** One field of two arms: either of their constants. */
function together(a: JsonSchema, b: JsonSchema): JsonSchema {
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  const values = [a, b].flatMap(({ enum: many, const: one }) => many ?? (one === undefined ? [] : [one]));
  return { ...without(a, 'const'), enum: values };
}

/** Without what must be there, and with null for what is removed; elements of lists stay whole. */
function relax(schema: JsonSchema): JsonSchema {
  const arms = armsOf(schema);
  const properties = arms.length > 0 ? flattened(arms) : schema.properties;
  if (properties === undefined) return schema;
  return {
    ...without(schema, 'required', 'oneOf', 'anyOf'),
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, field]) => [key, nullable(relax(field))]),
    ),
  };
}

function nullable(schema: JsonSchema): JsonSchema {
  if (typeof schema.type !== 'string') return { ...schema };
  return {
    ...schema,
    type: [schema.type, 'null'],
    ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }),
  };
}

/** What must be there, and nothing else. */
function requirements({ required = [], properties = {} }: JsonSchema): JsonSchema {
  const below = Object.entries(properties)
    .filter(([key, field]) => required.includes(key) && field.properties !== undefined)
    .map(([key, field]) => [key, requirements(field)]);
  return {
    required,
    ...(below.length === 0 ? {} : { properties: Object.fromEntries(below) as JsonSchema['properties'] }),
  };
}

function without(schema: JsonSchema, ...keywords: readonly string[]): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}
