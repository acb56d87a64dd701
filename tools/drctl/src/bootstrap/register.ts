import { table } from '@healthcare-dr/cli-kit';
import { ROLES, type Environment, type Role } from '@healthcare-dr/topology';
import { readRepository } from '@healthcare-dr/topology/loading';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { bootstrap, destroyBootstrap } from './bootstrap';
import { hostedZoneRole } from './roles/hosted-zone-role';
import { PURPOSES, type Purpose } from './roles/purposes';
import { destroyRoles, ensureRoles } from './roles/roles';
import { SUBJECT_FORMS, type SubjectForm } from './roles/trust';

/** What the command takes from the process. */
export interface BootstrapContext {
  readonly workspaceRoot: string;
  /** The chosen environment; throws if there is none. */
  readonly environment: () => Environment;
  readonly variables: NodeJS.ProcessEnv;
}

interface BootstrapFlags {
  readonly role?: Role;
  readonly roles?: true | readonly Purpose[];
  readonly subject: SubjectForm;
  readonly hostedZoneRole?: true | readonly string[];
  readonly destroy?: true;
  readonly json?: true;
}

/** Adds `bootstrap`. */
export function registerBootstrap(program: Command, context: BootstrapContext): void {
  program
    .command('bootstrap')
    .description(
      "create each Region's bucket for Terraform state, or the roles of workflows; safe to run again",
    )
    .addOption(new Option('--role <role>', 'one side only').choices([...ROLES]))
    .option(
      '--roles [purposes]',
      `the roles that workflows take, and nothing else: ${Object.keys(PURPOSES).join(',')}, or some of these`,
      purposesOf,
    )
    .addOption(
      new Option(
        '--subject <form>',
        "whether GitHub's subject has the numbers of organization and repository, or names alone",
      )
        .choices([...SUBJECT_FORMS])
        .default('ids'),
    )
    .addOption(
      new Option(
        '--hosted-zone-role [operators]',
        'print the trust and the permissions of the role for a hosted zone in another account, and do nothing; the operators are ARNs of roles, separated by commas',
      )
        .argParser((text: string) => text.split(',').map((arn) => arn.trim()))
        .conflicts(['role', 'roles', 'destroy']),
    )
    .option('--destroy', 'delete those of an ephemeral environment; buckets only once their states are empty')
    .option('--json', 'print JSON')
    .action(async (flags: BootstrapFlags) => {
      if (flags.hostedZoneRole !== undefined) {
        const operators = flags.hostedZoneRole === true ? [] : flags.hostedZoneRole;
        console.log(JSON.stringify(hostedZoneRole(context.environment(), operators), null, 2));
        return;
      }
      console.log(flags.roles === undefined ? await buckets(context, flags) : await roles(context, flags));
    });
}

async function buckets(
  { environment, variables }: BootstrapContext,
  { role, destroy, json }: BootstrapFlags,
): Promise<string> {
  const work = destroy === true ? destroyBootstrap : bootstrap;
  const outcomes = await work({
    environment: environment(),
    roles: role === undefined ? ROLES : [role],
    variables,
  });
  if (json === true) return JSON.stringify(outcomes, null, 2);
  return table(
    ['Role', 'Region', 'Bucket', 'State'],
    outcomes.map(({ role: side, region, bucket, done }) => [side, region, bucket, done]),
  );
}

async function roles(
  { workspaceRoot, environment: choose, variables }: BootstrapContext,
  { roles: purposes, subject, destroy, json }: BootstrapFlags,
): Promise<string> {
  const environment = choose();
  const work = destroy === true ? destroyRoles : ensureRoles;
  const outcomes = await work({
    workspaceRoot,
    environment,
    repository: readRepository(workspaceRoot),
    subject,
    ...(purposes === undefined || purposes === true ? {} : { purposes }),
    variables,
  });
  if (json === true) return JSON.stringify(outcomes, null, 2);
  const made = table(
    ['Role', 'State', 'Environment of GitHub', 'AWS_ROLE', 'AWS_REGION'],
    outcomes.map(({ purpose, done, gitHubEnvironment, arn }) => [
      purpose,
      done,
      gitHubEnvironment,
      arn,
      environment.dr.region,
    ]),
  );
  return destroy === true
    ? made
    : `${made}\n\nEach environment of GitHub needs AWS_ROLE and AWS_REGION as its variables; deploy-${environment.suffix} also who must approve, if it is production.`;
}

function purposesOf(text: string): Purpose[] {
  const names = text.split(',').map((name) => name.trim());
  const purposes = names.filter((name): name is Purpose => Object.hasOwn(PURPOSES, name));
  if (purposes.length === names.length) return purposes;
  throw new InvalidArgumentError(`Allowed: ${Object.keys(PURPOSES).join(', ')}, separated by commas.`);
}
