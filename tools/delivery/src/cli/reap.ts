import { InputError } from '@healthcare-dr/cli-kit';
import { assertAccount, destroyBootstrap } from '@healthcare-dr/drctl/bootstrap';
import { LOCK_TIMEOUT_SECONDS } from '@healthcare-dr/terraform';
import { isEphemeral, ROLES, UserError } from '@healthcare-dr/topology';
import { chosenEnvironment } from '@healthcare-dr/topology/loading';
import type { Command } from 'commander';
import { destroyStates, findStates } from '../destroy/destroy-environment';
import { formatDestroyed } from '../destroy/render';
import { DEFAULT_PARALLEL } from '../deploy/deploy-environment';
import { gitHubOf } from '../github/client';
import { MAX_DESTROYED } from '../plan/gate';
import { decide, type ReapDecision } from '../reap/decide';
import { findPullRequestEnvironments, pullRequestOf } from '../reap/find';
import { inSession, numberOf, policyOf, type CliContext } from './common';

interface ReapFlags {
  readonly environment?: string;
  readonly maxAgeHours: number;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** How long an environment of a pull request lives after its last deployment, in hours, unless something else is asked for. */
const DEFAULT_MAX_AGE_HOURS = 72;

/** Adds `reap`. */
export function registerReap(program: Command, context: CliContext): void {
  program
    .command('reap')
    .description(
      'destroys the environments of pull requests that are closed, lost their label or are too old',
    )
    .option('--environment <suffix>', 'the environment that they extend; it says the account and the Regions')
    .option(
      '--max-age-hours <hours>',
      'how long one lives after its last deployment',
      numberOf(1, 8760),
      DEFAULT_MAX_AGE_HOURS,
    )
    .option('--yes', 'do it; without, only say what would be done')
    .option('--json', 'print JSON')
    .action(async (flags: ReapFlags) => {
      process.exitCode = await reap(context, flags);
    });
}

async function reap(context: CliContext, flags: ReapFlags): Promise<number> {
  const { workspaceRoot, variables, terminal } = context;
  const base = chosenEnvironment(workspaceRoot, variables, flags.environment);
  if (!isEphemeral(base)) {
    throw new InputError({
      problem: `Environment '${base.suffix}' is production; none of a pull request extends it. Nothing was done.`,
      allowed: 'the environment that pull requests extend, such as dev',
      fix: 'name it with --environment.',
    });
  }
  const gitHub = gitHubOf(variables);
  await assertAccount(base, base.dr.region, variables);
  const environments = await findPullRequestEnvironments(base, variables);
  // All of GitHub's answers first: where one is missing, nothing is done to any.
  const decisions: ReapDecision[] = [];
  for (const environment of environments) {
    const pullRequest = await pullRequestOf(gitHub, environment.number);
    decisions.push(decide(environment, pullRequest, { now: new Date(), maxAgeHours: flags.maxAgeHours }));
  }
  if (flags.json === true) terminal.print(JSON.stringify(decisions, null, 2));
  else for (const decision of decisions) terminal.print(formatDecision(decision, flags.yes === true));
  if (decisions.length === 0) terminal.note('No environment of a pull request stands there.');
  if (flags.yes !== true) return 0;
  let exitCode = 0;
  for (const { suffix } of decisions.filter(({ reap: goes }) => goes)) {
    if (!(await destroyWhole(context, suffix))) exitCode = 1;
  }
  return exitCode;
}

const formatDecision = ({ suffix, reap: goes, because }: ReapDecision, yes: boolean): string =>
  goes ? `${suffix}: ${yes ? 'is' : 'would be'} destroyed (${because}).` : `${suffix}: stays (${because}).`;

/** Destroys what the states of an environment hold, then its state buckets; one that cannot be does not hinder the next. */
async function destroyWhole(context: CliContext, suffix: string): Promise<boolean> {
  const { workspaceRoot, variables, terminal } = context;
  try {
    const flags = { environment: suffix, lockTimeout: LOCK_TIMEOUT_SECONDS };
    const outcomes = await inSession(context, flags, async (session) =>
      destroyStates({
        session,
        states: await findStates(session),
        policy: policyOf({ allow: [], maxDestroyed: MAX_DESTROYED }, session),
        parallel: DEFAULT_PARALLEL,
        command: 'npm run reap',
        settled: (stack, outcome) => terminal.note(formatDestroyed(stack, outcome)),
      }),
    );
    if (![...outcomes.values()].every(({ status }) => status === 'destroyed')) return false;
    const environment = chosenEnvironment(workspaceRoot, variables, suffix);
    await destroyBootstrap({ environment, roles: ROLES, variables });
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    terminal.note(`${suffix}: ${error.message}`);
    return false;
  }
}
