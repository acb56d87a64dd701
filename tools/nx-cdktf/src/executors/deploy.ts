import '../module-resolution';
import type { ExecutorContext } from '@nx/devkit';
import { apply } from '@healthcare-dr/terraform';
import { onStack } from './deployment';
import type { Outcome } from './outcome';

/** Options of the `deploy` and `up` targets. */
export interface DeployOptions {
  /** @default - a production environment is changed only by a plan that was saved before */
  readonly autoApprove?: boolean;
}

/** Applies one stack: the plan saved for it, else what a plan made now says. */
export default function deploy(options: DeployOptions, context: ExecutorContext): Promise<Outcome> {
  const { autoApprove = false } = options;
  return onStack(context, async (deployment) => {
    await apply({ ...deployment, autoApprove });
    return { success: true };
  });
}
