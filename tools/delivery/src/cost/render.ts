import { table } from '@healthcare-dr/cli-kit';
import { adviceOf, type Advice } from './advice';
import { sumBy, totalOf, type Estimate } from './estimate';

/** An amount as it is shown, in USD. */
export const formatUsd = (usd: number): string => `$${usd.toFixed(2)}`;

/** A difference as it is shown, with its sign. */
export const formatDifference = (usd: number): string => `${usd < 0 ? '-' : '+'}$${Math.abs(usd).toFixed(2)}`;

/** An estimate for a terminal: tier by Region, then what surprises. */
export function formatEstimate(estimate: Estimate, uncertainties: readonly string[]): string {
  const regions = [...new Set(estimate.lines.map(({ region }) => region))];
  const cells = sumBy(estimate.lines, ({ tier, region }) => `${tier} ${region}`);
  const tiers = sumBy(estimate.lines, ({ tier }) => tier);
  const byRegion = sumBy(estimate.lines, ({ region }) => region);
  const rows = [...tiers].map(([tier, usd]) => [
    tier,
    ...regions.map((region) => formatUsd(cells.get(`${tier} ${region}`) ?? 0)),
    formatUsd(usd),
  ]);
  const sums = [
    'all',
    ...regions.map((region) => formatUsd(byRegion.get(region) ?? 0)),
    formatUsd(totalOf(estimate.lines)),
  ];
  return [
    `Environment ${estimate.environment}: ${formatUsd(totalOf(estimate.lines))} a month, by prices of ${estimate.collected}, without taxes, discounts and free tiers.`,
    table(['Tier', ...regions, 'Month'], [...rows, sums]),
    ...adviceOf(estimate).map(formatAdvice),
    ...uncertainties,
  ].join('\n\n');
}

function formatAdvice({ usd, share, text, options }: Advice): string {
  return [
    `${formatUsd(usd)} (${Math.round(share * 100)} %): ${text}`,
    ...options.map(
      (option) => `  ${formatDifference(-option.usd)}: ${option.text}. In a recovery: ${option.recovery}.`,
    ),
  ].join('\n');
}

/** How an estimate differs from that of a base, by tier and Region. */
export interface Difference {
  /** In USD a month. */
  readonly total: number;
  readonly rows: readonly { readonly tier: string; readonly region: string; readonly usd: number }[];
}

/** Less than this, in USD a month, is no difference. */
const NOTHING_USD = 0.005;

/** Compares an estimate with that of a base. */
export function differenceOfEstimates(base: Estimate, now: Estimate): Difference {
  const keyOf = ({ tier, region }: Estimate['lines'][number]) => `${tier} ${region}`;
  const [before, after] = [sumBy(base.lines, keyOf), sumBy(now.lines, keyOf)];
  const rows = [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((key) => {
      const [tier = '', region = ''] = key.split(' ');
      return { tier, region, usd: (after.get(key) ?? 0) - (before.get(key) ?? 0) };
    })
    .filter(({ usd }) => Math.abs(usd) >= NOTHING_USD);
  return { total: totalOf(now.lines) - totalOf(base.lines), rows };
}

/** How much more or less each stack costs than at a base, in USD a month. */
export function differencesByStack(base: Estimate, now: Estimate): ReadonlyMap<string, number> {
  const [before, after] = [base, now].map(({ lines }) => sumBy(lines, ({ stack }) => stack));
  const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return new Map([...names].map((name) => [name, (after?.get(name) ?? 0) - (before?.get(name) ?? 0)]));
}

/** A difference as Markdown, for a pull request. */
export function formatDifferenceMarkdown(
  environment: string,
  { total, rows }: Difference,
  now: Estimate,
): string {
  const head = `**Cost of \`${environment}\`:** ${formatUsd(totalOf(now.lines))} a month (${formatDifference(total)})`;
  if (rows.length === 0) return head;
  return [
    head,
    '',
    '| Tier | Region | Difference |',
    '| --- | --- | --- |',
    ...rows.map(({ tier, region, usd }) => `| ${tier} | ${region} | ${formatDifference(usd)} |`),
  ].join('\n');
}
