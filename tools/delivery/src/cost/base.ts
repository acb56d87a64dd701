import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryFolder } from '@healthcare-dr/processes';
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

async function checkOut(workspaceRoot: string, commit: string, folder: string): Promise<void> {
  const succeed = async (command: string, ...args: string[]) => {
    const { exitCode, stdout, stderr } = await run(command, args, { cwd: workspaceRoot });
    if (exitCode === 0) return stdout.trim();
    throw new UserError({
      problem: `'${commit}' is no file, and ${command} ${args[0]} of it failed: ${stderr.trim().split('\n')[0] ?? ''}`,
      allowed:
        'a commit, a branch or a tag that is in this repository, or the JSON of npm run estimate -- --out',
      fix: 'fetch it first, or name another.',
    });
  };
  // An option would be taken for one.
  const hash = await succeed(
    'git',
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${commit}^{commit}`,
  );
  const archive = join(folder, 'base.tar');
  await succeed('git', 'archive', '--format=tar', `--output=${archive}`, hash);
  await succeed('tar', '-xf', archive, '-C', folder);
}
