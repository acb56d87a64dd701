import { randomUUID } from 'node:crypto';
import { withInterrupts } from '@healthcare-dr/processes';
import { ROLES, type Environment, type Role } from '@healthcare-dr/topology';
import { InvalidArgumentError, type Command } from 'commander';
import { assertCaller, assertRegions } from './access';
import { acknowledge } from './commands/acknowledge';
import { setHold } from './commands/hold';
import { move } from './commands/move';
import { proveWitness } from './commands/prove-witness';
import { readiness } from './commands/readiness';
import { status } from './commands/status';
import { watch } from './commands/watch';
import { watchWeb } from './commands/watch-web';
import type { OperationRequest } from './controller/choose';
import { InputError } from '@healthcare-dr/cli-kit';
import { makePair, type Pair } from './pair';
import { assertAnswerable, processTerminal, type Terminal } from '@healthcare-dr/cli-kit';

/** What the commands take from the process. */
export interface OperationsContext {
  /** The chosen environment; throws if there is none. */
  readonly environment: () => Environment;
  readonly variables: NodeJS.ProcessEnv;
  /** How this program was started, for the commands that it names. */
  readonly program: string;
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
    .description('show the writer, the next command, and the state of both Regions')
    .option('--watch', 'look again every few seconds, with the steps of what runs; Ctrl-C ends it')
    .option('--json', 'print JSON; with --watch one report a line')
    .action(({ json = false, watch: again = false }: Common & { watch?: boolean }) =>
      again
        ? withInterrupts((signal) =>
            operate(context, async (pair, terminal, allowed) =>
              watch({ pair, terminal, json, program: context.program, allowed, signal }),
            ),
          )
        : operate(context, async (pair, terminal, allowed) =>
            status({ pair, terminal, json, program: context.program, allowed }),
          ),
    );
  program
    .command('watch')
    .description('the same as status --watch; with --web as a page in the browser of this machine')
    .option('--web', 'serve a page on the loopback interface; Ctrl-C ends it')
    .option('--port <port>', 'of the page; default: any that is free', portOf)
    .option('--json', 'print JSON: one report a line, or with --web the address')
    .action(({ json = false, web = false, port }: Common & { web?: boolean; port?: number }) => {
      if (!web && port !== undefined)
        throw new InputError({
          problem: '--port is of a page, and no page was asked for.',
          fix: 'add --web.',
        });
      return withInterrupts((signal) =>
        operate(context, async (pair, terminal, allowed) => {
          const common = { pair, terminal, json, program: context.program, allowed, signal };
          return web ? watchWeb({ ...common, ...(port === undefined ? {} : { port }) }) : watch(common);
        }),
      );
    });
  program
    .command('readiness')
    .description('every precondition of a failover, with its fix; exit code 1 if one does not hold')
    .option('--json', 'print JSON')
    .action(({ json = false }: Common) =>
      operate(context, async (pair, terminal, allowed) => {
        return readiness({ pair, terminal, json, program: context.program, allowed });
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
    .option(
      '--to <side>',
      'the side that is to write, by role or Region; has to be said unless the primary writes',
    )
    .action(
      ({
        acceptDataLoss = false,
        to,
        override: overrideReason,
        ...given
      }: Moving & { acceptDataLoss?: boolean; to?: string; override?: string }) =>
        order(context, given, {
          operation: 'failover',
          acceptDataLoss,
          to: to === undefined ? undefined : roleOf(context.environment(), to),
          overrideReason,
        }),
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
      operate(context, async (pair, terminal, caller) =>
        acknowledge({ pair, terminal, requestedBy: await caller, requestId: randomUUID(), json }),
      ),
    );

  asking(
    program
      .command('prove-witness')
      .description("proves that Route 53's word on the Region that does not write can be relied on"),
  ).action(({ yes = false, json = false }: Asking) => {
    assertAnswerable(processTerminal(context.variables), { yes }, 'prove-witness');
    return withInterrupts((signal) =>
      operate(context, async (pair, terminal, allowed) => {
        await allowed;
        return proveWitness({ pair, terminal, signal, yes, json });
      }),
    );
  });

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

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1024 && port <= 65_535) return port;
  throw new InvalidArgumentError('Allowed: 1024 to 65535.');
}

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= LONGEST_REASON) return reason;
  throw new InvalidArgumentError(`Allowed: 1 to ${LONGEST_REASON} characters.`);
}

async function operate(
  { environment: choose, variables }: OperationsContext,
  run: (pair: Pair, terminal: Terminal, caller: Promise<string>) => Promise<number>,
): Promise<void> {
  const environment = choose();
  assertRegions(environment, variables);
  const pair = makePair(environment, variables);
  try {
    const caller = assertCaller(pair);
    // Whoever waits for something else first hears of a refusal then.
    caller.catch(() => undefined);
    process.exitCode = await run(pair, processTerminal(variables), caller);
  } finally {
    pair.destroy();
  }
}

async function order(context: OperationsContext, given: Moving, request: OperationRequest): Promise<void> {
  const { yes = false, json = false, timeout } = given;
  assertAnswerable(processTerminal(context.variables), { yes }, request.operation);
  await withInterrupts((signal) =>
    operate(context, async (pair, terminal, caller) => {
      const requestedBy = await caller;
      const requestId = randomUUID();
      const timeoutMs = timeout * 60_000;
      return move({
        pair,
        terminal,
        request,
        requestedBy,
        requestId,
        timeoutMs,
        signal,
        yes,
        json,
        program: context.program,
      });
    }),
  );
}

function roleOf(environment: Environment, given: string): Role {
  const found = ROLES.find((role) => given === role || given === environment[role].region);
  if (found !== undefined) return found;
  const { suffix, primary, dr } = environment;
  throw new InputError({
    problem: `--to is '${given}'; environment '${suffix}' does not stand there. Nothing was done.`,
    allowed: `primary, dr, ${primary.region}, ${dr.region}`,
    fix: 'name the side that is to write.',
  });
}

async function hold(
  context: OperationsContext,
  { yes = false, json = false }: Asking,
  value: { readonly held: boolean; readonly reason: string },
): Promise<void> {
  assertAnswerable(processTerminal(context.variables), { yes }, value.held ? 'hold' : 'resume');
  await operate(context, async (pair, terminal, allowed) => {
    await allowed;
    return setHold({ pair, terminal, hold: value, yes, json });
  });
}
