import { emptyPlan } from '../failover/assertions';
import type { DrillSession, Step } from '../session';

/** Shows that dr can be initialized and planned without a single call to the primary Region, which is dark already. */
export function planInTheDark(session: DrillSession): Step[] {
  const { recorder } = session.props;
  const [dark, lit] = [session.regionOf('primary'), session.regionOf('dr')];
  return [
    {
      title: `Plan dr while ${dark} is dark`,
      task: (_, task) => {
        session.aws.gateway.clear();
        return task.newListr(
          session.onStacks(session.stacksOf('dr'), { verb: 'Plan', as: 'plan' }, async (root, { name }) => {
            await root.init({ backend: true });
            recorder.recordAll([emptyPlan(name, `while ${dark} is dark`, await root.plan())]);
          }),
          { concurrent: true },
        );
      },
    },
    {
      title: `Look for calls to ${dark}`,
      task: (_, task) => {
        const { gateway } = session.aws;
        const intoTheDark = gateway.requests({ region: dark });
        const answered = gateway.requests({ region: lit });
        recorder.record({
          id: 'no-call-into-dark-region/plan',
          title: `dr planned without a call to ${dark}`,
          ok: intoTheDark.length === 0 && answered.length > 0,
          detail:
            intoTheDark.map(({ service, operation }) => `${service} ${operation}`).join('\n') ||
            `${answered.length} calls to ${lit}`,
        });
        task.title = `dr made ${answered.length} calls to ${lit} and none to ${dark}`;
      },
    },
  ];
}
