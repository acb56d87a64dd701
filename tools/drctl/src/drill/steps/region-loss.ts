import type { DrillSession, Step } from '../session';

/** Takes the primary Region away and shows that dr can be initialized and planned without a single call to it. */
export function regionLoss(session: DrillSession): Step[] {
  const { ledger } = session.props;
  const [dark, lit] = [session.regionOf('primary'), session.regionOf('dr')];
  return [
    {
      title: `Black out ${dark} and plan dr without it`,
      task: (_, task) => {
        session.aws.gateway.clear();
        session.aws.gateway.region(dark).blackOut('reset');
        return task.newListr(
          session.onStacks(session.stacksOf('dr'), { verb: 'Plan', order: 'any' }, async (root, { name }) => {
            await root.init({ backend: true });
            const { changes, text } = await root.plan();
            ledger.assert(`The plan of ${name} is empty while ${dark} is dark`, !changes, text);
          }),
          { concurrent: true },
        );
      },
    },
    {
      title: `Look for calls to ${dark}, then bring it back`,
      task: (_, task) => {
        const { gateway } = session.aws;
        const intoTheDark = gateway.requests({ region: dark });
        const answered = gateway.requests({ region: lit });
        gateway.region(dark).heal();
        ledger.assert(
          `dr planned without a call to ${dark}`,
          intoTheDark.length === 0 && answered.length > 0,
          intoTheDark.map(({ service, operation }) => `${service} ${operation}`).join('\n') ||
            `${answered.length} calls to ${lit}`,
        );
        task.title = `dr made ${answered.length} calls to ${lit} and none to ${dark}`;
      },
    },
  ];
}
