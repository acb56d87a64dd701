import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { run } from '@healthcare-dr/processes';
import type { RunIdentity } from '@healthcare-dr/deployment-records';

/**
 * Who deploys, from where, and which commit.
 *
 * @param by - the ARN of the caller
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/variables for the variables of a workflow's run
 */
export async function runIdentity(
  workspaceRoot: string,
  variables: NodeJS.ProcessEnv,
  by: string,
): Promise<RunIdentity> {
  const { GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: attempt = '1' } = variables;
  const { GITHUB_SERVER_URL: server = '', GITHUB_REPOSITORY: repository = '' } = variables;
  const inWorkflow = id !== undefined && id !== '';
  return {
    id: inWorkflow ? `${id}-${attempt}` : randomUUID(),
    by,
    where: inWorkflow ? `${server}/${repository}/actions/runs/${id}` : hostname(),
    ...(await checkout(workspaceRoot)),
  };
}

async function checkout(workspaceRoot: string): Promise<Pick<RunIdentity, 'commit' | 'dirty'>> {
  const git = async (...args: string[]) => {
    try {
      const { exitCode, stdout } = await run('git', args, { cwd: workspaceRoot });
      return exitCode === 0 ? stdout.trim() : undefined;
    } catch {
      // No git on this machine: the record says what was applied by its hash all the same.
      return undefined;
    }
  };
  const commit = await git('rev-parse', '--verify', 'HEAD');
  const changes = await git('status', '--porcelain');
  return { commit: commit ?? null, dirty: changes === undefined || changes !== '' };
}

/**
 * What the processes of one run of Nx have in common: the process that started them. A number alone comes back after a while, so the
 * time at which that process started is part of it.
 */
export function ownerOfNxRun(parentId = process.ppid): string {
  return `nx-${hostname()}-${parentId}-${startOf(parentId)}`;
}

/** When a process started, in clock ticks since the machine did; empty where the system does not say. */
function startOf(processId: number): string {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
