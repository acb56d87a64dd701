import { ROLES } from '@healthcare-dr/topology';
import { destroyBootstrap } from '../../bootstrap/bootstrap';
import { leftovers } from '../leftovers';
import type { DrillSession, Step } from '../session';

/** Destroys everything in reverse order and asks AWS, not Terraform, whether anything is left. */
export function takeDown(session: DrillSession): Step[] {
  const { environment, ledger } = session.props;
  return [
    {
      title: 'Destroy every stack in reverse order',
      task: (_, task) =>
        task.newListr(
          session.onStacks(session.stacks, { verb: 'Destroy', order: 'destroy' }, async (root, { name }) => {
            await root.destroy();
            const left = await root.resources();
            ledger.assert(
              `${name} is destroyed`,
              left.length === 0,
              left.map(({ address }) => address).join('\n'),
            );
          }),
          { concurrent: true },
        ),
    },
    {
      title: 'Delete the state buckets and look for leftovers',
      task: async () => {
        const variables = session.aws.environment;
        const outcomes = await destroyBootstrap({ environment, roles: ROLES, variables });
        const left = await Promise.all(
          ROLES.map((role) => leftovers(environment, session.regionOf(role), variables)),
        );
        ledger.assert(
          `Nothing of environment ${environment.suffix} is left in either Region`,
          left.flat().length === 0 && outcomes.every(({ done }) => done === 'deleted'),
          [...left.flat(), ...outcomes.map(({ bucket, done }) => `${bucket}: ${done}`)].join('\n'),
        );
      },
    },
  ];
}
