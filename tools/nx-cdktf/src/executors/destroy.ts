import '../module-resolution';
import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import {
  DEFAULT_PARALLEL,
  destroyStates,
  findStates,
  formatDestroyed,
  MAX_DESTROYED,
  policyOf,
} from '@healthcare-dr/delivery';
import { UserError } from '@healthcare-dr/topology';
import { onBatch, onStack, type BatchTaskResult, type DeliveryOptions, type StackWork } from './delivery';
import type { ExecutorResult } from './outcome';

/** Destroys one stack. */
export default function destroy(options: DeliveryOptions, context: ExecutorContext): Promise<ExecutorResult> {
  return onStack(context, options, destroying);
}

/** Destroys all stacks of a batch, in reverse order, in one process. */
export function destroyBatch(
  taskGraph: TaskGraph,
  inputs: Readonly<Record<string, DeliveryOptions>>,
  _overrides: object,
  context: ExecutorContext,
): AsyncGenerator<BatchTaskResult> {
  return onBatch(taskGraph, context, Object.values(inputs)[0] ?? {}, destroying);
}

const destroying: StackWork = async (session, names, settle) => {
  const { suffix } = session.options.environment;
  if (session.production) {
    throw new UserError({
      problem: `Environment '${suffix}' is production; ${names.join(', ')} is not destroyed.`,
      allowed: "environments with deletionPolicy 'ephemeral'",
      fix: `if it is really to go, change deletionPolicy of environment '${suffix}', deploy that, then destroy.`,
    });
  }
  const states = await findStates(session, { wanted: (stack) => names.includes(stack) });
  for (const name of names) {
    if (!states.some(({ stack }) => stack === name))
      settle(name, { status: 'success', text: `${name}: nothing is left to destroy.` });
  }
  await destroyStates({
    session,
    states,
    policy: policyOf({ allow: [], maxDestroyed: MAX_DESTROYED }, session),
    parallel: DEFAULT_PARALLEL,
    command: `nx destroy ${names.join(' ')}`,
    settled: (stack, outcome) =>
      settle(stack, {
        status:
          outcome.status === 'destroyed' ? 'success' : outcome.status === 'skipped' ? 'skipped' : 'failure',
        text: formatDestroyed(stack, outcome),
      }),
  });
};
