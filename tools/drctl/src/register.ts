import { randomUUID } from 'node:crypto';
import { withInterrupts } from '@healthcare-dr/processes';
import type { Environment } from '@healthcare-dr/topology';
import { InvalidArgumentError, type Command } from 'commander';
import { assertCaller, assertRegions } from './access';
import { acknowledge } from './commands/acknowledge';
import { setHold } from './commands/hold';
import { move } from './commands/move';
import { readiness } from './commands/readiness';
import { status } from './commands/status';
import type { OperationRequest } from './controller/choose';
import { InputError } from '@healthcare-dr/cli-kit';
import { makePair, type Pair } from './pair';
import { assertAnswerable, processTerminal, type Terminal } from '@healthcare-dr/cli-kit';

/** What the commands take from the process. */
export interface OperationsContext {
  /** The chosen environment; throws if there is none. */
  readonly environment: () => Environment;
  readonly variables: NodeJS.ProcessEnv;
}

interface Common {
  readonly json?: boolean;
}

interface Asking extends Common {
  readonly yes?: boolean;
}

interface Moving extends Asking {
  readonly timeout: number;
}

/** SSM Parameter Store takes 4096 characters; a reason is read on a telephone at night. */
const LONGEST_REASON = 500;

const LONGEST_TIMEOUT_MINUTES = 240;

/** Adds the commands by which operators look at the pair and move it. */
export function registerOperations(program: Command, context: OperationsContext): void {
  program
    .command('status')
    .description('who writes, and how everything stands, in both Regions')
    .option('--json', 'print JSON')
    .action(({ json = false }: Common) =>
      operate(context, async (pair, terminal) => {
        return status({ pair, terminal, json });
      }),
    );
  program
    .command('readiness')
    .description('every precondition of a failover, with its fix; exit code 1 if one does not hold')
    .option('--json', 'print JSON')
    .action(({ json = false }: Common) =>
      operate(context, async (pair, terminal) => {
        return readiness({ pair, terminal, json });
      }),
    );

  moving(program.command('switchover').description('planned, without loss: the writer moves to dr')).action(
    (given: Moving) => order(context, given, { operation: 'switchover' }),
  );
  moving(
    program.command('failback').description('planned, without loss: the writer moves home to the primary'),
  ).action((given: Moving) => order(context, given, { operation: 'failback' }));
  moving(
    program
      .command('failover')
      .description("unplanned: promotes the standby once the writer's Region is lost"),
  )
    .option('--accept-data-loss', 'also beyond the bound, or if nobody knows how much')
    .option(
      '--override <reason>',
      'also although the evidence does not say that the Region is lost; against one that serves a second person must approve',
      reasonOf,
    )
    .option('--region <region>', 'the Region that is to write; default and only choice: the standby')
    .action(
      ({
        acceptDataLoss = false,
        region,
        override: overrideReason,
        ...given
      }: Moving & { acceptDataLoss?: boolean; region?: string; override?: string }) =>
        order(context, given, { operation: 'failover', acceptDataLoss, region, overrideReason }),
    );
  moving(program.command('approve').description('approves what an incident waits for').argument('<incident>'))
    .option('--accept-data-loss', 'also beyond the bound, or if nobody knows how much')
    .action(
      (incidentId: string, { acceptDataLoss = false, ...given }: Moving & { acceptDataLoss?: boolean }) =>
        order(context, given, { operation: 'approve', acceptDataLoss, incidentId }),
    );

  program
    .command('acknowledge')
    .description('says that you look after what is paged: it is not paged again')
    .option('--json', 'print JSON')
    .action(({ json = false }: Common) =>
      operate(context, async (pair, terminal, requestedBy) =>
        acknowledge({ pair, terminal, requestedBy, requestId: randomUUID(), json }),
      ),
    );

  asking(program.command('hold').description('stops both controllers from changing anything'))
    .requiredOption('--reason <text>', 'why, for whoever finds it held', reasonOf)
    .action(({ reason, ...given }: Asking & { reason: string }) =>
      hold(context, given, { held: true, reason }),
    );
  asking(program.command('resume').description('lets both controllers act again')).action((given: Asking) =>
    hold(context, given, { held: false, reason: '' }),
  );
}

const asking = (command: Command): Command =>
  command.option('--yes', 'do it without asking').option('--json', 'print JSON');

const moving = (command: Command): Command =>
  asking(command).option('--timeout <minutes>', 'how long it is followed', minutesOf, 30);

function minutesOf(text: string): number {
  const minutes = Number(text);
  if (Number.isFinite(minutes) && minutes > 0 && minutes <= LONGEST_TIMEOUT_MINUTES) return minutes;
  throw new InvalidArgumentError(`Allowed: minutes, more than 0 and at most ${LONGEST_TIMEOUT_MINUTES}.`);
}

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= LONGEST_REASON) return reason;
  throw new InvalidArgumentError(`Allowed: 1 to ${LONGEST_REASON} characters.`);
}

async function operate(
  { environment: choose, variables }: OperationsContext,
  run: (pair: Pair, terminal: Terminal, caller: string) => Promise<number>,
): Promise<void> {
  const environment = choose();
  assertRegions(environment, variables);
  const pair = makePair(environment, variables);
  try {
    const caller = await assertCaller(pair);
    process.exitCode = await run(pair, processTerminal(variables), caller);
  } finally {
    pair.destroy();
  }
}

async function order(context: OperationsContext, given: Moving, request: OperationRequest): Promise<void> {
  const { yes = false, json = false, timeout } = given;
  const environment = context.environment();
  if (request.operation === 'failover' && request.region !== undefined)
    assertRegion(environment, request.region);
  assertAnswerable(processTerminal(context.variables), { yes }, request.operation);
  await withInterrupts((signal) =>
    operate(context, async (pair, terminal, requestedBy) => {
      const requestId = randomUUID();
      const timeoutMs = timeout * 60_000;
      return move({ pair, terminal, request, requestedBy, requestId, timeoutMs, signal, yes, json });
    }),
  );
}

function assertRegion({ suffix, primary, dr }: Environment, region: string): void {
  const allowed = [primary.region, dr.region];
  if ((allowed as string[]).includes(region)) return;
  throw new InputError({
    problem: `--region is '${region}'; environment '${suffix}' does not stand there. Nothing was done.`,
    allowed: allowed.join(', '),
    fix: 'leave it out: the standby is chosen by who writes.',
  });
}

async function hold(
  context: OperationsContext,
  { yes = false, json = false }: Asking,
  value: { readonly held: boolean; readonly reason: string },
): Promise<void> {
  assertAnswerable(processTerminal(context.variables), { yes }, value.held ? 'hold' : 'resume');
  await operate(context, async (pair, terminal) => {
    return setHold({ pair, terminal, hold: value, yes, json });
  });
}
