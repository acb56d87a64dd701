import { join } from 'node:path';
import { run } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';

/** How much of what the compiler says is shown. */
const SHOWN_LINES = 20;

/**
 * A check of the workspace's types that runs once, when it is first asked for: a run that applies nothing pays nothing. What was
 * checked before is remembered beside the installed packages.
 *
 * @throws UserError (by the promise) with what the compiler found
 */
export function typeCheck(workspaceRoot: string, note: (text: string) => void): () => Promise<void> {
  let check: Promise<void> | undefined;
  return () => (check ??= checkTypes(workspaceRoot, note));
}

async function checkTypes(workspaceRoot: string, note: (text: string) => void): Promise<void> {
  note('Checking types, since something will be applied.');
  const buildInfo = join(workspaceRoot, 'node_modules', '.cache', 'healthcare-dr', 'types.tsbuildinfo');
  const { exitCode, stdout } = await run(
    process.execPath,
    [
      join(workspaceRoot, 'node_modules', 'typescript', 'bin', 'tsc'),
      '-p',
      'tsconfig.json',
      '--noEmit',
      '--incremental',
      '--tsBuildInfoFile',
      buildInfo,
    ],
    { cwd: workspaceRoot, label: 'tsc' },
  );
  if (exitCode === 0) return;
  throw new UserError({
    problem: `The types are wrong:\n${stdout.trimEnd().split('\n').slice(0, SHOWN_LINES).join('\n')}`,
    fix: 'correct them; nothing was applied.',
  });
}
