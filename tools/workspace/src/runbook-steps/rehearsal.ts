import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Programs that a runbook calls and that reach beyond this machine: each is replaced by one that remembers how it was called. */
const REPLACED = [
  'aws',
  'npm',
  'npx',
  'curl',
  'dig',
  'psql',
  'pg_dump',
  'terraform',
  'sleep',
  'tmux',
] as const;

/** A call of a program, as the shell made it. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
}

/** How a block ended. */
export interface Rehearsed {
  readonly calls: readonly Call[];
  /** `undefined` if it was still running when its time was up. */
  readonly exitCode: number | undefined;
  readonly stderr: string;
}

/** What a replaced program prints: one word that is a name, and no loop's reason to go on. */
const ANSWER = 'idle.True';

/** What a program prints instead. */
const MORE: Partial<Record<(typeof REPLACED)[number], string>> = {
  sleep: 'exit 0',
  // A reply is written into the file that is named last.
  aws: `case "$1 $2" in 'lambda invoke') for last; do :; done; echo '{}' > "$last";; *) echo '${ANSWER}';; esac`,
};

/** A loop that a person ends is over with its first turn. */
const once = (commands: string): string => commands.replaceAll('while :; do', 'for ONCE in 1; do');

/** How long a block may run, in milliseconds. */
const LIMIT_MS = 20_000;

/**
 * Runs the commands of a page in a real shell, with everything that would reach beyond this machine replaced by programs that remember
 * their arguments: what is quoted, expanded, looped over and piped is done by the shell itself.
 *
 * @param settings what comes before on the page; its calls are forgotten
 */
export async function rehearse(settings: string, commands: string): Promise<Rehearsed> {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-'));
  const record = join(folder, 'calls');
  try {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(record, '');
    for (const program of REPLACED) {
      const file = join(bin, program);
      // Arguments may hold anything but NUL; a call ends with an empty one after it.
      const more = MORE[program] ?? `printf '%s\\n' '${ANSWER}'`;
      writeFileSync(
        file,
        `#!/bin/sh\n{ printf '%s\\0' ${program} "$@"; printf '\\1\\0'; } >> '${record}'\n${more}\n`,
      );
      chmodSync(file, 0o755);
    }
    const errors = join(folder, 'stderr');
    const script = `exec 2>/dev/null\n${once(settings)}\n: > '${record}'\nset -u\nexec 2>'${errors}'\n${once(commands)}\n`;
    const exitCode = await new Promise<number | undefined>((done) => {
      const child = execFile(
        'bash',
        ['-c', script],
        {
          cwd: folder,
          timeout: LIMIT_MS,
          env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: folder, TMPDIR: folder },
        },
        () => done(child.exitCode ?? undefined),
      );
      child.stdin?.end();
    });
    const stderr = existsSync(errors)
      ? readFileSync(errors, 'utf8')
      : 'what came before it has ended the shell';
    return { exitCode, stderr, calls: callsIn(readFileSync(record, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const callsIn = (text: string): Call[] =>
  text
    .split('\u0001\0')
    .filter((call) => call !== '')
    .map((call) => {
      const [program = '', ...args] = call.split('\0').slice(0, -1);
      return { program, args };
    });
