import { BAD_INPUT, processTerminal } from '@healthcare-dr/cli-kit';
import { withLocks } from '@healthcare-dr/deployment-records';
import { GLOBAL_SERVICES_REGION } from '@healthcare-dr/platform';
import { InterruptedError } from '@healthcare-dr/processes';
import { ConfigurationError, ROLES, UserError, type Environment, type Role } from '@healthcare-dr/topology';
import { chosenEnvironment, environmentChoice, resolveEnvironment } from '@healthcare-dr/topology/loading';
import { Command, CommanderError, Option } from 'commander';
import { assertAccount } from './bootstrap/clients';
import { registerBootstrap } from './bootstrap/register';
import { unlock } from './commands/unlock';
import { describeEnvironment } from './describe/described-environment';
import { renderDescription } from './describe/render';
import { programName } from './program';
import { makeAccount } from './preflight/clients';
import { preflight } from './preflight/preflight';
import { registerOperations } from './register';
import { rootFolder, type Embedded } from './root';

const workspaceRoot = rootFolder((globalThis as { readonly DRCTL_EMBEDDED?: Embedded }).DRCTL_EMBEDDED);

const program = new Command('drctl')
  .description('Operates the disaster-recovery footprint.')
  .option(
    '--environment <suffix>',
    'the environment; default: ENVIRONMENT_SUFFIX, else the context of cdktf.json',
  )
  // Inherited by each command: bad input is one line and an exit code of its own.
  .exitOverride()
  .showHelpAfterError('drctl --help and drctl <command> --help say what is allowed.')
  .configureHelp({ showGlobalOptions: true });

registerBootstrap(program, { workspaceRoot, environment, variables: process.env });

program
  .command('preflight')
  .description('what the account lacks for a first deployment, with the fix of each; exit code 1 if anything')
  .addOption(new Option('--role <role>', 'one side only').choices([...ROLES]))
  .option('--json', 'print JSON')
  .action(async ({ role, json }: { role?: Role; json?: true }) => {
    const chosen = environment();
    const roles = role === undefined ? ROLES : [role];
    // A Region of the environment may be one that the account has yet to enable, which knows nobody's credentials.
    await assertAccount(chosen, GLOBAL_SERVICES_REGION, process.env);
    const account = makeAccount(chosen, process.env);
    try {
      process.exitCode = await preflight({
        account,
        terminal: processTerminal(process.env),
        json: json === true,
        roles,
      });
    } finally {
      account.destroy();
    }
  });

program
  .command('describe')
  .description('show the configuration of the environment, and where each value comes from')
  .option('--json', 'print JSON')
  .action(({ json }: { json?: true }) => {
    const given = program.opts<{ environment?: string }>().environment;
    const { suffix, folder } = environmentChoice(workspaceRoot, process.env, given);
    const described = describeEnvironment(resolveEnvironment(suffix, folder));
    process.stdout.write(
      json === true ? `${JSON.stringify(described, null, 2)}\n` : renderDescription(described),
    );
  });

program
  .command('unlock')
  .description('show who holds the lock of the environment, or of the state of a stack, and break it')
  .argument('[stack]', 'the stack whose state is locked; without, the lock of the environment')
  .addOption(new Option('--role <role>', 'the lock of the environment on one side only').choices([...ROLES]))
  .option('--yes', 'do it without asking')
  .action(async (stack: string | undefined, { role, yes }: { role?: Role; yes?: true }) => {
    const chosen = environment();
    const search = {
      environment: chosen,
      variables: process.env,
      ...(stack === undefined ? {} : { stack }),
      ...(role === undefined ? {} : { role }),
    };
    process.exitCode = await withLocks(search, (locks) =>
      unlock({
        terminal: processTerminal(process.env),
        environment: chosen.suffix,
        locks,
        yes: yes === true,
      }),
    );
  });

function environment(): Environment {
  return chosenEnvironment(workspaceRoot, process.env, program.opts<{ environment?: string }>().environment);
}

registerOperations(program, { environment, variables: process.env, program: programName(process.argv[1]) });

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
  // An environment that does not exist, or cannot be used as it is configured, is bad input.
  if (error instanceof ConfigurationError) return BAD_INPUT;
  return error instanceof UserError || error instanceof InterruptedError ? error.exitCode : 1;
}
