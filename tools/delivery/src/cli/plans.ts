import { assertWritable, writeOutput } from '@healthcare-dr/cli-kit';
import type { Command } from 'commander';
import { assertBase, estimateOfBase } from '../cost/base';
import { estimateEnvironment } from '../cost/estimate-environment';
import { readPrices } from '../cost/prices';
import { differencesByStack } from '../cost/render';
import type { DeliverySession } from '../deploy/session';
import { formatMarkdown, formatSummary } from '../plan/render';
import { summarizePlans } from '../plan/summarize-plans';
import { stacksOf, type PlanSummary } from '../plan/summary';
import { selectStacks } from '../stacks/selection';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import {
  assertAllowable,
  gated,
  inSession,
  policyOf,
  selecting,
  synthesizeAll,
  type CliContext,
  type GateFlags,
  type SelectionFlags,
} from './common';

interface PlanFlags extends SelectionFlags, GateFlags {
  readonly json?: boolean;
  readonly markdown?: string;
  readonly out?: string;
  readonly costBase?: string;
}

/** What `drift` ends with, apart from zero. */
const DRIFT_EXIT_CODES = { drift: 2, broken: 1 } as const;

/** Adds `summary`, `gate` and `drift`. */
export function registerPlans(program: Command, context: CliContext): void {
  const reporting = (name: string, description: string) =>
    gated(selecting(program.command(name)))
      .description(description)
      .option('--json', 'print JSON')
      .option('--out <file>', 'write the JSON to a file, for npm run deploy -- --approve-plan')
      .option('--markdown <file>', 'write it as Markdown for a comment, within 60,000 characters')
      .option('--cost-base <commit>', 'show what each stack costs more or less a month than at a commit');

  reporting('summary', 'what a deployment would change, by wave, with the digests to approve it by').action(
    async (flags: PlanFlags) => {
      process.exitCode = await report(context, flags, 'changes', (summary) =>
        stacksOf(summary).some(({ status }) => status === 'failed') ? 1 : 0,
      );
    },
  );
  reporting(
    'gate',
    'fails if a deployment would destroy data or weaken a protection that nobody allowed',
  ).action(async (flags: PlanFlags) => {
    process.exitCode = await report(context, flags, 'changes', (summary) =>
      stacksOf(summary).some(({ status, findings }) => status === 'failed' || findings.length > 0) ? 1 : 0,
    );
  });
  reporting(
    'drift',
    'what the real world is otherwise than it was applied: exit code 0 none, 2 drift, 1 broken',
  ).action(async (flags: PlanFlags) => {
    process.exitCode = await report(context, flags, 'drift', driftExitCode);
  });
}

/** 1 if anything could not be looked at, else 2 if anything drifted, else 0. */
export function driftExitCode(summary: PlanSummary): number {
  const stacks = stacksOf(summary);
  if (stacks.some(({ status }) => status === 'failed' || status === 'blocked'))
    return DRIFT_EXIT_CODES.broken;
  return stacks.some(({ changes }) => changes.length > 0) ? DRIFT_EXIT_CODES.drift : 0;
}

function report(
  context: CliContext,
  flags: PlanFlags,
  purpose: 'changes' | 'drift',
  exitCode: (summary: PlanSummary) => number,
): Promise<number> {
  const { terminal, workspaceRoot } = context;
  return inSession(context, flags, async (session) => {
    assertWritable(flags.out, flags.markdown);
    if (flags.costBase !== undefined) await assertBase(workspaceRoot, flags.costBase);
    const stacks = await synthesizeAll(session);
    assertAllowable(stacks, flags.allow);
    const summary = await summarizePlans({
      session,
      stacks,
      selected: selectStacks(stacks, flags),
      policy: policyOf(flags, session),
      parallel: flags.parallel,
      purpose,
      ...(flags.costBase === undefined
        ? {}
        : { costs: await costDifferences(context, session, stacks, flags.costBase) }),
    });
    const json = `${JSON.stringify(summary, null, 2)}\n`;
    if (flags.out !== undefined) writeOutput(flags.out, json);
    if (flags.markdown !== undefined) writeOutput(flags.markdown, formatMarkdown(summary));
    terminal.print(flags.json === true ? json.trimEnd() : formatSummary(summary));
    return exitCode(summary);
  });
}

/** What each stack costs more or less in a month than at a base, in USD. */
async function costDifferences(
  { workspaceRoot, variables }: CliContext,
  { options: { environment } }: DeliverySession,
  stacks: readonly SynthesizedStack[],
  base: string,
): Promise<ReadonlyMap<string, number>> {
  const prices = readPrices();
  const now = await estimateEnvironment({ workspaceRoot, environment, prices, stacks });
  return differencesByStack(
    await estimateOfBase(base, { workspaceRoot, variables, environment: environment.suffix, prices }),
    now,
  );
}
