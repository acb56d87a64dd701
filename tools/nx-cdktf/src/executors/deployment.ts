import '../module-resolution';
import type { ExecutorContext } from '@nx/devkit';
import { withInterrupts } from '@healthcare-dr/processes';
import { TerraformError, type DeploymentOptions } from '@healthcare-dr/terraform';
import { UserError } from '@healthcare-dr/topology';
import { chosenEnvironment } from '@healthcare-dr/topology/loading';
import { report, stackOf, type Outcome } from './outcome';
import { engineOf } from './synth';

/**
 * Runs Terraform on the stack a task is for, with Ctrl-C passed on so that Terraform can save its state.
 *
 * The stack is synthesized here once more, after the `synth` task that checked it and all others of the run: what is applied
 * is what the sources and the environment chosen now say, and not what another run may have left in `cdktf.out` since.
 */
export function onStack(
  context: ExecutorContext,
  action: (deployment: DeploymentOptions) => Promise<Outcome>,
): Promise<Outcome> {
  return report(() =>
    withInterrupts(async (signal) => {
      const stack = stackOf(context);
      const environment = chosenEnvironment(context.root, process.env);
      await engineOf(context.root)([stack]);
      const onLine = (line: string) => process.stdout.write(`${line}\n`);
      try {
        return await action({ workspaceRoot: context.root, stack, environment, signal, onLine });
      } catch (error) {
        // What Terraform said stands above already.
        throw error instanceof TerraformError ? new UserError(error.summary) : error;
      }
    }),
  );
}
