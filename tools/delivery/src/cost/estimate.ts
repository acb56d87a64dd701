import { InputError } from '@healthcare-dr/cli-kit';
import { ROLES, type Role } from '@healthcare-dr/topology';
import { z } from 'zod';
import { lineItemsOf } from './line-items';
import { ageInDays, priceOf, STALE_DAYS, type PriceList } from './prices';

/** The version of the estimate's format. */
export const ESTIMATE_VERSION = 1;

const lineSchema = z.object({
  stack: z.string(),
  role: z.enum(ROLES),
  tier: z.string(),
  region: z.string(),
  item: z.string(),
  quantity: z.number(),
  usd: z.number(),
  confirmed: z.boolean(),
});

const estimateSchema = z.object({
  schemaVersion: z.literal(ESTIMATE_VERSION),
  environment: z.string(),
  collected: z.string(),
  lines: z.array(lineSchema),
});

/** What an environment costs in a month, line by line, in USD without taxes and discounts. */
export type Estimate = Readonly<z.output<typeof estimateSchema>>;

/** One line of an estimate. */
export type EstimateLine = Readonly<z.output<typeof lineSchema>>;

const usageSchema = z.partialRecord(z.enum(ROLES), z.record(z.string(), z.number().nonnegative()));

/** What is used in a month beyond what stands: quantities by side and item of the price list. */
export type Usage = z.output<typeof usageSchema>;

/** A stack, as an estimate reads it. */
export interface EstimatedStack {
  readonly name: string;
  readonly role: Role;
  readonly tier: string;
  readonly region: string;
  /** The text of its `cdk.tf.json`. */
  readonly json: string;
  /** How many zones of its Region the environment uses. */
  readonly zones: number;
}

/** What an estimate is made from. */
export interface EstimateInput {
  readonly environment: string;
  readonly stacks: readonly EstimatedStack[];
  readonly prices: PriceList;
  /** @default - none: what stands while nobody uses it */
  readonly usage?: Usage;
}

/** Estimates what synthesized stacks cost in a month. */
export function estimate({ environment, stacks, prices, usage = {} }: EstimateInput): Estimate {
  const priced = (line: Omit<EstimateLine, 'usd' | 'confirmed'>): EstimateLine => {
    const { usd, confirmed } = priceOf(prices, line.item, line.region);
    return { ...line, usd: usd * line.quantity, confirmed };
  };
  const standing = stacks.flatMap(({ name, role, tier, region, json, zones }) =>
    lineItemsOf(json, zones).map((line) =>
      priced({
        stack: name,
        role,
        tier,
        region: line.region ?? region,
        item: line.item,
        quantity: line.quantity,
      }),
    ),
  );
  const used = ROLES.flatMap((role) => {
    const region = stacks.find((stack) => stack.role === role)?.region ?? '';
    return Object.entries(usage[role] ?? {}).map(([item, quantity]) =>
      priced({ stack: `${role}-usage`, role, tier: 'usage', region, item, quantity }),
    );
  });
  return {
    schemaVersion: ESTIMATE_VERSION,
    environment,
    collected: prices.collected,
    lines: [...standing, ...used],
  };
}

/** The sum of lines, in USD a month. */
export const totalOf = (lines: readonly EstimateLine[]): number =>
  lines.reduce((sum, { usd }) => sum + usd, 0);

/** Lines summed up by a key, in the order of the keys. */
export function sumBy(
  lines: readonly EstimateLine[],
  keyOf: (line: EstimateLine) => string,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const line of lines) sums.set(keyOf(line), (sums.get(keyOf(line)) ?? 0) + line.usd);
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What makes an estimate uncertain: old prices, and those that are not confirmed. */
export function uncertaintiesOf({ lines }: Estimate, prices: PriceList, today: Date): string[] {
  const age = ageInDays(prices, today);
  const unconfirmed = lines.filter(({ confirmed }) => !confirmed);
  const items = [...new Set(unconfirmed.map(({ item }) => item))].sort();
  return [
    ...(age > STALE_DAYS
      ? [`The prices are ${age} days old (${prices.collected}): npm run estimate -- --refresh.`]
      : []),
    ...(items.length > 0
      ? [
          `$${totalOf(unconfirmed).toFixed(2)} of it stands on prices that are not confirmed: ${items.join(', ')}.`,
        ]
      : []),
  ];
}

/**
 * Reads a usage file.
 *
 * @throws InputError if it is none, or names an item without a price
 */
export function parseUsage(text: string, source: string, { items }: PriceList): Usage {
  const problem = (what: string) =>
    new InputError({
      problem: `${source} holds no usage: ${what}.`,
      allowed: `{"primary": {"<item>": <quantity a month>}, "dr": {…}} with the items ${Object.keys(items).join(', ')}`,
      fix: 'correct the file.',
    });
  const result = usageSchema.safeParse(json(text));
  if (!result.success) throw problem(result.error.issues[0]?.message ?? 'it is no JSON');
  const unknown = ROLES.flatMap((role) => Object.keys(result.data[role] ?? {})).filter(
    (item) => !(item in items),
  );
  if (unknown.length > 0) throw problem(`there is no price of '${unknown.join("', '")}'`);
  return result.data;
}

/**
 * Reads an estimate that was written as JSON.
 *
 * @throws InputError if it is none
 */
export function parseEstimate(text: string, source: string): Estimate {
  const result = estimateSchema.safeParse(json(text));
  if (result.success) return result.data;
  throw new InputError({
    problem: `${source} holds no estimate that can be read here.`,
    allowed: `the JSON of npm run estimate -- --out <file>, of schema version ${ESTIMATE_VERSION}`,
    fix: 'make it anew on the base.',
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
