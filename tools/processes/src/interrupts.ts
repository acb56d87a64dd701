import { constants } from 'node:os';
import { reaper } from './reaper';

const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal that asks a command line to end. */
export type Interrupt = (typeof INTERRUPTS)[number];

/**
 * How long after the first signal another one counts as its echo. A Ctrl-C on `npm run` comes twice within milliseconds, once
 * from the terminal and once forwarded by npm, and must not be taken for the second one that forces an end.
 */
const ECHO_MS = 500;

/** The work was interrupted. {@link InterruptedError.exitCode} is what a shell expects: 130 for SIGINT, 143 for SIGTERM. */
export class InterruptedError extends Error {
  readonly exitCode: number;

  constructor(
    readonly interrupt: Interrupt,
    options?: ErrorOptions,
  ) {
    super(`Interrupted by ${interrupt}.`, options);
    this.name = 'InterruptedError';
    this.exitCode = 128 + constants.signals[interrupt];
  }
}

/** Something to undo at the end. */
export type CleanUp = () => Promise<void> | void;

/** Registers what is run, last registered first, when the body has ended in whatever way. */
export type Defer = (cleanUp: CleanUp) => void;

/**
 * Runs `body` with SIGINT, SIGTERM and SIGHUP turned into one AbortSignal (its reason is an {@link InterruptedError}), then the clean-ups it registered, the last first and
 * each even if another failed.
 *
 * A second signal (half a second or more after the first: see `ECHO_MS`) ends the process at once; the children are killed, and
 * the reaper removes the temporary folders.
 *
 * @returns what the body returned
 * @throws InterruptedError if a signal came, with the exit code set on the process; else what the body or a clean-up threw
 */
export async function withInterrupts<T>(body: (signal: AbortSignal, defer: Defer) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const cleanUps: CleanUp[] = [];
  let interrupted: { readonly error: InterruptedError; readonly atMs: number } | undefined;
  const listener = (interrupt: Interrupt) => {
    const nowMs = performance.now();
    if (interrupted === undefined) {
      interrupted = { error: new InterruptedError(interrupt), atMs: nowMs };
      process.exitCode = interrupted.error.exitCode;
      controller.abort(interrupted.error);
    } else if (nowMs - interrupted.atMs >= ECHO_MS) {
      reaper.killGroups();
      process.exit(interrupted.error.exitCode);
    }
  };
  for (const interrupt of INTERRUPTS) process.on(interrupt, listener);
  const failures: unknown[] = [];
  const attempt = async <R>(action: () => Promise<R> | R): Promise<R | undefined> => {
    try {
      return await action();
    } catch (error) {
      failures.push(error);
      return undefined;
    }
  };
  try {
    const result = await attempt(() => body(controller.signal, (cleanUp) => cleanUps.push(cleanUp)));
    for (let next = cleanUps.pop(); next !== undefined; next = cleanUps.pop()) await attempt(next);
    const reason = interrupted as { readonly error: InterruptedError } | undefined;
    throwFirst(
      reason === undefined ? failures : [reason.error, ...failures.filter((error) => error !== reason.error)],
    );
    return result as T;
  } finally {
    for (const interrupt of INTERRUPTS) process.off(interrupt, listener);
  }
}

/** Throws the first failure; those that follow from it or come after it are warned of, so that none is lost. */
function throwFirst(failures: readonly unknown[]): void {
  if (failures.length === 0) return;
  const [first, ...others] = failures;
  for (const error of others) {
    const followsFromAbort = error instanceof Error && error.name === 'AbortError';
    if (!followsFromAbort) process.emitWarning(error instanceof Error ? error : String(error));
  }
  throw first;
}
