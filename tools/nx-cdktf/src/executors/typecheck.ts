import { join } from 'node:path';
import { run } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import { batchOf, byFindings, executorOf, type Check, type CheckOptions } from './check';

const CONFIGURATION = 'tsconfig.json';

/**
 * The compiler that only checks. TypeScript 7 is native and takes a third of the processor time of the one that is also a library,
 * which eslint and the plugin use; it has no API that is stable yet, so it is run.
 */
const COMPILER = join('node_modules', 'typescript-native', 'bin', 'tsc');

/** What the compiler ends with: nothing found, or something. */
const EXIT_CODES = [0, 1, 2];

/** `file(line,column): error TS1234: message`, as the compiler writes it without a terminal. */
const DIAGNOSTIC = /^(?<file>[^\s(][^(]*)\((?<line>\d+),(?<column>\d+)\): (?<message>error TS\d+: .*)$/;

/** One program for all projects: what they share is checked once. */
const typecheck = (): Check => async (projects) => {
  const { workspaceRoot, ownerOf } = projects;
  const args = [join(workspaceRoot, COMPILER), '--pretty', 'false', '--noEmit', '-p', CONFIGURATION];
  const { exitCode, stdout, stderr } = await run(process.execPath, args, {
    cwd: workspaceRoot,
    label: 'The type check',
    allowExitCodes: EXIT_CODES,
  });
  const { findings, rest } = parseDiagnostics(stdout);
  if (exitCode !== 0 && (rest.length > 0 || findings.length === 0)) {
    throw new UserError([...rest, stderr.trim()].join('\n').trim());
  }
  return byFindings(
    projects,
    findings.filter(({ file }) => ownerOf(file) !== undefined),
  );
};

interface Diagnostic {
  /** Path relative to the workspace. */
  readonly file: string;
  text: string;
}

/** The compiler's output by file; `rest` is what names no file, such as an option that it does not know. */
export function parseDiagnostics(output: string): {
  readonly findings: readonly Diagnostic[];
  readonly rest: readonly string[];
} {
  const findings: Diagnostic[] = [];
  const rest: string[] = [];
  for (const line of output.split('\n')) {
    const { file, line: row, column, message } = DIAGNOSTIC.exec(line)?.groups ?? {};
    const last = findings.at(-1);
    if (file !== undefined) findings.push({ file, text: `${file}:${row}:${column} ${message}` });
    else if (line.startsWith(' ') && last !== undefined) last.text += `\n${line}`;
    else if (line.trim() !== '') rest.push(line);
  }
  return { findings, rest };
}

export default executorOf<CheckOptions>(typecheck);
export const typecheckBatch = batchOf<CheckOptions>(typecheck);
