import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { UserError } from '@healthcare-dr/topology';
import { findExecutable } from './executable';
import type { LineListener, OutputStream } from './group-process';
import { CommandFailedError, type RunOptions, type RunResult } from './run';

/** How long a supervised command may take to end by default: it is not waited for once its caller is gone. */
export const SUPERVISED_INTERRUPT_GRACE_MS = 10 * 60_000;

/** How long the supervisor may take to say that it is there. */
const CONNECT_TIMEOUT_MS = 30_000;

/** What the supervisor is told to do, as JSON. Its environment is inherited: variables hold credentials, and arguments can be seen. */
export interface SupervisedJob {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly interruptGraceMs: number;
  readonly niceness?: number;
}

/** What the supervisor says, one line of JSON each; data in base64. */
export type SupervisorMessage =
  | { readonly kind: 'started'; readonly pid: number }
  | { readonly kind: OutputStream; readonly data: string }
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'error'; readonly message: string };

/**
 * Runs a command as {@link run} does, under a supervisor that outlives this process: if this process is ended, by whatever signal
 * and with all its descendants, the command gets SIGINT and the time to end in good order.
 *
 * Nx, on an interrupt, sends SIGTERM to every descendant of a task at once and SIGKILL to what is left after five seconds. Under it
 * Terraform would lose its provider in the middle of a call, and what AWS makes would be in no state. The supervisor is re-parented
 * before it starts the command, so that it is nobody's descendant; it has a session of its own, so that no signal to a group or from
 * a terminal reaches it.
 *
 * @throws UserError if there is no such command or working folder
 * @throws CommandFailedError if `allowExitCodes` is given and does not list the exit code
 */
export async function runSupervised(
  command: string,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<RunResult> {
  const {
    signal,
    interruptGraceMs = SUPERVISED_INTERRUPT_GRACE_MS,
    allowExitCodes,
    label = command,
  } = options;
  const { cwd = process.cwd(), niceness, onLine } = options;
  const startedMs = performance.now();
  const env = { ...process.env, ...options.env };
  assertRunnable(command, cwd, label, env['PATH']);
  if (signal !== undefined && isAborted(signal)) return interruptedBeforeStart(allowExitCodes, signal);
  const job: SupervisedJob = {
    command,
    args,
    cwd,
    interruptGraceMs,
    ...(niceness === undefined ? {} : { niceness }),
  };
  const socket = await launch(job, env, label);
  const outputs = { stdout: new Output('stdout', onLine), stderr: new Output('stderr', onLine) };
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    socket.write('interrupt\n');
  };
  signal?.addEventListener('abort', interrupt, { once: true });
  // It may have come while the supervisor started.
  if (isAborted(signal)) interrupt();
  try {
    const exitCode = await follow(socket, outputs, label, () => interrupted);
    const result: RunResult = {
      exitCode,
      stdout: await outputs.stdout.end(),
      stderr: await outputs.stderr.end(),
      durationMs: performance.now() - startedMs,
      interrupted,
    };
    if (allowExitCodes !== undefined && !allowExitCodes.includes(exitCode)) {
      throw interrupted ? signal?.reason : new CommandFailedError(label, result);
    }
    return result;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    socket.destroy();
  }
}

/** Asked anew each time: the compiler takes a property that it has seen to be false for false from then on. */
const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** What a command gets for an interrupt that came before it: the exit code of a shell whose command got SIGINT. */
function interruptedBeforeStart(allowed: readonly number[] | undefined, signal: AbortSignal): RunResult {
  if (allowed !== undefined) throw signal.reason;
  return { exitCode: 130, stdout: '', stderr: '', durationMs: 0, interrupted: true };
}

function assertRunnable(command: string, cwd: string, label: string, searchPath: string | undefined): void {
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UserError({
      problem: `${label} cannot be run in '${cwd}': there is no such folder.`,
      fix: 'create the folder, or give another.',
    });
  }
  if (findExecutable(command, searchPath) !== undefined) return;
  throw new UserError({
    problem: `'${command}' was not found, or is not executable.`,
    fix: `install ${command}, or correct its path or PATH.`,
  });
}

/** Starts the supervisor; resolves to the connection by which it learns that this process is gone. */
async function launch(job: SupervisedJob, env: NodeJS.ProcessEnv, label: string): Promise<Socket> {
  const folder = mkdtempSync(join(tmpdir(), 'supervised-'));
  const path = join(folder, 's');
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    const connection = connectionTo(server, label);
    const launcher = spawn(
      process.execPath,
      [join(__dirname, 'supervise-launch.cjs'), path, JSON.stringify(job)],
      // What this process was told to load (a TypeScript loader, a debugger) is not for the supervisor.
      { cwd: '/', detached: true, env: { ...env, NODE_OPTIONS: '' }, stdio: 'ignore' },
    );
    launcher.on('error', (error) => server.emit('error', error));
    return await connection;
  } finally {
    server.close();
    // A connection that is made needs its file no longer.
    rmSync(folder, { recursive: true, force: true });
  }
}

function connectionTo(server: Server, label: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The supervisor of ${label} did not start in time.`)),
      CONNECT_TIMEOUT_MS,
    );
    server.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    server.once('connection', (socket) => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

/** Reads what the supervisor says, to the exit code of the command. */
function follow(
  socket: Socket,
  outputs: Readonly<Record<OutputStream, Output>>,
  label: string,
  interrupted: () => boolean,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: socket, crlfDelay: Infinity });
    socket.on('error', () => undefined);
    lines.on('line', (line) => {
      const message = JSON.parse(line) as SupervisorMessage;
      switch (message.kind) {
        case 'stdout':
        case 'stderr':
          outputs[message.kind].add(Buffer.from(message.data, 'base64'));
          break;
        case 'exited':
          resolve(message.exitCode);
          break;
        case 'error':
          reject(
            new UserError({
              problem: `${label} could not be started: ${message.message}`,
              fix: 'correct what it names.',
            }),
          );
          break;
        case 'started':
          break;
      }
    });
    lines.once('close', () =>
      // Settled already, unless the supervisor ended without a word.
      interrupted() ? resolve(130) : reject(new Error(`The supervisor of ${label} ended without a result.`)),
    );
  });
}

/** One output of the command: kept whole, and told line by line. */
class Output {
  readonly #chunks: Buffer[] = [];
  readonly #through = new PassThrough();
  readonly #done: Promise<void>;

  constructor(stream: OutputStream, onLine: LineListener | undefined) {
    const lines = createInterface({ input: this.#through, crlfDelay: Infinity });
    lines.on('line', (line) => onLine?.(line, stream));
    this.#done = new Promise((resolve) => lines.once('close', () => resolve()));
  }

  add(data: Buffer): void {
    this.#chunks.push(data);
    this.#through.write(data);
  }

  async end(): Promise<string> {
    this.#through.end();
    await this.#done;
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}
