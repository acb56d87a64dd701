import { UserError } from '@healthcare-dr/topology';
import { z } from 'zod';
import type { PriceList } from './prices';

/** Where AWS publishes its lists, without credentials: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api.html */
export const PRICE_LIST_URL = 'https://pricing.us-east-1.amazonaws.com';

/** In which offer an item is listed, and under which usage type, after the Region's prefix. */
interface Listing {
  readonly offer: string;
  readonly usage: RegExp;
}

const listing = (offer: string, usage: string): Listing => ({
  offer,
  usage: new RegExp(`^(?:[A-Z0-9]+-)?${usage}$`),
});

/** The items that are brought up to date; the first are those that an estimate of this repository stands on. */
const LISTINGS: Readonly<Record<string, Listing>> = {
  'aurora-acu-hour': listing('AmazonRDS', 'Aurora:ServerlessV2Usage'),
  'aurora-acu-hour-io-optimized': listing('AmazonRDS', 'Aurora:ServerlessV2IOOptimizedUsage'),
  'interface-endpoint-hour': listing('AmazonVPC', 'VpcEndpoint-Hours'),
  'public-ipv4-hour': listing('AmazonVPC', 'PublicIPv4:InUseAddress'),
  'nat-gateway-hour': listing('AmazonEC2', 'NatGateway-Hours'),
  'nat-gateway-gb': listing('AmazonEC2', 'NatGateway-Bytes'),
  'load-balancer-hour': listing('AWSELB', 'LoadBalancerUsage'),
  'fargate-vcpu-hour': listing('AmazonECS', 'Fargate-vCPU-Hours:perCPU'),
  'fargate-gb-hour': listing('AmazonECS', 'Fargate-GB-Hours'),
  'alarm-month': listing('AmazonCloudWatch', 'CW:AlarmMonitorUsage'),
  'kms-key-month': listing('awskms', 'KMS-Keys'),
};

const offerSchema = z.object({
  products: z.record(
    z.string(),
    z.object({
      sku: z.string(),
      attributes: z.object({ usagetype: z.string().optional(), operation: z.string().optional() }),
    }),
  ),
  terms: z.object({
    OnDemand: z.record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          priceDimensions: z.record(
            z.string(),
            z.object({
              beginRange: z.string().optional(),
              pricePerUnit: z.object({ USD: z.string().optional() }),
            }),
          ),
        }),
      ),
    ),
  }),
});

type Offer = z.output<typeof offerSchema>;

/** What a refresh has found. */
export interface Refreshed {
  readonly prices: PriceList;
  /** The items, as `<item> (<Region>)`, that are not in AWS's lists as they were looked for: their prices are as before. */
  readonly left: readonly string[];
}

/** The letter in `sources` of a price that a refresh has brought. */
const SOURCE = 'L';

/**
 * Brings the prices of Regions up to date from AWS's public lists.
 *
 * @param url - where the lists are
 * @param today - from when the prices are then
 * @throws UserError if the lists cannot be read
 */
export async function refreshPrices(
  prices: PriceList,
  regions: readonly string[],
  { url = PRICE_LIST_URL, today = new Date() }: { readonly url?: string; readonly today?: Date } = {},
): Promise<Refreshed> {
  const items = structuredClone(prices.items);
  const left: string[] = [];
  for (const region of regions) {
    for (const offer of new Set(Object.values(LISTINGS).map((listed) => listed.offer))) {
      const list = await fetchOffer(`${url}/offers/v1.0/aws/${offer}/current/${region}/index.json`);
      for (const [item, { offer: of, usage }] of Object.entries(LISTINGS)) {
        if (of !== offer) continue;
        const usd = onDemandPrice(list, usage);
        const known = items[item];
        if (usd === undefined || known === undefined) left.push(`${item} (${region})`);
        else known.prices[region] = { usd, confirmed: true, sources: [SOURCE] };
      }
    }
  }
  const collected = today.toISOString().slice(0, 10);
  const sources = { ...prices.sources, [SOURCE]: `AWS's public price lists, read on ${collected}` };
  return { prices: { ...prices, collected, sources, items }, left };
}

async function fetchOffer(url: string): Promise<Offer> {
  try {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return offerSchema.parse(await answer.json());
  } catch (error) {
    throw new UserError({
      problem: `The price list ${url} could not be read: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}.`,
      fix: 'check the network; without --refresh the committed prices are used.',
    });
  }
}

/** The one on-demand price of a usage type from the first unit on; undefined if there is none, or more than one. */
function onDemandPrice({ products, terms }: Offer, usage: RegExp): number | undefined {
  const found = Object.values(products)
    .filter(({ attributes }) => usage.test(attributes.usagetype ?? ''))
    .flatMap(({ sku }) => Object.values(terms.OnDemand[sku] ?? {}))
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .filter(({ beginRange = '0' }) => beginRange === '0')
    .map(({ pricePerUnit }) => Number(pricePerUnit.USD))
    .filter((usd) => usd > 0);
  const [usd, ...others] = [...new Set(found)];
  return others.length > 0 ? undefined : usd;
}
