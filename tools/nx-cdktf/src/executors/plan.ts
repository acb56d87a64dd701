import '../module-resolution';
import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import {
  DEFAULT_PARALLEL,
  formatSummary,
  MAX_DESTROYED,
  policyOf,
  stacksOf,
  summarizePlans,
  synthesizeForDeployment,
} from '@healthcare-dr/delivery';
import { onBatch, onStack, type BatchTaskResult, type DeliveryOptions, type StackWork } from './delivery';
import type { ExecutorResult } from './outcome';

/** Shows what a deployment of one stack would change. */
export default function plan(options: DeliveryOptions, context: ExecutorContext): Promise<ExecutorResult> {
  return onStack(context, options, planning);
}

/** Shows what a deployment of all stacks of a batch would change. */
export function planBatch(
  taskGraph: TaskGraph,
  inputs: Readonly<Record<string, DeliveryOptions>>,
  _overrides: object,
  context: ExecutorContext,
): AsyncGenerator<BatchTaskResult> {
  return onBatch(taskGraph, context, Object.values(inputs)[0] ?? {}, planning);
}

const planning: StackWork = async (session, names, settle) => {
  const { workspaceRoot, environment } = session.options;
  const summary = await summarizePlans({
    session,
    stacks: await synthesizeForDeployment({ workspaceRoot, environment: environment.suffix }),
    selected: new Set(names),
    policy: policyOf({ allow: [], maxDestroyed: MAX_DESTROYED }, session),
    parallel: DEFAULT_PARALLEL,
    purpose: 'changes',
  });
  process.stdout.write(`${formatSummary(summary)}\n`);
  for (const { stack, status } of stacksOf(summary)) {
    settle(stack, { status: status === 'failed' ? 'failure' : 'success', text: `${stack}: ${status}.` });
  }
};
