import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { relative } from 'node:path';
import { synthesize, type SynthesisResult } from '../synth';
import {
  messageOf,
  report,
  settle,
  stackOf,
  tasksByStack,
  type BatchOutcome,
  type ExecutorResult,
} from './outcome';

/** Where the targets' outputs are: fixed, whatever `CDKTF_OUTDIR` says to the command lines. */
export const OUTDIR = 'cdktf.out';

/** Synthesizes stacks of the environment that is chosen, by name; the engine, or a stand-in for it in specs. */
export type Synthesize = (stacks: readonly string[]) => Promise<SynthesisResult>;

/** The engine on one workspace. */
export function engineOf(workspaceRoot: string): Synthesize {
  return (stacks) => synthesize({ workspaceRoot, stacks, outdir: OUTDIR });
}

/** Synthesizes one stack. */
export default function synth(_options: object, context: ExecutorContext): Promise<ExecutorResult> {
  return report(async () => {
    const stack = stackOf(context);
    const result = await engineOf(context.root)([stack]);
    process.stdout.write(describe(stack, result, context.root));
    return { success: true };
  });
}

/** Synthesizes all stacks of a run in one process. */
export function synthBatch(
  taskGraph: TaskGraph,
  _options: Record<string, object>,
  _overrides: object,
  context: ExecutorContext,
): Promise<BatchOutcome> {
  return synthesizeBatch(tasksByStack(taskGraph), context.root, engineOf(context.root));
}

/**
 * Synthesizes the stacks together. If that fails, each is tried by itself: those that can be synthesized are, and each of the
 * others says what is wrong with it.
 *
 * @param tasks - task id by stack
 * @returns a result for every task
 */
export async function synthesizeBatch(
  tasks: ReadonlyMap<string, string>,
  workspaceRoot: string,
  engine: Synthesize,
): Promise<BatchOutcome> {
  const startTime = Date.now();
  const together = await attempt(engine, [...tasks.keys()]);
  const toldBy = new Map<string, string>();
  const outcome: BatchOutcome = {};
  for (const [stack, id] of tasks) {
    const { result, message } =
      together.result !== undefined || tasks.size === 1 ? together : await attempt(engine, [stack]);
    if (result !== undefined) {
      outcome[id] = settle(true, describe(stack, result, workspaceRoot), startTime);
      continue;
    }
    const teller = toldBy.get(message);
    if (teller === undefined) toldBy.set(message, stack);
    const text = teller === undefined ? message : `${stack}: for the same reason as ${teller}.`;
    outcome[id] = settle(false, `${text}\n`, startTime);
  }
  return outcome;
}

type Attempt =
  | { readonly result: SynthesisResult; readonly message?: undefined }
  | { readonly result?: undefined; readonly message: string };

async function attempt(engine: Synthesize, stacks: readonly string[]): Promise<Attempt> {
  try {
    return { result: await engine(stacks) };
  } catch (error) {
    return { message: messageOf(error) };
  }
}

/** One line on one stack. It is cached and shown again, so it says nothing of what stood there before. */
function describe(stack: string, { environment, stacks }: SynthesisResult, workspaceRoot: string): string {
  const file = stacks.find(({ name }) => name === stack)?.file;
  if (file === undefined) throw new Error(`The engine did not synthesize ${stack}.`);
  return `${stack} for environment ${environment}: ${relative(workspaceRoot, file)}\n`;
}
