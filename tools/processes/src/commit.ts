import { run } from './run';

/** The commit that is checked out, and whether the working tree has more; `unknown` outside of git. */
export async function commitOf(workspaceRoot: string): Promise<string> {
  const git = async (...args: readonly string[]) =>
    run('git', args, { cwd: workspaceRoot }).then(
      ({ exitCode, stdout }) => (exitCode === 0 ? stdout.trim() : undefined),
      () => undefined,
    );
  const commit = await git('rev-parse', 'HEAD');
  if (commit === undefined) return 'unknown';
  const changes = await git('status', '--porcelain');
  return changes === '' ? commit : `${commit} with uncommitted changes`;
}
