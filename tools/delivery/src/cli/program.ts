import { BAD_INPUT } from '@healthcare-dr/cli-kit';
import { InterruptedError } from '@healthcare-dr/processes';
import { ConfigurationError, UserError } from '@healthcare-dr/topology';
import { Command, CommanderError } from 'commander';
import type { CliContext } from './common';
import { registerDeploy } from './deploy';
import { registerDestroy } from './destroy';
import { registerEstimate } from './estimate';
import { registerIssues } from './issues';
import { registerPlans } from './plans';
import { registerReap } from './reap';

/**
 * Runs one command line.
 *
 * @param args - without the program's own name
 * @returns the exit code of what was thrown; 0 if nothing was, and then a command has set the process's own
 */
export async function runDelivery(context: CliContext, args: readonly string[]): Promise<number> {
  const program = new Command('delivery')
    .description(
      'Ships a change: what would change, what it costs, what is deployed, and the deployment itself.',
    )
    // Inherited by each command: bad input is one line and an exit code of its own.
    .exitOverride()
    .configureOutput({ writeErr: (text) => context.terminal.note(text.trimEnd()) })
    .showHelpAfterError('--help says what is allowed.');
  for (const register of [
    registerDeploy,
    registerPlans,
    registerDestroy,
    registerEstimate,
    registerIssues,
    registerReap,
  ])
    register(program, context);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    // It has said what is wrong, or shown its help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_INPUT;
    if (error instanceof UserError || error instanceof InterruptedError) {
      context.terminal.note(error.message);
      return error instanceof ConfigurationError ? BAD_INPUT : error.exitCode;
    }
    // A person's mistake is one message; anything else is ours, and its stack is what helps.
    console.error(error);
    return 1;
  }
}
