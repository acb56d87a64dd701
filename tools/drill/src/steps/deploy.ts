import { readFileSync } from 'node:fs';
import type { SynthesizedFile } from '@healthcare-dr/nx-cdktf';
import { secondPlanOf } from '../second-plan';
import type { DrillSession, Step } from '../session';
import { explained } from '../unplayed';
import { secretScan } from './secret-scan';

/** Whether a stack asks for no resource at all, as one does that was just generated. */
const isEmpty = (file: string): boolean =>
  !('resource' in (JSON.parse(readFileSync(file, 'utf8')) as object));

/**
 * Applies every stack in dependency order, and proves each as soon as it stands, while others still wait for AWS: a plan that finds
 * something to do has lied about what it did, and no password is in what Terraform leaves behind.
 */
export function deploy(session: DrillSession): Step[] {
  return [
    {
      title: 'Apply every stack, and prove each as it stands',
      task: (_, task) => {
        const { recorder } = session.props;
        const { stacks } = session;
        const initialized = session.schedule(stacks, 'any');
        const applied = session.schedule(stacks, 'deploy');
        const planned = session.schedule(stacks, 'any');
        const waitsFor =
          (scheduler: typeof applied, verb: string) =>
          ({ name }: SynthesizedFile) =>
            scheduler.finished(name, `${verb} ${name}`);

        const initialize = session.onStacks(
          // What nothing has to be applied before comes first.
          [...stacks].sort((a, b) => a.dependsOn.length - b.dependsOn.length),
          { verb: 'Initialize', scheduler: initialized, aside: true },
          (root) => root.init({ backend: true }),
        );
        const apply = session.onStacks(
          stacks,
          { verb: 'Apply', scheduler: applied },
          async (root, { name, role, file }) => {
            await initialized.finished(name, `Apply ${name}`);
            await root.apply().catch((error: unknown) => {
              throw explained(error, name);
            });
            const resources = await root.resources();
            session.standing.push({ name, region: session.regionOf(role), resources });
            recorder.record({
              id: `stack-applied/${name}`,
              title: `${name} is applied`,
              ok: resources.length > 0 || isEmpty(file),
              detail: `${resources.length} resources in its state`,
            });
          },
        );
        const planAgain = session.onStacks(
          stacks,
          { verb: 'Plan', as: 'plan', scheduler: planned, after: waitsFor(applied, 'Plan'), aside: true },
          async (root, { name, file }) => {
            const { changes, text } = await root.plan({ out: secondPlanOf(file) });
            recorder.record({
              id: `second-plan-empty/${name}`,
              title: `The second plan of ${name} is empty`,
              ok: !changes,
              detail: text,
            });
          },
        );
        const list = (title: string, steps: Step[]): Step => ({
          title,
          task: (_context, group) => group.newListr(steps, { concurrent: true }),
        });
        return task.newListr(
          [
            list('Initialize every stack', initialize),
            list('Apply every stack in dependency order', apply),
            list('Plan every stack again', planAgain),
            {
              title: 'Look for passwords',
              task: (_context, group) => group.newListr(secretScan(session, { applied, planned })),
            },
          ],
          { concurrent: true },
        );
      },
    },
  ];
}
