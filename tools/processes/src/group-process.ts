import { spawn, type ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { UserError } from '@healthcare-dr/topology';
import { findExecutable } from './executable';
import { killGroup, signalIfAlive } from './process-groups.cjs';
import { reaper, type GroupEnding } from './reaper';

/** Which of a process's outputs a line came from. */
export type OutputStream = 'stdout' | 'stderr';

/** Takes a line of output, without its line break, as soon as it is complete. */
export type LineListener = (line: string, stream: OutputStream) => void;

/** What every way of starting a process takes. */
export interface SpawnOptions {
  /** @default - the working folder of this process */
  readonly cwd?: string;
  /**
   * Changes to the environment of this process: a value sets a variable, `undefined` takes it away.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** @default - lines are not reported */
  readonly onLine?: LineListener;
  /**
   * What messages call the process.
   * @default - the command
   */
  readonly label?: string;
  /**
   * By how much it and what it starts give way to others, from 0 to 19: Unix's nice.
   * @default 0
   */
  readonly niceness?: number;
  /** The account it runs under; only root may choose another. @default - that of this process */
  readonly account?: Account;
}

/** An account of the system, by its numbers. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How long the output of a process may stay open once its group is gone: only a process that left the group holds it. */
const OUTPUT_CLOSE_TIMEOUT_MS = 2_000;

/**
 * A child process in a group (and session) of its own, so that a Ctrl-C on the terminal does not reach it, known to the
 * reaper for as long as any process of the group lives.
 *
 * It uses node:child_process and not execa: that package is ESM only, which jest's CommonJS runtime cannot load, and it has
 * neither process groups nor a reaper, which are what this is about.
 */
export class GroupProcess {
  readonly pid: number;
  /** The exit code of the leader, 128 + n for signal n, once no process of the group is left and all output was read. */
  readonly ended: Promise<number>;
  private readonly child: ChildProcess;

  constructor(
    command: string,
    args: readonly string[],
    private readonly options: SpawnOptions & { readonly lifeline?: boolean; readonly ending: GroupEnding },
  ) {
    const env = { ...process.env, ...options.env };
    refuseMissingFolder(options.cwd, options.label ?? command);
    reaper.ready();
    this.child = spawn(command, args, {
      cwd: options.cwd,
      env,
      detached: true,
      uid: options.account?.uid,
      gid: options.account?.gid,
      stdio: [options.lifeline === true ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    });
    // The event repeats what a missing pid or the process's end says.
    this.child.on('error', () => {});
    if (this.child.pid === undefined) throw notStarted(command, env['PATH']);
    this.pid = this.child.pid;
    if (options.niceness !== undefined) giveWay(this.pid, options.niceness);
    reaper.addGroup(this.pid, options.ending);
    // A lifeline that breaks because the process ended is reported by its end.
    this.child.stdin?.on('error', () => {});
    if (options.onLine !== undefined) this.reportLines(options.onLine);
    this.ended = this.end();
  }

  /** What the process writes to one of its outputs. */
  output(stream: OutputStream): Readable {
    const output = this.child[stream];
    if (output === null) throw new Error(`The ${stream} of process ${this.pid} is not piped.`);
    return output;
  }

  /** Ends the group: its leader is sent the signal it likes and given its grace, then all are killed. */
  async stop(): Promise<void> {
    const { signal, graceMs } = this.options.ending;
    // Does nothing once the leader has ended; its end brings the group's.
    if (!this.child.kill(signal)) return void (await this.ended);
    const timer = setTimeout(() => signalIfAlive(-this.pid, 'SIGKILL'), graceMs);
    await this.ended;
    clearTimeout(timer);
  }

  private async end(): Promise<number> {
    const closed = new Promise<void>((resolve) => this.child.once('close', () => resolve()));
    const exitCode = await new Promise<number>((resolve) =>
      this.child.once('exit', (code, signal) =>
        resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']),
      ),
    );
    // Whoever the leader left behind would otherwise live on, and hold the output open.
    await killGroup(this.pid);
    reaper.removeGroup(this.pid);
    const timer = setTimeout(() => {
      this.child.stdout?.destroy();
      this.child.stderr?.destroy();
    }, OUTPUT_CLOSE_TIMEOUT_MS);
    await closed;
    clearTimeout(timer);
    return exitCode;
  }

  private reportLines(onLine: LineListener): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const lines = createInterface({ input: this.output(stream), crlfDelay: Infinity });
      lines.on('line', (line) => onLine(line, stream));
    }
  }
}

/** Its children inherit it, so it comes first; a process that has ended already, or a system without priorities, is left alone. */
function giveWay(pid: number, niceness: number): void {
  try {
    setPriority(pid, Math.min(getPriority() + niceness, constants.priority.PRIORITY_LOW));
  } catch {
    // It is a courtesy: what it does is the same without.
  }
}

function refuseMissingFolder(cwd: string | undefined, label: string): void {
  if (cwd === undefined || statSync(cwd, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new UserError({
    problem: `${label} cannot be run in '${cwd}': there is no such folder.`,
    fix: 'create the folder, or give another.',
  });
}

function notStarted(command: string, searchPath: string | undefined): UserError {
  const found = findExecutable(command, searchPath);
  if (found !== undefined) {
    return new UserError({
      problem: `'${found}' is there, but the system would not start it.`,
      fix: 'check that it is made for this machine, and that the machine has processes and files to spare (ulimit -a).',
    });
  }
  return command.includes('/')
    ? new UserError({
        problem: `'${command}' cannot be run: there is no such file, or it is not executable.`,
        fix: 'correct the path, or make the file executable (chmod +x).',
      })
    : new UserError({
        problem: `'${command}' was not found in any folder of PATH.`,
        fix: `install ${command}, or add the folder it is in to PATH.`,
      });
}
