import { TerraformError } from '@healthcare-dr/terraform';
import type { DrillSession, Step } from '../session';

/** Shows that a production environment does not let itself be destroyed. What stands then goes with the local AWS. */
export function protection(session: DrillSession): Step[] {
  const { environment, recorder } = session.props;
  return [
    {
      title: `Try to destroy ${environment.suffix}, which is production`,
      task: (_, task) =>
        task.newListr(
          session.onStacks(
            session.stacks,
            { verb: 'Plan to destroy', as: 'plan' },
            async (root, { name }) => {
              const refusal = await root.plan({ destroy: true }).then(
                ({ text }) => text,
                (error: unknown) => {
                  if (error instanceof TerraformError) return error;
                  throw error;
                },
              );
              recorder.record({
                id: `stack-protected/${name}`,
                title: `${name} refuses to be destroyed`,
                ok: refusal instanceof TerraformError && refusal.message.includes('prevent_destroy'),
                detail: refusal instanceof TerraformError ? refusal.message : refusal,
              });
            },
          ),
          { concurrent: true },
        ),
    },
  ];
}
