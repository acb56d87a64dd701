import { secondPlanOf } from '../second-plan';
import type { DrillSession, Step } from '../session';

/** Applies every stack, then plans each again: a plan that finds something to do has lied about what it did. */
export function deploy(session: DrillSession): Step[] {
  const { ledger } = session.props;
  return [
    {
      title: 'Apply every stack in dependency order',
      task: (_, task) =>
        task.newListr(
          session.onStacks(
            session.stacks,
            { verb: 'Apply', order: 'deploy' },
            async (root, { name, role }) => {
              await root.init({ backend: true });
              await root.apply();
              const resources = await root.resources();
              session.standing.push({ name, region: session.regionOf(role), resources });
              ledger.assert(
                `${name} is applied`,
                resources.length > 0,
                `${resources.length} resources in its state`,
              );
            },
          ),
          { concurrent: true },
        ),
    },
    {
      title: 'Plan every stack again',
      task: (_, task) =>
        task.newListr(
          session.onStacks(session.stacks, { verb: 'Plan', order: 'any' }, async (root, { name, file }) => {
            const { changes, text } = await root.plan({ out: secondPlanOf(file) });
            ledger.assert(`The second plan of ${name} is empty`, !changes, text);
          }),
          { concurrent: true },
        ),
    },
  ];
}
