import { readFileSync, writeFileSync } from 'node:fs';
import { topologyOf } from '@healthcare-dr/topology';
import { chosenEnvironment } from '@healthcare-dr/topology/loading';
import type { Command } from 'commander';
import {
  estimate,
  parseEstimate,
  parseUsage,
  totalOf,
  uncertaintiesOf,
  type Estimate,
} from '../cost/estimate';
import { PRICES_FILE, readPrices } from '../cost/prices';
import { refreshPrices } from '../cost/refresh';
import {
  differenceOfEstimates,
  formatDifferenceMarkdown,
  formatDifference,
  formatEstimate,
} from '../cost/render';
import { synthesizeForDeployment } from '../stacks/synthesize';
import type { CliContext } from './common';

interface EstimateFlags {
  readonly environment?: string;
  readonly usage?: string;
  readonly base?: string;
  readonly out?: string;
  readonly markdown?: string;
  readonly json?: boolean;
  readonly refresh?: boolean;
}

/** Adds `estimate`. */
export function registerEstimate(program: Command, context: CliContext): void {
  program
    .command('estimate')
    .description('what an environment costs in a month, by tier and Region, and what surprises in it')
    .option(
      '--environment <suffix>',
      'the environment; default: ENVIRONMENT_SUFFIX, else the context of cdktf.json',
    )
    .option(
      '--usage <file>',
      'JSON with what is used in a month, by side and item; default: nobody uses anything',
    )
    .option('--base <file>', 'JSON of another estimate, to compare with')
    .option('--out <file>', 'write the JSON to a file, for --base')
    .option('--markdown <file>', 'write the difference from the base as Markdown')
    .option('--json', 'print JSON')
    .option('--refresh', "first bring the prices up to date from AWS's public lists; needs the internet")
    .action(async (flags: EstimateFlags) => {
      await run(context, flags);
    });
}

async function run({ workspaceRoot, variables, terminal }: CliContext, flags: EstimateFlags): Promise<void> {
  const environment = chosenEnvironment(workspaceRoot, variables, flags.environment);
  if (flags.refresh === true) {
    const { prices, left } = await refreshPrices(readPrices(), [
      environment.primary.region,
      environment.dr.region,
    ]);
    writeFileSync(PRICES_FILE, `${JSON.stringify(prices, null, 2)}\n`);
    if (left.length > 0) terminal.note(`Not found in AWS's lists, and left as they are: ${left.join(', ')}.`);
  }
  const prices = readPrices();
  const stacks = await synthesizeForDeployment({ workspaceRoot, environment: environment.suffix });
  const found = estimate({
    environment: environment.suffix,
    prices,
    stacks: stacks.map(({ name, role, tier, state, file }) => ({
      name,
      role,
      tier,
      region: state.region,
      json: readFileSync(file, 'utf8'),
      zones: topologyOf(environment, role).zones.length,
    })),
    ...(flags.usage === undefined
      ? {}
      : { usage: parseUsage(readFileSync(flags.usage, 'utf8'), flags.usage, prices) }),
  });
  if (flags.out !== undefined) writeFileSync(flags.out, `${JSON.stringify(found, null, 2)}\n`);
  terminal.print(
    flags.json === true
      ? JSON.stringify(found, null, 2)
      : formatEstimate(found, uncertaintiesOf(found, prices, new Date())),
  );
  if (flags.base !== undefined)
    compare(parseEstimate(readFileSync(flags.base, 'utf8'), flags.base), found, flags, (text) =>
      terminal.note(text),
    );
}

function compare(base: Estimate, found: Estimate, flags: EstimateFlags, note: (text: string) => void): void {
  const difference = differenceOfEstimates(base, found);
  note(
    `Compared with the base: ${formatDifference(difference.total)} a month, from $${totalOf(base.lines).toFixed(2)}.`,
  );
  for (const { tier, region, usd } of difference.rows)
    note(`  ${tier} in ${region}: ${formatDifference(usd)}`);
  if (flags.markdown !== undefined)
    writeFileSync(flags.markdown, `${formatDifferenceMarkdown(found.environment, difference, found)}\n`);
}
