import type { Command } from 'commander';
import { deployEnvironment } from '../deploy/deploy-environment';
import { exitCodeOf } from '../deploy/outcome';
import { formatOutcome, formatStatus } from '../deploy/render';
import { readStatus } from '../deploy/status';
import { explainRemoved, findStates } from '../destroy/destroy-environment';
import { selectStacks } from '../stacks/selection';
import { approverFor } from './approver';
import {
  assertAllowable,
  collectDigests,
  gated,
  inSession,
  selecting,
  synthesizeAll,
  type CliContext,
  type GateFlags,
  type SelectionFlags,
} from './common';

interface DeployFlags extends SelectionFlags, GateFlags {
  readonly status?: boolean;
  readonly refresh?: boolean;
  readonly approve: readonly string[];
  readonly approvePlan?: string;
  readonly requireApproval?: boolean;
  readonly typecheck: boolean;
  readonly json?: boolean;
}

/** Adds `deploy`. */
export function registerDeploy(program: Command, context: CliContext): void {
  gated(selecting(program.command('deploy')))
    .description('brings an environment to what the checkout says; what stands already costs one read')
    .option('--status', 'show what is deployed, and change nothing')
    .option('--refresh', 'plan and apply also what stands by its record, to repair drift')
    .option(
      '--approve <digest>',
      'a wave that is approved, by its digest; may be repeated',
      collectDigests,
      [],
    )
    .option('--approve-plan <file>', 'the JSON of npm run plan:summary that was reviewed')
    .option('--require-approval', 'ask also where the environment is no production')
    .option('--no-typecheck', 'apply without a check of types: for emergencies')
    .option('--json', 'print JSON')
    .action(async (flags: DeployFlags) => {
      process.exitCode = flags.status === true ? await status(context, flags) : await deploy(context, flags);
    });
}

function deploy(context: CliContext, flags: DeployFlags): Promise<number> {
  const { terminal } = context;
  return inSession(context, flags, async (session) => {
    const approver = approverFor(
      {
        environment: session.options.environment.suffix,
        required: session.production || flags.requireApproval === true,
        digests: flags.approve,
        ...(flags.approvePlan === undefined ? {} : { summaryFile: flags.approvePlan }),
      },
      terminal,
    );
    const stacks = await synthesizeAll(session);
    assertAllowable(stacks, flags.allow);
    const outcomes = await deployEnvironment({
      session,
      stacks,
      ...(flags.role === undefined ? {} : { role: flags.role }),
      ...(flags.only === undefined ? {} : { only: flags.only }),
      refresh: flags.refresh ?? false,
      allow: flags.allow,
      maxDestroyed: flags.maxDestroyed,
      parallel: flags.parallel,
      checkTypes: flags.typecheck,
      approver,
      command: 'npm run deploy',
      settled: (stack, outcome) => {
        if (flags.json !== true) terminal.print(formatOutcome(stack, outcome));
      },
    });
    if (flags.json === true) terminal.print(JSON.stringify(Object.fromEntries(outcomes), null, 2));
    const names = stacks.map(({ name }) => name);
    const removed = await findStates(session, {
      ...(flags.role === undefined ? {} : { roles: [flags.role] }),
      wanted: (stack) => !names.includes(stack),
    });
    for (const state of removed) terminal.note(explainRemoved(state));
    return exitCodeOf(outcomes.values());
  });
}

function status(context: CliContext, flags: DeployFlags): Promise<number> {
  return inSession(context, flags, async (session) => {
    const stacks = await synthesizeAll(session);
    const selected = selectStacks(stacks, flags);
    const statuses = await readStatus(
      session,
      stacks.filter(({ name }) => selected.has(name)),
    );
    context.terminal.print(flags.json === true ? JSON.stringify(statuses, null, 2) : formatStatus(statuses));
    return 0;
  });
}
