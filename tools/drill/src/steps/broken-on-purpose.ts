import { deliveryRoleArn } from '@healthcare-dr/drctl/bootstrap';
import { TerraformError } from '@healthcare-dr/terraform';
import { sufficiency } from '../delivery-roles/assertions';
import type { Expectations } from '../failover/checks';
import { emptyPlan } from '../failover/assertions';
import { withoutIgnored } from '../mutations/mutated-plan';
import { mutations } from '../mutations/mutations';
import { noticed } from '../mutations/noticed';
import type { DrillSession, Step } from '../session';

/** Shows that the drill can fail: breaks one thing after the other of what is deployed, and reads what the drill would say. */
export function brokenOnPurpose(session: DrillSession, expected: () => Expectations): Step {
  return {
    title: 'Break one thing after the other on purpose',
    task: async (_, task) => {
      const broken = mutations(session, expected());
      for (const mutation of broken) {
        task.output = `with ${mutation.what}`;
        session.props.recorder.record(noticed(mutation, await mutation.look()));
      }
      // The alarms are what they were.
      await session.stage.watchAlarms();
      task.title = `Broke ${broken.length} things on purpose, and the drill named each`;
    },
  };
}

/** Shows that a plan which would undo the swap of the roles is noticed: what protects from it is taken away, while dr writes. */
export function planWithoutIgnored(session: DrillSession): Step {
  const attribute = 'replication_source_identifier';
  return {
    title: `Plan the database as if ${attribute} were not ignored`,
    task: (_, task) => {
      const stacks = session.databaseStacks
        .filter(({ role }) => role === 'primary')
        .map((stack) => withoutIgnored(stack, 'aws_rds_cluster', attribute));
      return task.newListr(
        session.onStacks(stacks, { verb: 'Plan', as: 'plan' }, async (root, { name }) => {
          await root.init({ backend: true });
          const planned = emptyPlan(name, `while ${session.regionOf('dr')} writes`, await root.plan());
          session.props.recorder.recordAll([
            noticed(
              {
                id: `${attribute}/${name}`,
                what: `${attribute} not ignored`,
                complaint: { id: planned.id, names: ['aws_rds_cluster', attribute] },
              },
              [planned],
            ),
          ]);
        }),
      );
    },
  };
}

/** What a deployment of the keys cannot do without. */
export const DROPPED_ACTION = 'kms:DescribeKey';

/** Shows that a deploy role which lacks one action is noticed, and the action named: Terraform plans the keys of one side without it. */
export function planWithoutAction(session: DrillSession): Step {
  const { environment, recorder, recordPermissions } = session.props;
  return {
    title: `Plan the keys under a deploy role without ${DROPPED_ACTION}`,
    enabled: () => !recordPermissions,
    task: (_, task) =>
      task.newListr(
        session.onStacks(
          session.stacks.filter(({ name }) => name === 'dr-kms'),
          { verb: 'Plan' },
          async (root) => {
            await session.deliveryRoles.standing.withoutAction(DROPPED_ACTION, () =>
              root.plan().catch((error: unknown) => {
                if (!(error instanceof TerraformError)) throw error;
              }),
            );
            const usage = session.aws
              .roleUsage()
              .find(({ roleArn }) => roleArn === deliveryRoleArn(environment, 'deploy'));
            const breakage = {
              id: `deploy-role/${DROPPED_ACTION}`,
              what: `a deploy role that lacks ${DROPPED_ACTION}`,
              complaint: { id: 'delivery-role-suffices/deploy', names: [DROPPED_ACTION] },
            } as const;
            recorder.record(noticed(breakage, [sufficiency('deploy', usage)]));
          },
        ),
      ),
  };
}
