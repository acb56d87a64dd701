import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run, withInterrupts } from '@healthcare-dr/processes';
import { batchOf, byFindings, executorOf, PLAIN, type Check, type CheckOptions } from './check';

/** How prettier begins a line that names a file it would write otherwise, or cannot read. */
const FINDING = /^\[(?:warn|error)\] (.+)$/;

/** prettier over all projects in one process. */
const format = (): Check => async (projects) => {
  const { workspaceRoot, paths } = projects;
  const { exitCode, stdout, stderr } = await withInterrupts((signal) =>
    run(
      join(workspaceRoot, 'node_modules', '.bin', 'prettier'),
      ['--check', '--ignore-unknown', '--no-error-on-unmatched-pattern', ...paths],
      { cwd: workspaceRoot, signal, env: PLAIN },
    ),
  );
  const findings = `${stdout}\n${stderr}`.split('\n').flatMap((line) => {
    const finding = FINDING.exec(line)?.[1] ?? '';
    // A file that cannot be read is named before what is wrong with it.
    const [file = ''] = finding.split(': ');
    if (file === '' || !existsSync(join(workspaceRoot, file))) return [];
    return [{ file, text: file === finding ? `${file} is not formatted. Fix: npm run format` : finding }];
  });
  if (exitCode !== 0 && findings.length === 0) throw new Error(`prettier failed:\n${stderr}`);
  return byFindings(projects, findings);
};

export default executorOf<CheckOptions>(format);
export const formatBatch = batchOf<CheckOptions>(format);
