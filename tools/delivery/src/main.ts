import { resolve } from 'node:path';
import { BAD_INPUT } from '@healthcare-dr/cli-kit';
import { InterruptedError } from '@healthcare-dr/processes';
import { ConfigurationError, UserError } from '@healthcare-dr/topology';
import { Command, CommanderError } from 'commander';
import { processContext } from './cli/common';
import { registerDeploy } from './cli/deploy';
import { registerDestroy } from './cli/destroy';
import { registerEstimate } from './cli/estimate';
import { registerIssues } from './cli/issues';
import { registerPlans } from './cli/plans';
import { registerReap } from './cli/reap';

const context = processContext(resolve(__dirname, '..', '..', '..'));

const program = new Command('delivery')
  .description(
    'Ships a change: what would change, what it costs, what is deployed, and the deployment itself.',
  )
  // Inherited by each command: bad input is one line and an exit code of its own.
  .exitOverride()
  .showHelpAfterError('--help says what is allowed.');
registerDeploy(program, context);
registerPlans(program, context);
registerDestroy(program, context);
registerEstimate(program, context);
registerIssues(program, context);
registerReap(program, context);

program.parseAsync().catch((error: unknown) => {
  // It has said what is wrong, or shown its help.
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : BAD_INPUT;
    return;
  }
  // A person's mistake is one message; anything else is ours, and its stack is what helps.
  console.error(error instanceof UserError || error instanceof InterruptedError ? error.message : error);
  process.exitCode = exitCodeOf(error);
});

function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigurationError) return BAD_INPUT;
  return error instanceof UserError || error instanceof InterruptedError ? error.exitCode : 1;
}
