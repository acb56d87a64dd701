import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryFolder } from '@healthcare-dr/processes';
import { InputError } from '@healthcare-dr/cli-kit';
import { UserError, type Environment } from '@healthcare-dr/topology';
import { chosenEnvironment, environmentsFolder, environmentSuffixes } from '@healthcare-dr/topology/loading';
import { ESTIMATE_VERSION, parseEstimate, type Estimate } from './estimate';
import { estimateEnvironment } from './estimate-environment';
import type { PriceList } from './prices';

/** What to compare an estimate with. */
export interface BaseOptions {
  readonly workspaceRoot: string;
  readonly variables: NodeJS.ProcessEnv;
  /** The environment's suffix. */
  readonly environment: string;
  readonly prices: PriceList;
}

/**
 * The estimate of a base: of a commit, whose stacks are synthesized by its own code in a temporary folder and priced as those here are.
 *
 * @param base - a commit, or a file with an estimate
 * @throws UserError if it is neither, or if its stacks cannot be synthesized
 */
export async function estimateOfBase(base: string, options: BaseOptions): Promise<Estimate> {
  const { workspaceRoot, variables, environment: suffix, prices } = options;
  if (existsSync(base)) return parseEstimate(readFileSync(base, 'utf8'), base);
  const folder = await temporaryFolder('healthcare-cost-base-');
  try {
    await checkOut(workspaceRoot, base, folder.path);
    // The packages are those of the checkout here.
    symlinkSync(join(workspaceRoot, 'node_modules'), join(folder.path, 'node_modules'));
    if (!isThere(folder.path, suffix, variables))
      return { schemaVersion: ESTIMATE_VERSION, environment: suffix, collected: prices.collected, lines: [] };
    const environment: Environment = chosenEnvironment(folder.path, variables, suffix);
    return await estimateEnvironment({ workspaceRoot: folder.path, environment, prices });
  } finally {
    await folder.remove();
  }
}

/** Whether a checkout knows an environment; that of a pull request extends another and needs no file. */
function isThere(workspaceRoot: string, suffix: string, variables: NodeJS.ProcessEnv): boolean {
  return (
    /^pr\d+$/.test(suffix) ||
    environmentSuffixes(environmentsFolder(workspaceRoot, variables)).includes(suffix)
  );
}

/**
 * Holds a base to be one, before anything is done with it.
 *
 * @throws InputError if it is neither a file nor a commit
 */
export async function assertBase(workspaceRoot: string, base: string): Promise<void> {
  if (!existsSync(base)) await commitOf(workspaceRoot, base);
}

/** The hash of a commit, by whatever it is called. */
async function commitOf(workspaceRoot: string, commit: string): Promise<string> {
  // An option would be taken for one.
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`];
  const { exitCode, stdout } = await run('git', args, { cwd: workspaceRoot });
  if (exitCode === 0) return stdout.trim();
  throw new InputError({
    problem: `'${commit}' is no file, and git knows no such commit here.`,
    allowed:
      'a commit, a branch or a tag that is in this repository, or the JSON of npm run estimate -- --out',
    fix: 'fetch it first, or name another.',
  });
}

async function checkOut(workspaceRoot: string, commit: string, folder: string): Promise<void> {
  const hash = await commitOf(workspaceRoot, commit);
  const succeed = async (command: string, ...args: string[]) => {
    const { exitCode, stdout, stderr } = await run(command, args, { cwd: workspaceRoot });
    if (exitCode === 0) return stdout.trim();
    throw new UserError({
      problem: `${command} ${args[0]} of ${commit} failed: ${stderr.trim().split('\n')[0] ?? ''}`,
      fix: 'see that there is room for a copy of the repository among temporary files.',
    });
  };
  const archive = join(folder, 'base.tar');
  await succeed('git', 'archive', '--format=tar', `--output=${archive}`, hash);
  await succeed('tar', '-xf', archive, '-C', folder);
}
