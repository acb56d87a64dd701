import { BAD_INPUT } from '@healthcare-dr/cli-kit';
import { InterruptedError, withInterrupts } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { publishLag } from './databases';
import { startLocalAws, type LocalAws } from './local-aws';
import { publishReplication } from './objects';
import type { ValidationMode } from './request-validation';

interface Flags {
  readonly accountId: string;
  readonly port?: number;
  readonly json: boolean;
  readonly databases: boolean;
  readonly freshAccount: boolean;
  readonly validation: ValidationMode;
  readonly alive?: boolean;
}

/** Deploys the footprint to a local AWS of its own and lets it live, until it is interrupted. */
export type Alive = (flags: { readonly port?: number; readonly databases: boolean }) => Promise<void>;

/** How often RDS publishes the lag of a standby, and S3 that of objects, in milliseconds. */
const LAG_EVERY_MS = 60_000;

/** Where a command line writes. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

const CONSOLE: Streams = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
};

/**
 * The command line of the local AWS: starts it, says how to use it, runs until it is interrupted.
 *
 * @param alive - what `--alive` does. @default - there is no such option
 * @returns the exit code: 0 for help, 1 for what a user can fix, 2 for a wrong option, 130 after Ctrl-C, 143 after SIGTERM
 */
export async function runCommand(
  args: readonly string[],
  { out, error }: Streams = CONSOLE,
  alive?: Alive,
): Promise<number> {
  const program = new Command('local-aws')
    .description('Runs an AWS on this machine, empty at first, until Ctrl-C. Nothing of it is left then.')
    .option('--account-id <digits>', 'the account every resource belongs to', parseAccountId, '123456789012')
    .option('--port <number>', 'the port of its endpoint (default: a free one)', parsePort)
    .option('--no-databases', 'no PostgreSQL stands behind its Aurora clusters')
    .option(
      '--fresh-account',
      'the account was opened today: small quotas, no opt-in, no service-linked role',
      false,
    )
    .addOption(
      new Option('--validation <what>', 'what comes of requests that the model of their service refuses')
        .choices(['refuse', 'report', 'off'])
        .default('refuse'),
    )
    .option('--json', 'say where it is in one line of JSON', false)
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: error });
  if (alive !== undefined)
    program.option(
      '--alive',
      'deploy the environment (ENVIRONMENT_SUFFIX) to it and let it live: schedules, lag, service and data',
    );
  program.action(async () => {
    const flags = program.opts<Flags>();
    if (flags.alive === true && alive !== undefined) return alive(flags);
    await withInterrupts(async (signal, defer) => {
      const { accountId, port, databases, freshAccount, validation } = flags;
      const log = (message: string) => error(`${message}\n`);
      const aws = await startLocalAws({ accountId, port, signal, databases, freshAccount, validation, log });
      defer(() => aws.stop());
      const publishing = setInterval(() => void publish(aws, log), LAG_EVERY_MS);
      defer(() => clearInterval(publishing));
      out(flags.json ? `${JSON.stringify(describeForMachines(aws))}\n` : describe(aws));
      const failure = await aws.ended;
      if (failure !== undefined) throw failure;
    });
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : BAD_INPUT;
    if (thrown instanceof InterruptedError) return thrown.exitCode;
    if (!(thrown instanceof UserError)) throw thrown;
    error(`${thrown.message}\n`);
    return thrown.exitCode;
  }
}

/** What cannot be published now, such as in a Region that is dark, is in a minute. */
async function publish(
  { databases, objects, endpoint }: LocalAws,
  log: (message: string) => void,
): Promise<void> {
  const published = await Promise.allSettled([
    publishReplication(objects, endpoint, Date.now()),
    databases === undefined ? undefined : publishLag(databases, endpoint, Date.now()),
  ]);
  for (const each of published)
    if (each.status === 'rejected')
      log(`Not all metrics of replication were published: ${String(each.reason)}`);
}

function parseAccountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('Give twelve digits.');
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('Give a number from 1 to 65535, or leave it out for a free port.');
}

function describeForMachines({ endpoint, accountId, environment, moto }: LocalAws) {
  // A variable to take away is told as null: JSON knows no undefined.
  const told = Object.entries(environment).map(([name, value]) => [name, value ?? null]);
  return {
    endpoint,
    accountId,
    moto,
    environment: Object.fromEntries(told) as Record<string, string | null>,
  };
}

function describe({ endpoint, accountId, environment, moto }: LocalAws): string {
  const variables = Object.entries(environment);
  const given = variables.flatMap(([name, value]) =>
    value === undefined ? [] : [`export ${name}=${value}`],
  );
  const taken = variables.flatMap(([name, value]) => (value === undefined ? [name] : []));
  return `The local AWS runs at ${endpoint} (account ${accountId}, moto ${moto.version}).

Lead Terraform, SDKs and the AWS CLI to it:
${given.map((line) => `  ${line}`).join('\n')}
  unset ${taken.join(' ')}

Take a Region away, and bring it back:
  curl -X PUT ${endpoint}/_gateway/faults/eu-west-2 -d '{"kind":"black-out","mode":"reset"}'
  curl -X DELETE ${endpoint}/_gateway/faults/eu-west-2

See where the endpoints of databases lead, and slow their replication:
  curl ${endpoint}/_gateway/databases
  curl -X PUT ${endpoint}/_gateway/links/eu-west-1--eu-west-2 -d '{"kind":"slow","delayMs":60000}'

See what it was asked:
  curl '${endpoint}/_gateway/requests?region=eu-west-2'

Ctrl-C ends it; nothing is kept.
`;
}
