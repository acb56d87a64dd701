import { writeFileSync } from 'node:fs';
import { assertWritable, InputError, readInput, writeOutput } from '@healthcare-dr/cli-kit';
import { chosenEnvironment } from '@healthcare-dr/topology/loading';
import type { Command } from 'commander';
import { assertBase, estimateOfBase } from '../cost/base';
import { parseUsage, totalOf, uncertaintiesOf, type Estimate } from '../cost/estimate';
import { estimateEnvironment } from '../cost/estimate-environment';
import { PRICES_FILE, readPrices } from '../cost/prices';
import { refreshPrices } from '../cost/refresh';
import {
  differenceOfEstimates,
  formatDifferenceMarkdown,
  formatDifference,
  formatEstimate,
} from '../cost/render';
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
    .option('--base <commit>', 'what to compare with: a commit, or a file that --out has written')
    .option('--out <file>', 'write the JSON to a file')
    .option('--markdown <file>', 'write the difference from the base as Markdown')
    .option('--json', 'print JSON')
    .option('--refresh', "first bring the prices up to date from AWS's public lists; needs the internet")
    .action(async (flags: EstimateFlags) => {
      await run(context, flags);
    });
}

async function run({ workspaceRoot, variables, terminal }: CliContext, flags: EstimateFlags): Promise<void> {
  const environment = chosenEnvironment(workspaceRoot, variables, flags.environment);
  if (flags.markdown !== undefined && flags.base === undefined) {
    throw new InputError({
      problem: '--markdown writes the difference from a base, and --base is missing. Nothing was written.',
      allowed: '--markdown together with --base',
      fix: 'say what to compare with, such as --base main.',
    });
  }
  assertWritable(flags.out, flags.markdown);
  // Before minutes are spent on what cannot be compared.
  if (flags.base !== undefined) await assertBase(workspaceRoot, flags.base);
  if (flags.refresh === true) {
    const { prices, left } = await refreshPrices(readPrices(), [
      environment.primary.region,
      environment.dr.region,
    ]);
    writeFileSync(PRICES_FILE, `${JSON.stringify(prices, null, 2)}\n`);
    if (left.length > 0) terminal.note(`Not found in AWS's lists, and left as they are: ${left.join(', ')}.`);
  }
  const prices = readPrices();
  const usage =
    flags.usage === undefined ? {} : { usage: parseUsage(readInput(flags.usage), flags.usage, prices) };
  const found = await estimateEnvironment({ workspaceRoot, environment, prices, ...usage });
  if (flags.out !== undefined) writeOutput(flags.out, `${JSON.stringify(found, null, 2)}\n`);
  terminal.print(
    flags.json === true
      ? JSON.stringify(found, null, 2)
      : formatEstimate(found, uncertaintiesOf(found, prices, new Date())),
  );
  if (flags.base === undefined) return;
  const base = await estimateOfBase(flags.base, {
    workspaceRoot,
    variables,
    environment: environment.suffix,
    prices,
  });
  compare(base, found, flags, (text) => terminal.note(text));
}

function compare(base: Estimate, found: Estimate, flags: EstimateFlags, note: (text: string) => void): void {
  const difference = differenceOfEstimates(base, found);
  note(
    `Compared with the base: ${formatDifference(difference.total)} a month, from $${totalOf(base.lines).toFixed(2)}.`,
  );
  for (const { tier, region, usd } of difference.rows)
    note(`  ${tier} in ${region}: ${formatDifference(usd)}`);
  if (flags.markdown !== undefined)
    writeOutput(flags.markdown, `${formatDifferenceMarkdown(found.environment, difference, found)}\n`);
}
