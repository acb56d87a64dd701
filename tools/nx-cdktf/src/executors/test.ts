import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { run, temporaryFolder, withInterrupts } from '@healthcare-dr/processes';
import { memoryFolder, temporaryFilesIn } from '../checks/memory-folder';
import { undeclaredReads, readsOf } from '../checks/reads';
import {
  batchOf,
  executorOf,
  type Check,
  type CheckedProjects,
  type CheckOptions,
  type CheckResult,
} from './check';

/** Options of the `test` executor. */
export interface TestOptions extends CheckOptions {
  /**
   * Which specs: those that start other programs or try every case, `*.long.spec.ts`, or longer, `*.nightly.spec.ts`.
   * @default - all others
   */
  readonly specs?: 'long' | 'nightly';
}

/** What jest writes with `--json`. */
interface JestResults {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

const RECORDER = join('tools', 'workspace', 'jest', 'recorder.cjs');

/** jest over the specs of all projects in one process, which keeps each worker's modules from one project to the next. */
const test =
  ({ specs }: TestOptions, target: string, { projectGraph, nxJsonConfiguration }: ExecutorContext): Check =>
  async (projects) => {
    const { workspaceRoot, roots } = projects;
    const folder = await temporaryFolder('healthcare-dr-test-', await memoryFolder());
    try {
      const outputFile = join(folder.path, 'results.json');
      const temporaryFiles = await temporaryFilesIn(folder.path);
      const { exitCode, stderr } = await withInterrupts((signal) =>
        run(
          join(workspaceRoot, 'node_modules', '.bin', 'jest'),
          [
            '--ci',
            '--passWithNoTests',
            '--json',
            ...['--outputFile', outputFile, '--maxWorkers', String(availableParallelism())],
            ...(specs === undefined ? [] : ['--testMatch', `**/*.${specs}.spec.ts`]),
            ...['--roots', ...roots.values()],
          ],
          {
            cwd: workspaceRoot,
            signal,
            env: {
              ...withoutNx(process.env),
              TMPDIR: temporaryFiles,
              SPECS: specs,
              NODE_OPTIONS: `--require=${join(workspaceRoot, RECORDER)}`,
              RECORD_READS_BELOW: workspaceRoot,
              RECORD_READS_IN: folder.path,
              // Of the spec that has started this one, in a workspace of its own.
              RECORD_READS_TO: undefined,
            },
            onLine: (line) => /^(?:PASS|FAIL) /.test(line) && console.log(line),
          },
        ),
      );
      const results = readResults(outputFile);
      if (results === undefined) throw new Error(`jest failed with exit code ${exitCode}:\n${stderr}`);
      const undeclared = await undeclaredReads({
        reads: readsOf(folder.path, workspaceRoot),
        projects,
        target,
        projectGraph,
        nxJson: nxJsonConfiguration,
      });
      return verdicts(projects, results, undeclared);
    } finally {
      await folder.remove();
    }
  };

/** Nx's variables for its own processes, taken away: to a spec that starts Nx they would speak of another run. */
function withoutNx(env: NodeJS.ProcessEnv): Record<string, undefined> {
  const names = Object.keys(env).filter((name) => name.startsWith('NX_') || name === 'FORCE_COLOR');
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

function readResults(file: string): JestResults | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestResults;
  } catch {
    return undefined;
  }
}

function verdicts(
  { workspaceRoot, roots, ownerOf }: CheckedProjects,
  { testResults }: JestResults,
  undeclared: ReadonlyMap<string, readonly string[]>,
): Map<string, CheckResult> {
  return new Map(
    [...roots.keys()].map((project) => {
      const own = testResults.filter(({ name }) => ownerOf(relative(workspaceRoot, name)) === project);
      const statuses = own.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
      const count = (...wanted: string[]) => statuses.filter((status) => wanted.includes(status)).length;
      const broken = own.filter(
        ({ status, assertionResults }) =>
          status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
      );
      const missing = undeclared.get(project) ?? [];
      return [
        project,
        {
          passed: count('passed'),
          failed: count('failed') + broken.length + (missing.length > 0 ? 1 : 0),
          skipped: count('pending', 'todo', 'skipped', 'disabled'),
          text: [
            ...own.filter(({ status }) => status === 'failed').map(({ message }) => message),
            ...missing,
          ].join('\n'),
        },
      ];
    }),
  );
}

export default executorOf<TestOptions>(test);
export const testBatch = batchOf<TestOptions>(test);
