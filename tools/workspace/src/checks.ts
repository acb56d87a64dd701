import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryFolder } from '@healthcare-dr/processes';
import type { Totals } from './totals';
import { validateEnvironments } from './validate-environments';

/** What a check needs to know. */
export interface CheckContext {
  readonly workspaceRoot: string;
  readonly signal: AbortSignal;
  print(line: string): void;
}

/** One part of `npm test`. */
export interface Check {
  readonly title: string;
  run(context: CheckContext): Promise<Totals>;
}

const PASSED: Totals = { passed: 1, failed: 0, skipped: 0 };
const FAILED: Totals = { passed: 0, failed: 1, skipped: 0 };

/** A command of an installed package that passes or fails as one. */
function command(title: string, bin: string, args: readonly string[]): Check {
  return {
    title,
    async run({ workspaceRoot, signal, print }) {
      const { exitCode } = await run(join(workspaceRoot, 'node_modules', '.bin', bin), args, {
        cwd: workspaceRoot,
        signal,
        onLine: print,
      });
      return exitCode === 0 ? PASSED : FAILED;
    },
  };
}

const lint: Check = {
  title: 'Lint',
  async run({ workspaceRoot, signal, print }) {
    const bin = (name: string) => join(workspaceRoot, 'node_modules', '.bin', name);
    const options = { cwd: workspaceRoot, signal };
    // The boundaries between projects are checked against Nx's graph, which eslint reads but does not make.
    const env = { NX_DAEMON: 'false' };
    const graph = await run(bin('nx'), ['show', 'projects'], { ...options, env });
    if (graph.exitCode !== 0) {
      print(graph.stderr);
      return FAILED;
    }
    const { exitCode, stderr } = await run(bin('eslint'), ['.'], { ...options, env, onLine: print });
    return exitCode === 0 && !stderr.includes('The rule will be skipped') ? PASSED : FAILED;
  },
};

const unitTests: Check = {
  title: 'Unit tests',
  async run({ workspaceRoot, signal, print }) {
    const folder = await temporaryFolder('healthcare-dr-jest-');
    try {
      const outputFile = join(folder.path, 'results.json');
      const { exitCode } = await run(
        join(workspaceRoot, 'node_modules', '.bin', 'jest'),
        ['--ci', '--json', `--outputFile=${outputFile}`],
        { cwd: workspaceRoot, signal, onLine: (line, stream) => stream === 'stderr' && print(line) },
      );
      const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } =
        readResults(outputFile);
      const failed = numFailedTests + numRuntimeErrorTestSuites;
      return {
        passed: numPassedTests,
        failed: failed === 0 && exitCode !== 0 ? 1 : failed,
        skipped: numPendingTests,
      };
    } finally {
      await folder.remove();
    }
  },
};

interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

function readResults(file: string): JestResults {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestResults;
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numRuntimeErrorTestSuites: 1 };
  }
}

const terraformValidate: Check = {
  title: 'terraform validate on every stack',
  run: validateEnvironments,
};

/** Everything `npm test` runs, the quickest first. */
export const CHECKS: readonly Check[] = [
  command('Format', 'prettier', ['--check', '.']),
  lint,
  command('Types', 'tsc', ['-p', 'tsconfig.json']),
  terraformValidate,
  unitTests,
];
