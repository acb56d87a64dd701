import '../module-resolution';
import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { withInterrupts } from '@healthcare-dr/processes';
import { validate as validateStacks, type StackValidation } from '@healthcare-dr/terraform';
import { writeResult } from '../checks/results';
import {
  messageOf,
  report,
  settle,
  stackOf,
  tasksByStack,
  type BatchOutcome,
  type ExecutorResult,
} from './outcome';

/** Validates synthesized stacks by name; Terraform, or a stand-in for it in specs. */
export type Validate = (stacks: readonly string[]) => Promise<readonly StackValidation[]>;

function terraformOn(workspaceRoot: string): Validate {
  return (stacks) => withInterrupts((signal) => validateStacks({ workspaceRoot, stacks, signal }));
}

/** Validates one synthesized stack. */
export default function validate(_options: object, context: ExecutorContext): Promise<ExecutorResult> {
  return report(async () => {
    const stack = stackOf(context);
    const [verdict] = await terraformOn(context.root)([stack]);
    const success = verdict?.ok === true;
    process.stdout.write(describe(stack, verdict));
    record(context.root, stack, success);
    return { success };
  });
}

/** Validates all stacks of a run in one Terraform root: the provider, which takes nearly all the time, starts once. */
export async function validateBatch(
  taskGraph: TaskGraph,
  _options: Record<string, object>,
  _overrides: object,
  context: ExecutorContext,
): Promise<BatchOutcome> {
  const tasks = tasksByStack(taskGraph);
  const outcome = await validateTogether(tasks, terraformOn(context.root));
  for (const [stack, id] of tasks) record(context.root, stack, outcome[id]?.success === true);
  return outcome;
}

/** Leaves the totals that `npm test` adds up. */
function record(workspaceRoot: string, stack: string, success: boolean): void {
  writeResult(workspaceRoot, stack, 'validate', {
    passed: success ? 1 : 0,
    failed: success ? 0 : 1,
    skipped: 0,
  });
}

/**
 * Validates the stacks together.
 *
 * @param tasks - task id by stack
 * @returns a result for every task; if Terraform could not be run at all, the first one says why
 */
export async function validateTogether(
  tasks: ReadonlyMap<string, string>,
  terraform: Validate,
): Promise<BatchOutcome> {
  const startTime = Date.now();
  const stacks = [...tasks.keys()];
  const settleEach = (verdict: (stack: string) => [success: boolean, text: string]): BatchOutcome =>
    Object.fromEntries([...tasks].map(([stack, id]) => [id, settle(...verdict(stack), startTime)]));
  try {
    const verdicts = new Map((await terraform(stacks)).map((verdict) => [verdict.stack, verdict]));
    return settleEach((stack) => [verdicts.get(stack)?.ok === true, describe(stack, verdicts.get(stack))]);
  } catch (error) {
    const [first] = stacks;
    return settleEach((stack) => [
      false,
      stack === first ? `${messageOf(error)}\n` : `${stack}: for the same reason as ${first}.\n`,
    ]);
  }
}

function describe(stack: string, verdict: StackValidation | undefined): string {
  if (verdict === undefined) return `${stack}: Terraform gave no verdict.\n`;
  return verdict.ok
    ? `${stack} is valid.\n`
    : `${stack} is not valid:\n${verdict.diagnostics.map((text) => `  ${text}\n`).join('')}`;
}
