/** What AWS answered, or why it did not. An unknown is never taken for a value. */
export type Answer<T> =
  | { readonly known: true; readonly value: T }
  | {
      readonly known: false;
      readonly reason: string;
      /** Whether nothing came back at all: what a Region that is lost looks like. A refusal is an answer. */
      readonly dark: boolean;
    };

/** How long one question may take, all its calls and attempts included, in milliseconds. */
export const QUESTION_LIMIT_MS = 4_500;

/** How long what is asked after the answer to another question may take: a look ends within the sum of both. */
export const SECOND_QUESTION_LIMIT_MS = 1_500;

/** What is given to each call of a question, so that all of them end with it. */
export interface CallOptions {
  readonly abortSignal: AbortSignal;
}

const DARK_NAMES = new Set(['AbortError', 'RequestTimeout', 'RequestTimeoutException', 'TimeoutError']);
const DARK_CODES =
  // eslint-disable-next-line workspace/no-sentence-matching -- node's
  /\b(?:EAI_AGAIN|ECONNABORTED|ECONNREFUSED|ECONNRESET|EHOSTDOWN|EHOSTUNREACH|ENETDOWN|ENETUNREACH|ENOTFOUND|EPIPE|ETIMEDOUT)\b|socket hang up/;

/** Whether an error means that nothing came back, as opposed to a refusal. */
export function isDark(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as Error & { readonly code?: unknown }).code;
  return DARK_NAMES.has(error.name) || DARK_CODES.test(String(code ?? '')) || DARK_CODES.test(error.message);
}

/** An error in one line: of one that only says that time was up, not how its library puts it. */
export const inWords = (error: unknown): string => {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return `${name}: ${message}`.split('\n')[0] ?? name;
};

/** How often the time of a question is looked at, in milliseconds. */
const TICK_MS = 50;

/** What one look at the time may count at most, in milliseconds: more than that went by while this process itself did not run. */
const LONGEST_TICK_MS = 2 * TICK_MS;

/**
 * Calls once this process has waited for `limitMs`. Time in which it did not run, for it loads its modules or the machine is
 * overloaded, is no silence of AWS and does not count.
 *
 * @returns what ends the wait
 */
function onceWaitedFor(limitMs: number, call: () => void): () => void {
  let waitedMs = 0;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const from = performance.now();
    timer = setTimeout(
      () => {
        waitedMs += Math.min(performance.now() - from, LONGEST_TICK_MS);
        if (waitedMs >= limitMs) call();
        else wait();
      },
      Math.max(1, Math.min(TICK_MS, limitMs - waitedMs)),
    );
  };
  wait();
  return () => clearTimeout(timer);
}

/** Asks, and waits no longer than `limitMs`, whatever the SDK is still trying. Never throws. */
export async function ask<T>(
  question: (options: CallOptions) => Promise<T>,
  limitMs: number = QUESTION_LIMIT_MS,
): Promise<Answer<T>> {
  const controller = new AbortController();
  const late = `no answer within ${limitMs / 1000} s`;
  let endWait = (): void => undefined;
  const limit = new Promise<Answer<T>>((resolve) => {
    endWait = onceWaitedFor(limitMs, () => {
      controller.abort();
      resolve({ known: false, reason: late, dark: true });
    });
  });
  const asked = question({ abortSignal: controller.signal }).then(
    (value): Answer<T> => ({ known: true, value }),
    (error: unknown): Answer<T> => ({
      known: false,
      reason: controller.signal.aborted ? late : inWords(error),
      dark: isDark(error),
    }),
  );
  try {
    return await Promise.race([asked, limit]);
  } finally {
    endWait();
  }
}

/** The value of an answer, or `undefined` if there is none. */
export const valueOf = <T>(answer: Answer<T> | undefined): T | undefined =>
  answer?.known ? answer.value : undefined;

/** `undefined` instead of an error by which AWS says that there is no such thing. */
export async function orAbsent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && /NotFound(?:Fault|Exception)?$|^NoSuch/.test(error.name)) return undefined;
    throw error;
  }
}
