import '../module-resolution';
import type { ExecutorContext } from '@nx/devkit';
import { destroy as destroyStack } from '@healthcare-dr/terraform';
import { onStack } from './deployment';
import type { Outcome } from './outcome';

/** Destroys one stack. */
export default function destroy(_options: object, context: ExecutorContext): Promise<Outcome> {
  return onStack(context, async (deployment) => {
    await destroyStack(deployment);
    return { success: true };
  });
}
