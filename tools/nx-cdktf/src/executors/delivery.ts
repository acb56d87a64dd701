import '../module-resolution';
import { PassThrough } from 'node:stream';
import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { processTerminal } from '@healthcare-dr/cli-kit';
import { DeliverySession, ownerOfNxRun } from '@healthcare-dr/delivery';
import { withInterrupts } from '@healthcare-dr/processes';
import { LOCK_TIMEOUT_SECONDS } from '@healthcare-dr/terraform';
import { chosenEnvironment } from '@healthcare-dr/topology/loading';
import { messageOf, stackOf, tasksByStack, type BatchTaskOutcome, type ExecutorResult } from './outcome';

/** What became of one task of a batch that reports each as soon as it is known. */
export interface BatchTaskResult {
  /** The task's id. */
  readonly task: string;
  readonly result: BatchTaskOutcome & { readonly status: 'success' | 'failure' | 'skipped' };
}

/** What became of a stack, and what there is to say of it. */
export interface StackResult {
  readonly status: 'success' | 'failure' | 'skipped';
  readonly text: string;
}

/** Options that the targets on a deployed environment share. */
export interface DeliveryOptions {
  /** How long to wait for another run, and for the lock of a state, in seconds. @default LOCK_TIMEOUT_SECONDS */
  readonly lockTimeout?: number;
}

/**
 * Works on stacks of the chosen environment.
 *
 * @param settle - to be called with what became of each stack, as soon as it is known
 */
export type StackWork = (
  session: DeliverySession,
  stacks: readonly string[],
  settle: (stack: string, result: StackResult) => void,
) => Promise<void>;

async function inSession(
  workspaceRoot: string,
  { lockTimeout = LOCK_TIMEOUT_SECONDS }: DeliveryOptions,
  work: (session: DeliverySession) => Promise<void>,
): Promise<void> {
  // The pinned SDK runs on Node 20; that later versions will not is for whoever moves the pin.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const terminal = processTerminal(process.env);
  await withInterrupts(async (signal) => {
    const session = new DeliverySession({
      workspaceRoot,
      environment: chosenEnvironment(workspaceRoot, process.env),
      variables: process.env,
      signal,
      // The batches and tasks of one run of Nx share the environment's lock.
      owner: ownerOfNxRun(),
      lockTimeoutSeconds: lockTimeout,
      note: (text) => terminal.note(text),
    });
    try {
      await work(session);
    } finally {
      session.destroy();
    }
  });
}

/** Runs work on the one stack that a task is for. */
export async function onStack(
  context: ExecutorContext,
  options: DeliveryOptions,
  work: StackWork,
): Promise<ExecutorResult> {
  let success = false;
  try {
    const stack = stackOf(context);
    await inSession(context.root, options, (session) =>
      work(session, [stack], (_, { status, text }) => {
        success = status === 'success';
        (success ? process.stdout : process.stderr).write(`${text}\n`);
      }),
    );
  } catch (error) {
    console.error(messageOf(error));
    success = false;
  }
  return { success };
}

/**
 * Runs work on all stacks of a batch in one process, and reports each as soon as it is known. Whatever is thrown fails the tasks that
 * nothing is known of yet, and no other: an error that left the batch would fail all of them.
 */
export async function* onBatch(
  taskGraph: TaskGraph,
  context: ExecutorContext,
  options: DeliveryOptions,
  work: StackWork,
): AsyncGenerator<BatchTaskResult> {
  const startTime = Date.now();
  const tasks = tasksByStack(taskGraph);
  const results = new PassThrough({ objectMode: true });
  const settle = (stack: string, { status, text }: StackResult) => {
    const task = tasks.get(stack);
    if (task === undefined || !tasks.delete(stack)) return;
    const success = status === 'success';
    // Nx shows a batch's own output, not what its results hold, unless it is asked for one task at a time.
    (success ? process.stdout : process.stderr).write(`${text}\n`);
    const result = { success, status, terminalOutput: `${text}\n`, startTime, endTime: Date.now() };
    results.write({ task, result } satisfies BatchTaskResult);
  };
  const stacks = [...tasks.keys()];
  inSession(context.root, options, (session) => work(session, stacks, settle))
    .catch((error: unknown) => {
      const text = messageOf(error);
      for (const [index, stack] of [...tasks.keys()].entries())
        settle(stack, { status: 'failure', text: index === 0 ? text : `${stack}: for the same reason.` });
    })
    .finally(() => results.end());
  for await (const result of results) yield result as BatchTaskResult;
}
