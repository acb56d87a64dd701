import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readCachedProjectGraph } from '@nx/devkit';
import { InputError } from '@healthcare-dr/cli-kit';
import { readResult, RESULTS_FOLDER, type Totals } from '@healthcare-dr/nx-cdktf';
import { run } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';

/** What to check, and how. */
export interface CheckRun {
  readonly workspaceRoot: string;
  /** The targets to run, of every project that has them. */
  readonly targets: readonly string[];
  /**
   * Names of projects.
   * @default - all of them
   */
  readonly projects?: readonly string[];
  /** Whether to run everything anew, whatever is in the cache. */
  readonly skipCache?: boolean;
  readonly signal: AbortSignal;
  print(line: string): void;
}

/** What became of one task. */
export interface TaskTotals {
  readonly project: string;
  readonly target: string;
  readonly totals: Totals;
}

interface Task {
  readonly project: string;
  readonly target: string;
}

/** What concerns Nx's own processes. The daemon would be started for one run, and stay. */
const NX_VARIABLES = { NX_DAEMON: 'false', NX_TUI: 'false' };

/**
 * Has Nx run the targets, from its cache or anew, and collects what each task recorded.
 *
 * @throws InputError if there is no such project
 * @throws UserError if Nx cannot make its graph, with what it says
 */
export async function runChecks(checks: CheckRun): Promise<TaskTotals[]> {
  const { workspaceRoot, targets, projects = [], skipCache = false, signal, print } = checks;
  const named = projects.length === 0 ? undefined : await tasksOfProjects(checks, projects);
  rmSync(join(workspaceRoot, RESULTS_FOLDER), { recursive: true, force: true });
  const ended = await nx(checks, ['--output-style=static', ...(skipCache ? ['--skip-nx-cache'] : [])], print);
  signal.throwIfAborted();
  if (ended.exitCode !== 0 && !existsSync(join(workspaceRoot, RESULTS_FOLDER))) throw failed(ended);
  const results = (named ?? everyTask(targets)).map(({ project, target }) => ({
    project,
    target,
    // A task that recorded nothing did not come to its end.
    totals: readResult(workspaceRoot, project, target) ?? { passed: 0, failed: 1, skipped: 0 },
  }));
  if (ended.exitCode !== 0 && results.every(({ totals }) => totals.failed === 0))
    results.push({ project: 'nx', target: 'run-many', totals: { passed: 0, failed: 1, skipped: 0 } });
  return results;
}

/** What Nx has just run: of the graph that it has made for that, since to make another costs as much as to find everything in the cache. */
function everyTask(targets: readonly string[]): Task[] {
  return Object.values(readCachedProjectGraph().nodes).flatMap(({ name, data }) =>
    targets.flatMap((target) => (data.targets?.[target] === undefined ? [] : { project: name, target })),
  );
}

/** The tasks of projects that were named, before any runs: a name that is none is said first. */
async function tasksOfProjects(checks: CheckRun, projects: readonly string[]): Promise<Task[]> {
  const ended = await nx(checks, ['--graph=stdout']);
  checks.signal.throwIfAborted();
  if (ended.exitCode !== 0) throw failed(ended);
  const { tasks, graph } = JSON.parse(ended.stdout) as {
    tasks: { tasks: Record<string, { readonly target: Task }> };
    graph: { nodes: Record<string, unknown> };
  };
  const unknown = projects.filter((name) => !(name in graph.nodes));
  if (unknown.length > 0) {
    throw new InputError({
      problem: `There is no project '${unknown.join("', '")}'.`,
      allowed: Object.keys(graph.nodes).sort().join(', '),
      fix: 'name one of these, or none for all of them.',
    });
  }
  return Object.values(tasks.tasks)
    .map(({ target: { project, target } }) => ({ project, target }))
    .filter(({ target }) => checks.targets.includes(target));
}

const failed = ({ exitCode, stderr, stdout }: Awaited<ReturnType<typeof nx>>) =>
  new UserError(`Nx ended with exit code ${exitCode}:\n${stderr}${stdout}`);

function nx(
  { workspaceRoot, targets, projects = [], signal }: CheckRun,
  args: readonly string[],
  print?: (line: string) => void,
) {
  const selection = projects.length === 0 ? [] : ['--projects', projects.join(',')];
  return run(
    join(workspaceRoot, 'node_modules', '.bin', 'nx'),
    ['run-many', '--targets', targets.join(','), ...selection, '--parallel=2', ...args],
    { cwd: workspaceRoot, env: NX_VARIABLES, signal, ...(print === undefined ? {} : { onLine: print }) },
  );
}
