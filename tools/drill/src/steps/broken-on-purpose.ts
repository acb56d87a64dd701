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
        session.onStacks(stacks, { verb: 'Plan' }, async (root, { name }) => {
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
