import '../module-resolution';
import type { ExecutorContext } from '@nx/devkit';
import { plan as planStack } from '@healthcare-dr/terraform';
import { onStack } from './deployment';
import type { Outcome } from './outcome';

/** Options of the `plan` target. */
export interface PlanOptions {
  /** @default - the plan is shown and not saved */
  readonly out?: boolean;
  /** @default - plans a deployment, not a destruction */
  readonly destroy?: boolean;
  /** @default - succeeds whether or not anything would change */
  readonly detailedExitcode?: boolean;
}

/** Shows what a deployment of one stack would change. */
export default function plan(options: PlanOptions, context: ExecutorContext): Promise<Outcome> {
  const { out = false, destroy = false, detailedExitcode = false } = options;
  return onStack(context, async (deployment) => {
    const { changes } = await planStack({ ...deployment, out, destroy });
    return { success: !(detailedExitcode && changes) };
  });
}
