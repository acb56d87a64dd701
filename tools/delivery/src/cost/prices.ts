import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@healthcare-dr/topology';
import { z } from 'zod';

/** After how many days prices are too old to be shown without a warning. */
export const STALE_DAYS = 180;

const priceSchema = z.object({
  usd: z.number().nonnegative(),
  /** Whether a dated copy of AWS's own list, or two sources that agree, say so. */
  confirmed: z.boolean(),
  sources: z.array(z.string()),
});

const priceListSchema = z.object({
  /** When the prices were collected: a date in ISO 8601. */
  collected: z.iso.date(),
  currency: z.literal('USD'),
  /** What the letters in `sources` stand for. */
  sources: z.record(z.string(), z.string()),
  items: z.record(
    z.string(),
    z.object({
      description: z.string(),
      unit: z.string(),
      prices: z.record(z.string(), priceSchema),
    }),
  ),
});

/** Prices of AWS by item and Region, with where each comes from. */
export type PriceList = Readonly<z.output<typeof priceListSchema>>;

/** Where the prices are kept. */
export const PRICES_FILE = join(__dirname, 'prices.json');

/** One price, as it is used. */
export interface Price {
  readonly usd: number;
  readonly unit: string;
  /** Whether it is confirmed for this very Region. */
  readonly confirmed: boolean;
}

/**
 * Reads a list of prices.
 *
 * @throws UserError if it is none
 */
export function readPrices(file = PRICES_FILE): PriceList {
  const result = priceListSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  throw new UserError({
    problem: `${file} holds no list of prices: ${result.error.issues[0]?.message ?? ''}`,
    fix: 'bring the committed file back, or make it anew: npm run estimate -- --refresh.',
  });
}

/**
 * The price of an item in a Region. Where it is not known for that Region, the highest of the known ones stands in, unconfirmed.
 *
 * @throws Error if there is no such item
 */
export function priceOf({ items }: PriceList, item: string, region: string): Price {
  const found = items[item];
  if (found === undefined) throw new Error(`There is no price of '${item}'.`);
  const { unit, prices } = found;
  const own = prices[region];
  if (own !== undefined) return { usd: own.usd, unit, confirmed: own.confirmed };
  return { usd: Math.max(...Object.values(prices).map(({ usd }) => usd)), unit, confirmed: false };
}

/** How old the prices are, in days. */
export function ageInDays({ collected }: PriceList, today: Date): number {
  return Math.floor((today.getTime() - Date.parse(collected)) / 86_400_000);
}
