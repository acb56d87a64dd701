import { deleteLogGroupsMadeAgain } from '@healthcare-dr/delivery';
import { GLOBAL_SERVICES_REGION } from '@healthcare-dr/platform';
import { ROLES, type Region } from '@healthcare-dr/topology';
import { destroyBootstrap } from '@healthcare-dr/drctl/bootstrap';
import { emptyFullVaults } from '../backup-vaults';
import { leftovers } from '../leftovers';
import { raiseMinorVersion } from '../minor-upgrade';
import type { DrillSession, Step } from '../session';

/** Destroys everything in reverse order and asks AWS, not Terraform, whether anything is left. */
export function takeDown(session: DrillSession): Step[] {
  const { environment, recorder } = session.props;
  // As npm run destroy runs: under the role that deploys.
  const destroying = () => ({ ...session.aws.environment, ...session.deliveryRoles.sessions.deploy });
  return [
    {
      title: 'Raise the minor version of the database, as its runbook does',
      task: async () => {
        const { to, atTheGlobalCluster, writerFirst, reached } = await raiseMinorVersion(
          environment,
          session.aws.environment,
        );
        recorder.record({
          id: 'version-raised/refused',
          title:
            'AWS refuses a minor version at the global cluster, and at the writer before the one that follows',
          ok: atTheGlobalCluster !== undefined && writerFirst !== undefined,
          detail: [atTheGlobalCluster, writerFirst].join('\n'),
        });
        recorder.record({
          id: 'version-raised/reached',
          title: 'Raised member by member, the writer last, the global database has the new minor version',
          ok: reached === to,
          detail: `${String(reached)} of ${to}`,
        });
      },
    },
    {
      title: 'Plan the database after it',
      task: (_, task) =>
        task.newListr(
          session.onStacks(
            session.stacks.filter(({ name }) => name.endsWith('-aurora')),
            { verb: 'Plan' },
            async (root, { name }) => {
              const { changes, text } = await root.plan();
              recorder.record({
                id: `version-raised/plan-empty/${name}`,
                title: `The plan of ${name} is empty after its version was raised by hand`,
                ok: !changes,
                detail: text,
              });
            },
          ),
          { concurrent: true },
        ),
    },
    {
      title: 'Fill the backup vaults, and empty them as npm run destroy does',
      task: async () => {
        const { endpoint, environment: variables } = session.aws;
        const { held, refusal, left } = await emptyFullVaults({
          environment,
          endpoint,
          variables,
          destroying: destroying(),
          signal: session.props.signal,
        });
        recorder.record({
          id: 'vault-emptied/refused',
          title:
            'A vault keeps recovery points whose role has lost its policies, and npm run destroy says so',
          ok: held.primary > 0 && held.dr > 0 && refusal !== undefined,
          detail: refusal ?? `${held.primary} points in primary and ${held.dr} in dr went without a role`,
        });
        recorder.record({
          id: 'vault-emptied/resumed',
          title: 'Destroying again empties the vaults, once the role has its policies back',
          ok: left === 0,
          detail: `${held.primary} points in primary, ${held.dr} in dr; left: ${left}`,
        });
      },
    },
    {
      title: 'Destroy every stack in reverse order',
      task: (_, task) =>
        task.newListr(
          session.onStacks(session.stacks, { verb: 'Destroy', order: 'destroy' }, async (root, { name }) => {
            await root.destroy();
            const left = await root.resources();
            recorder.record({
              id: `stack-destroyed/${name}`,
              title: `${name} is destroyed`,
              ok: left.length === 0,
              detail: left.map(({ address }) => address).join('\n'),
            });
          }),
          { concurrent: true },
        ),
    },
    {
      title: 'Delete the state buckets and look for leftovers',
      task: async () => {
        const variables = session.aws.environment;
        // As npm run destroy does, once nothing stands that would make them again.
        const madeAgain = await deleteLogGroupsMadeAgain({
          environment,
          roles: ROLES,
          variables: destroying(),
        });
        const outcomes = await destroyBootstrap({ environment, roles: ROLES, variables });
        const roles = await session.deliveryRoles.standing.destroy();
        const regions = new Set<Region>([
          ...ROLES.map((role) => session.regionOf(role)),
          GLOBAL_SERVICES_REGION,
        ]);
        const left = await Promise.all(
          [...regions].map((region) => leftovers(environment, region, variables)),
        );
        recorder.record({
          id: 'nothing-left',
          title: `Nothing of environment ${environment.suffix} is left in ${[...regions].join(', ')}`,
          ok: left.flat().length === 0 && [...outcomes, ...roles].every(({ done }) => done === 'deleted'),
          detail: [
            ...left.flat(),
            ...outcomes.map(({ bucket, done }) => `${bucket}: ${done}`),
            ...roles.map(({ arn, done }) => `${arn}: ${done}`),
            ...madeAgain.map((name) => `${name}: made again by its service, and deleted`),
          ].join('\n'),
        });
      },
    },
  ];
}
