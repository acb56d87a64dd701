import { resolve } from 'node:path';
import { BAD_INPUT, processTerminal } from '@healthcare-dr/cli-kit';
import { InterruptedError } from '@healthcare-dr/processes';
import { ConfigurationError, UserError } from '@healthcare-dr/topology';
import { chosenEnvironment } from '@healthcare-dr/topology/loading';
import { Command, CommanderError } from 'commander';
import { drillCommand } from './command';

const workspaceRoot = resolve(__dirname, '..', '..', '..');

interface Options {
  readonly environment?: string;
  readonly report: string;
  readonly destroy?: boolean;
  readonly recordPermissions?: boolean;
  readonly json?: boolean;
  readonly all?: boolean;
  readonly clients: boolean;
  readonly databases: boolean;
}

const program = new Command('drill')
  .description(
    'Applies every stack to a local AWS with real Terraform, loses a Region, fails over and back, and reports what held.',
  )
  .option(
    '--environment <suffix>',
    'the environment; default: ENVIRONMENT_SUFFIX, else the context of cdktf.json',
  )
  .option('--destroy', 'then destroy everything by Terraform too; production shows that it refuses')
  .option(
    '--all',
    'also what is not played on every change: three hours without a NAT gateway, the commands of every runbook, and each policy of what services do by themselves, broken',
  )
  .option(
    '--record-permissions',
    'with --destroy: let Terraform do anything, and make its calls the policies in docs/reference/policies',
  )
  .option(
    '--report <folder>',
    'where the report goes: drill-report.html, .md, .json, .svg and SHA256SUMS',
    'drill-report',
  )
  .option(
    '--no-clients',
    'neither services/patient-records nor clients that write and read through every situation and get back what they lost',
  )
  .option('--no-databases', 'no PostgreSQL stands behind the clusters: lag is configured, there is no data')
  .option('--json', 'print the report as JSON; progress goes to standard error')
  .allowExcessArguments(false)
  .exitOverride()
  .showHelpAfterError('npm run drill -- --help says what is allowed.')
  .action(
    async ({ environment, report, destroy, recordPermissions, json, all, clients, databases }: Options) => {
      if (recordPermissions === true && destroy !== true)
        throw new UserError({
          problem: '--record-permissions needs --destroy: what Terraform deletes is part of what it may do.',
          fix: 'npm run drill -- --destroy --record-permissions',
        });
      process.exitCode = await drillCommand({
        workspaceRoot,
        environment: chosenEnvironment(workspaceRoot, process.env, environment),
        terminal: processTerminal(process.env),
        reportFolder: report,
        destroy: destroy === true,
        all: all === true,
        recordPermissions: recordPermissions === true,
        json: json === true,
        clients,
        databases,
      });
    },
  );

program
  .parseAsync()
  .catch((error: unknown) => {
    // It has said what is wrong, or shown its help.
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : BAD_INPUT;
      return;
    }
    console.error(error instanceof UserError || error instanceof InterruptedError ? error.message : error);
    process.exitCode = exitCodeOf(error);
  })
  .finally(() => {
    // Everything is stopped. Node would wait at its end for what a connection that was reset cannot finish any more.
    process.stdout.write('', () => process.exit());
  });

function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigurationError) return BAD_INPUT;
  return error instanceof UserError || error instanceof InterruptedError ? error.exitCode : 1;
}
