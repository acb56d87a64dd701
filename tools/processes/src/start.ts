import { GroupProcess, type SpawnOptions } from './group-process';

/** How long a server may take to end after SIGTERM by default. */
export const DEFAULT_STOP_GRACE_MS = 5_000;

/** How {@link start} starts a process. */
export interface StartOptions extends SpawnOptions {
  /** Aborting it stops the process. @default - it runs until it is stopped or ends */
  readonly signal?: AbortSignal;
  /** What asks the process to end. @default SIGTERM */
  readonly stopSignal?: NodeJS.Signals;
  /** How long the process may take to end after that. @default DEFAULT_STOP_GRACE_MS */
  readonly stopGraceMs?: number;
  /**
   * Whether its standard input is a pipe that stays open for as long as this process lives, and so tells it when we are gone.
   * @default false - it has no standard input
   */
  readonly lifeline?: boolean;
}

/** A process that runs beside this one. */
export interface ManagedProcess {
  readonly pid: number;
  /** Its exit code (128 + n if signal n ended it), once nothing of its process group is left. Never rejects. */
  readonly exited: Promise<number>;
  /** Sends `stopSignal`, waits `stopGraceMs`, kills the whole process group. May be called again, and after it ended. */
  stop(): Promise<void>;
}

/**
 * Starts a process that runs beside this one, such as a server, in a process group of its own. It does not outlive this
 * process, however that ends.
 *
 * @throws UserError if there is no such command or working folder
 */
export function start(
  command: string,
  args: readonly string[] = [],
  options: StartOptions = {},
): ManagedProcess {
  const { signal, stopSignal = 'SIGTERM', stopGraceMs = DEFAULT_STOP_GRACE_MS } = options;
  signal?.throwIfAborted();
  const child = new GroupProcess(command, args, {
    ...options,
    ending: { signal: stopSignal, graceMs: stopGraceMs },
  });
  // Read on, or the process stops when the pipe is full.
  child.output('stdout').resume();
  child.output('stderr').resume();
  const abort = () => void child.stop();
  signal?.addEventListener('abort', abort, { once: true });
  const exited = child.ended.finally(() => signal?.removeEventListener('abort', abort));
  return { pid: child.pid, exited, stop: () => child.stop() };
}
