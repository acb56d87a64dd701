import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { UserError } from '@healthcare-dr/topology';

/** What an executor resolves to. */
export interface ExecutorResult {
  readonly success: boolean;
}

/** The result of one task of a batch, as Nx wants it; times in milliseconds since the epoch. */
export interface BatchTaskOutcome extends ExecutorResult {
  readonly terminalOutput: string;
  readonly startTime: number;
  readonly endTime: number;
}

/** The results of a batch, by task id. */
export type BatchOutcome = Record<string, BatchTaskOutcome>;

/**
 * What a person is told of an error: of a {@link UserError} or an interruption its message, which is complete; of anything
 * else the stack trace too, because it is a defect of this code and not theirs.
 */
export function messageOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  if (!(error instanceof Error)) return String(error);
  return error.name === 'InterruptedError' ? error.message : (error.stack ?? error.message);
}

/** Runs one task; an error becomes its message on standard error and a failed task. */
export async function report(task: () => Promise<ExecutorResult>): Promise<ExecutorResult> {
  try {
    return await task();
  } catch (error) {
    console.error(messageOf(error));
    return { success: false };
  }
}

/**
 * Settles one task of a batch, and prints what there is to say of it: Nx shows a batch's own output, not what its results hold,
 * unless it is asked for one task at a time.
 */
export function settle(success: boolean, text: string, startTime: number): BatchTaskOutcome {
  (success ? process.stdout : process.stderr).write(text);
  return { success, terminalOutput: text, startTime, endTime: Date.now() };
}

/** The stack a task is run for: its project's name. */
export function stackOf({ projectName }: ExecutorContext): string {
  if (projectName === undefined) throw new Error('The executor was run without a project.');
  return projectName;
}

/** The tasks of a batch by the stack each is for. */
export function tasksByStack({ tasks }: TaskGraph): Map<string, string> {
  return new Map(Object.values(tasks).map(({ id, target }) => [target.project, id]));
}
