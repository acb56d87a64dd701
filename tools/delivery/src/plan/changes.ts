import { z } from 'zod';
import { sha256 } from '../stacks/inputs';

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What stands for a value that is known once it was applied. */
export const UNKNOWN = '(known after apply)';

/** What stands for a value that Terraform marks sensitive. */
export const SENSITIVE = '(sensitive)';

/** What Terraform does to a resource, in its own words; a replacement is two of them. */
export type Action = 'create' | 'update' | 'delete' | 'forget' | 'no-op' | 'read';

/** One change that a plan holds, with nothing in it that must not be shown. */
export interface ResourceChange {
  /** Such as `aws_vpc.vpc`. */
  readonly address: string;
  readonly type: string;
  readonly actions: readonly Action[];
  /** The attributes as they are; null if it is created. */
  readonly before: Json;
  /** The attributes as they will be; null if it is destroyed. */
  readonly after: Json;
  /** Its address before, if it was moved. */
  readonly previousAddress?: string;
}

const changeSchema = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.enum(['managed', 'data']),
  type: z.string(),
  change: z.object({
    actions: z.array(z.enum(['create', 'update', 'delete', 'forget', 'no-op', 'read'])),
    before: z.json().optional(),
    after: z.json().optional(),
    after_unknown: z.json().optional(),
    before_sensitive: z.json().optional(),
    after_sensitive: z.json().optional(),
  }),
});

/** OpenTofu lists ephemeral resources too, which it opens and never keeps. */
const changesSchema = z.preprocess(
  (listed) =>
    Array.isArray(listed)
      ? listed.filter((change: { readonly mode?: unknown }) => change.mode !== 'ephemeral')
      : listed,
  z.array(changeSchema).optional(),
);

const planSchema = z.object({
  /** `1.2` of Terraform 1.11 and OpenTofu; a change of the first number is another format. */
  format_version: z.string().regex(/^1\./),
  resource_changes: changesSchema,
  resource_drift: changesSchema,
});

/**
 * The changes of managed resources in a saved plan, sorted by address. What is unknown or sensitive is masked.
 *
 * @param plan - what `terraform show -json` prints of it
 * @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function changesOf(plan: string): ResourceChange[] {
  return masked(planSchema.parse(JSON.parse(plan)).resource_changes ?? []);
}

/** What was changed behind Terraform's back, by a plan that only refreshes; as {@link changesOf}. */
export function driftOf(plan: string): ResourceChange[] {
  return masked(planSchema.parse(JSON.parse(plan)).resource_drift ?? []);
}

function masked(changes: readonly z.output<typeof changeSchema>[]): ResourceChange[] {
  return changes
    .filter(
      ({ mode, change, previous_address: moved }) =>
        mode === 'managed' && (moved !== undefined || change.actions.some((action) => action !== 'no-op')),
    )
    .map(({ address, previous_address: previousAddress, type, change }) => ({
      address,
      type,
      actions: change.actions,
      before: mask(change.before ?? null, change.before_sensitive, SENSITIVE),
      after: mask(
        mask(change.after ?? null, change.after_unknown, UNKNOWN),
        change.after_sensitive,
        SENSITIVE,
      ),
      ...(previousAddress === undefined ? {} : { previousAddress }),
    }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

type Mask = Json | undefined;

/** Puts a word where the mask says true. A mask has the shape of the value, or is true for all of it. */
function mask(value: Json, where: Mask, word: string): Json {
  if (where === true) return word;
  if (where === undefined || where === null || typeof where !== 'object') return value;
  if (isList(where)) {
    const list = isList(value) ? value : [];
    const length = Math.max(list.length, where.length);
    return Array.from({ length }, (_, index) => mask(list[index] ?? null, where[index], word));
  }
  const entries = isObject(value) ? value : {};
  const names = new Set([...Object.keys(entries), ...Object.keys(where)]);
  if (value === null && !marks(where)) return value;
  return Object.fromEntries(
    [...names]
      .filter((name) => name in entries || marks(where[name]))
      .map((name) => [name, mask(entries[name] ?? null, where[name], word)]),
  );
}

/** Whether anything in a mask is true. */
function marks(where: Mask): boolean {
  if (where === true) return true;
  if (where === undefined || where === null || typeof where !== 'object') return false;
  return Object.values(where).some(marks);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Whether a value of JSON has attributes. */
export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** SHA-256 over the changes, in hex: two plans with the same digest do the same. */
export function digestOf(changes: readonly ResourceChange[]): string {
  return sha256(JSON.stringify(canonical(changes as unknown as Json)));
}

/** The same value with the attributes of every object in the order of their names. */
function canonical(value: Json): Json {
  if (isList(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, canonical(inner)]),
  );
}

/** What is done to a resource, in one word. */
export type Verb = 'create' | 'update' | 'replace' | 'destroy' | 'forget' | 'move';

/** The one word for a change. */
export function verbOf({ actions }: Pick<ResourceChange, 'actions'>): Verb {
  if (actions.includes('create')) return actions.includes('delete') ? 'replace' : 'create';
  if (actions.includes('delete')) return 'destroy';
  if (actions.includes('forget')) return 'forget';
  return actions.includes('update') ? 'update' : 'move';
}

/** How many resources a plan touches. */
export type Counts = Readonly<Record<Verb, number>>;

/** Counts changes by what they do. */
export function countChanges(changes: readonly ResourceChange[]): Counts {
  const counts = { create: 0, update: 0, replace: 0, destroy: 0, forget: 0, move: 0 };
  for (const change of changes) counts[verbOf(change)] += 1;
  return counts;
}

/** How two plans of a stack differ: the addresses that only one of them changes, or that they change otherwise. */
export function differenceOf(
  approved: readonly ResourceChange[],
  found: readonly ResourceChange[],
): string[] {
  const digests = (changes: readonly ResourceChange[]) =>
    new Map(changes.map((change) => [change.address, digestOf([change])]));
  const [before, after] = [digests(approved), digests(found)];
  const verbs = new Map([...approved, ...found].map((change) => [change.address, verbOf(change)]));
  return [...verbs]
    .filter(([address]) => before.get(address) !== after.get(address))
    .map(([address, verb]) => {
      if (!before.has(address)) return `new: ${verb} ${address}`;
      return after.has(address) ? `other: ${verb} ${address}` : `gone: ${verb} ${address}`;
    })
    .sort();
}

/** The names of the attributes that an update or a replacement changes. */
export function changedAttributes({ before, after }: ResourceChange): string[] {
  if (!isObject(before) || !isObject(after)) return [];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter(
      (name) =>
        JSON.stringify(canonical(before[name] ?? null)) !== JSON.stringify(canonical(after[name] ?? null)),
    )
    .sort();
}
