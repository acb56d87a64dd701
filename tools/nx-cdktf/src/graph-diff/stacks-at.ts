import { InputError } from '@healthcare-dr/cli-kit';
import { run } from '@healthcare-dr/processes';
import { readDefinition, type StackFacts } from '../inference/definition';

const STACK_FILE = /^apps\/[^/]+\/[^/]+\/stack\.ts$/;

/**
 * The stacks of a commit, read from the repository and not from a checkout.
 *
 * @param commit - anything that git resolves to one
 * @throws InputError if git knows no such commit, or if a stack of it cannot be read
 */
export async function stacksAt(workspaceRoot: string, commit: string): Promise<StackFacts[]> {
  const git = async (...args: string[]) => {
    const { exitCode, stdout } = await run('git', args, { cwd: workspaceRoot });
    if (exitCode === 0) return stdout;
    throw new InputError({
      problem: `Git has no stacks of '${commit}' here (git ${args[0]}).`,
      allowed: 'a commit, a branch or a tag that is in this repository',
      fix: 'fetch it first, or name another with --base.',
    });
  };
  // An option would be taken for one.
  const hash = (
    await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`)
  ).trim();
  const files = (await git('ls-tree', '-r', '--name-only', hash, 'apps')).split('\n');
  return Promise.all(
    files
      .filter((file) => STACK_FILE.test(file))
      .map(async (file) => readDefinition(file, await git('show', `${hash}:${file}`))),
  );
}
