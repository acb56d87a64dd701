import { resolve } from 'node:path';
import { table } from '@healthcare-dr/console';
import { chosenEnvironment } from '@healthcare-dr/nx-cdktf';
import { InterruptedError } from '@healthcare-dr/processes';
import { ROLES, UserError, type Environment, type Role } from '@healthcare-dr/topology';
import { Command, Option } from 'commander';
import { bootstrap, destroyBootstrap } from './bootstrap/bootstrap';
import { drill } from './drill/drill';
import { standingTable, verdict } from './drill/report';

const workspaceRoot = resolve(__dirname, '..', '..', '..');

const program = new Command('drctl')
  .description('Operates the disaster-recovery footprint.')
  .option(
    '--environment <suffix>',
    'the environment; default: ENVIRONMENT_SUFFIX, else the context of cdktf.json',
  )
  .showHelpAfterError()
  .configureHelp({ showGlobalOptions: true });

program
  .command('drill')
  .description('apply everything to a local AWS with real Terraform, prove it, destroy it')
  .action(async () => {
    const interactive = process.stdout.isTTY && process.env['CI'] === undefined;
    const outcome = await drill({ workspaceRoot, environment: environment(), interactive });
    if (outcome.standing.length > 0) console.log(`\nWhat stood where:\n\n${standingTable(outcome.standing)}`);
    console.log(`\n${verdict(outcome)}`);
    if (outcome.failure !== undefined) process.exitCode = 1;
  });

program
  .command('bootstrap')
  .description("create each Region's bucket for Terraform state; safe to run again")
  .addOption(new Option('--role <role>', 'one side only').choices([...ROLES]))
  .option('--destroy', 'delete the buckets of an ephemeral environment whose states are empty')
  .action(async ({ role, destroy }: { role?: Role; destroy?: true }) => {
    const work = destroy === true ? destroyBootstrap : bootstrap;
    const outcomes = await work({
      environment: environment(),
      roles: role === undefined ? ROLES : [role],
      variables: process.env,
    });
    console.log(
      table(
        ['Role', 'Region', 'Bucket', 'State'],
        outcomes.map(({ role, region, bucket, done }) => [role, region, bucket, done]),
      ),
    );
  });

function environment(): Environment {
  return chosenEnvironment(workspaceRoot, process.env, program.opts<{ environment?: string }>().environment);
}

program.parseAsync().catch((error: unknown) => {
  // A person's mistake is one message; anything else is ours, and its stack is what helps.
  console.error(error instanceof UserError || error instanceof InterruptedError ? error.message : error);
  process.exitCode = error instanceof UserError || error instanceof InterruptedError ? error.exitCode : 1;
});
