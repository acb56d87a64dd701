import { UserError } from '@healthcare-dr/topology';
import { GroupProcess, type OutputStream, type SpawnOptions } from './group-process';

/** How long an interrupted command may take to end by default: Terraform finishes the calls in flight and saves its state. */
export const DEFAULT_INTERRUPT_GRACE_MS = 60_000;

/** What an interrupted command's exit code is when it never started: that of a shell whose command got SIGINT. */
const INTERRUPTED_EXIT_CODE = 130;

/** How many lines of a failed command's output its error repeats. */
const ERROR_LINES = 20;

/** How {@link run} runs a command. */
export interface RunOptions extends SpawnOptions {
  /** Aborting it interrupts the command. @default - it is never interrupted */
  readonly signal?: AbortSignal;
  /** How long the command may take to end after SIGINT. @default DEFAULT_INTERRUPT_GRACE_MS */
  readonly interruptGraceMs?: number;
  /** Exit codes to return; any other is thrown as {@link CommandFailedError}. @default - every exit code is returned */
  readonly allowExitCodes?: readonly number[];
}

/** What became of a command. */
export interface RunResult {
  /** 128 + n if signal n ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  /** Whether {@link RunOptions.signal} was aborted before it ended. */
  readonly interrupted: boolean;
}

/** A command ended with an exit code that {@link RunOptions.allowExitCodes} does not list. */
export class CommandFailedError extends UserError {
  constructor(
    label: string,
    readonly result: RunResult,
  ) {
    const output = (result.stderr.trim() === '' ? result.stdout : result.stderr).trimEnd().split('\n');
    super({
      problem: [`${label} ended with exit code ${result.exitCode}:`, ...output.slice(-ERROR_LINES)].join(
        '\n    ',
      ),
      fix: 'correct what its output names, and run it again.',
    });
  }
}

/**
 * Runs a command to its end and leaves no process behind: when it returns, everything the command started is gone too.
 *
 * Aborting `signal` sends the command SIGINT, waits `interruptGraceMs`, then kills its whole process group. The command has no
 * standard input and no terminal.
 *
 * @throws UserError if there is no such command or working folder
 * @throws CommandFailedError if `allowExitCodes` is given and does not list the exit code
 */
export async function run(
  command: string,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<RunResult> {
  const { signal, interruptGraceMs = DEFAULT_INTERRUPT_GRACE_MS, allowExitCodes } = options;
  const startedMs = performance.now();
  if (signal?.aborted === true) {
    if (allowExitCodes !== undefined) throw signal.reason;
    return { exitCode: INTERRUPTED_EXIT_CODE, stdout: '', stderr: '', durationMs: 0, interrupted: true };
  }
  const child = new GroupProcess(command, args, {
    ...options,
    ending: { signal: 'SIGINT', graceMs: interruptGraceMs },
  });
  const stdout = collect(child, 'stdout');
  const stderr = collect(child, 'stderr');
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    void child.stop();
  };
  signal?.addEventListener('abort', interrupt, { once: true });
  const exitCode = await child.ended;
  signal?.removeEventListener('abort', interrupt);
  const durationMs = performance.now() - startedMs;
  const result: RunResult = { exitCode, stdout: stdout(), stderr: stderr(), durationMs, interrupted };
  if (allowExitCodes !== undefined && !allowExitCodes.includes(exitCode)) {
    throw interrupted ? signal?.reason : new CommandFailedError(options.label ?? command, result);
  }
  return result;
}

function collect(child: GroupProcess, stream: OutputStream): () => string {
  const chunks: Buffer[] = [];
  child.output(stream).on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}
