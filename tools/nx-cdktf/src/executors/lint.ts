import { join, relative } from 'node:path';
import { run, withInterrupts } from '@healthcare-dr/processes';
import { batchOf, byFindings, executorOf, PLAIN, type Check, type CheckOptions } from './check';

interface LintResult {
  readonly filePath: string;
  readonly messages: readonly {
    readonly line?: number;
    readonly column?: number;
    readonly ruleId: string | null;
    readonly message: string;
  }[];
}

/** What eslint's boundaries between projects say when they cannot find the graph of projects, instead of failing. */
const BOUNDARIES_SKIPPED = 'The rule will be skipped';

/** eslint over all projects in one process: it takes most of its time to start, and to read the graph of projects. */
const lint = (): Check => async (projects) => {
  const { workspaceRoot, paths } = projects;
  const { exitCode, stdout, stderr } = await withInterrupts((signal) =>
    run(
      join(workspaceRoot, 'node_modules', '.bin', 'eslint'),
      ['--format', 'json', '--no-error-on-unmatched-pattern', '--no-warn-ignored', ...paths],
      { cwd: workspaceRoot, signal, env: PLAIN },
    ),
  );
  if (exitCode > 1 || stderr.includes(BOUNDARIES_SKIPPED)) throw new Error(`eslint failed:\n${stderr}`);
  const findings = (JSON.parse(stdout) as LintResult[]).flatMap(({ filePath, messages }) => {
    const file = relative(workspaceRoot, filePath);
    return messages.map(({ line = 0, column = 0, ruleId, message }) => ({
      file,
      text: `${file}:${line}:${column} ${message} (${ruleId ?? 'eslint'})`,
    }));
  });
  return byFindings(projects, findings);
};

export default executorOf<CheckOptions>(lint);
export const lintBatch = batchOf<CheckOptions>(lint);
