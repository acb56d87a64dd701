import '../module-resolution';
import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { processTerminal } from '@healthcare-dr/cli-kit';
import {
  approverFor,
  deployEnvironment,
  formatOutcome,
  MAX_DESTROYED,
  stands,
  synthesizeForDeployment,
} from '@healthcare-dr/delivery';
import { onBatch, onStack, type BatchTaskResult, type DeliveryOptions, type StackWork } from './delivery';
import type { ExecutorResult } from './outcome';

/** Options of the `deploy` target. */
export interface DeployOptions extends DeliveryOptions {
  /** Digests of waves that are approved. @default - none; a production environment asks or fails */
  readonly approve?: readonly string[];
  /** A file with the reviewed summary. @default - none */
  readonly approvePlan?: string;
  /** Findings of the gate that are meant, by name. @default - none */
  readonly allow?: readonly string[];
  /** @default - what the gate lets through */
  readonly maxDestroyed?: number;
  /** @default - what stands by its record is not planned */
  readonly refresh?: boolean;
  /** @default - types are checked before anything is applied */
  readonly typecheck?: boolean;
}

/** Brings one stack to what the checkout says. */
export default function deploy(options: DeployOptions, context: ExecutorContext): Promise<ExecutorResult> {
  return onStack(context, options, deploying(options));
}

/** Brings all stacks of a batch to what the checkout says, in order, in one process. */
export function deployBatch(
  taskGraph: TaskGraph,
  inputs: Readonly<Record<string, DeployOptions>>,
  _overrides: object,
  context: ExecutorContext,
): AsyncGenerator<BatchTaskResult> {
  const options = Object.values(inputs)[0] ?? {};
  return onBatch(taskGraph, context, options, deploying(options));
}

function deploying(options: DeployOptions): StackWork {
  const { approve = [], approvePlan, allow = [], maxDestroyed = MAX_DESTROYED } = options;
  return async (session, stacks, settle) => {
    const { workspaceRoot, environment } = session.options;
    const approver = approverFor(
      {
        environment: environment.suffix,
        required: session.production,
        digests: approve,
        ...(approvePlan === undefined ? {} : { summaryFile: approvePlan }),
      },
      processTerminal(session.options.variables),
    );
    await deployEnvironment({
      session,
      // All of them: what lies between two stacks of a run orders them, whether it is part of the run or not.
      stacks: await synthesizeForDeployment({ workspaceRoot, environment: environment.suffix }),
      only: stacks,
      allow,
      maxDestroyed,
      refresh: options.refresh ?? false,
      checkTypes: options.typecheck ?? true,
      approver,
      command: `nx deploy ${stacks.join(' ')}`,
      settled: (stack, outcome) =>
        settle(stack, {
          status: stands(outcome) ? 'success' : outcome.status === 'skipped' ? 'skipped' : 'failure',
          text: formatOutcome(stack, outcome),
        }),
    });
  };
}
