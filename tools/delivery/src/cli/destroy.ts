import type { Command } from 'commander';
import { goesOn, InputError } from '@healthcare-dr/cli-kit';
import { isEphemeral, ROLES } from '@healthcare-dr/topology';
import {
  deleteWhatIsMadeAgain,
  destroyStates,
  findStates,
  type FoundState,
} from '../destroy/destroy-environment';
import { formatDestroyed } from '../destroy/render';
import type { DeliverySession } from '../deploy/session';
import {
  gated,
  inSession,
  policyOf,
  selecting,
  synthesizeAll,
  type CliContext,
  type GateFlags,
  type SelectionFlags,
} from './common';

interface DestroyFlags extends SelectionFlags, GateFlags {
  readonly removed?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Adds `destroy`. */
export function registerDestroy(program: Command, context: CliContext): void {
  gated(selecting(program.command('destroy')))
    .description('destroys stacks from their states, without the code that made them, in reverse order')
    .option('--removed', 'only states of stacks that are not in the checkout any more')
    .option('--yes', 'do it without asking')
    .option('--json', 'print JSON')
    .action(async (flags: DestroyFlags) => {
      process.exitCode = await inSession(context, flags, (session) => destroy(session, context, flags));
    });
}

async function destroy(
  session: DeliverySession,
  { terminal }: CliContext,
  flags: DestroyFlags,
): Promise<number> {
  const { environment } = session.options;
  const states = await chosenStates(session, flags);
  const roles = flags.role === undefined ? ROLES : [flags.role];
  if (states.length === 0) {
    await deleteWhatIsMadeAgain(session, roles);
    terminal.note(`Nothing of environment ${environment.suffix} is left to destroy there.`);
    return 0;
  }
  for (const { stack, managed } of states)
    terminal.note(`${stack}: ${managed} resources would be destroyed.`);
  if (flags.yes !== true && !terminal.canAsk) {
    throw new InputError({
      problem: 'Destroying asks first, and there is no terminal to ask at. Nothing was done.',
      allowed: '--yes, or a terminal',
      fix: 'look at what stands above, and give --yes.',
    });
  }
  if (!(await goesOn(terminal, { yes: flags.yes === true }, environment.suffix))) return 1;
  const outcomes = await destroyStates({
    session,
    states,
    policy: policyOf(flags, session),
    parallel: flags.parallel,
    command: 'npm run destroy',
    settled: (stack, outcome) => {
      if (flags.json !== true) terminal.print(formatDestroyed(stack, outcome));
    },
  });
  await deleteWhatIsMadeAgain(session, roles);
  if (flags.json === true) terminal.print(JSON.stringify(Object.fromEntries(outcomes), null, 2));
  return [...outcomes.values()].every(({ status }) => status === 'destroyed') ? 0 : 1;
}

/** The states to destroy. A production environment loses only what is not in the checkout any more. */
async function chosenStates(session: DeliverySession, flags: DestroyFlags): Promise<FoundState[]> {
  const { environment } = session.options;
  const onlyRemoved = flags.removed === true || !isEphemeral(environment);
  const known = onlyRemoved ? (await synthesizeAll(session)).map(({ name }) => name) : [];
  const removed = await findStates(session, {
    ...(flags.role === undefined ? {} : { roles: [flags.role] }),
    wanted: (stack) => !known.includes(stack),
  });
  const chosen =
    flags.only === undefined ? removed : removed.filter(({ stack }) => flags.only?.includes(stack));
  if (!isEphemeral(environment) && flags.only === undefined && flags.removed !== true) {
    throw new InputError({
      problem: `Environment '${environment.suffix}' is production; it is not destroyed.`,
      allowed: `stacks that are not in the checkout any more, by --removed or --only: ${removed.map(({ stack }) => stack).join(', ') || 'there are none'}`,
      fix: 'if it is really to go, make its deletionPolicy ephemeral, deploy that, then destroy.',
    });
  }
  const missing = (flags.only ?? []).filter((name) => !chosen.some(({ stack }) => stack === name));
  if (missing.length > 0) {
    throw new InputError({
      problem: `There is no state of '${missing.join("', '")}' that may be destroyed.`,
      allowed:
        removed.map(({ stack }) => stack).join(', ') ||
        'none: nothing is left, or all of it is in the checkout of a production environment',
      fix: 'name one of these.',
    });
  }
  return chosen;
}
