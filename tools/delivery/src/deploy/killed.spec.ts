import { FakeDeployment } from '../__fixtures__/fake-deployment';
import { StackWorkspace } from '../__fixtures__/workspace';

const ORDER = ['dr-kms', 'dr-networking', 'dr-aurora', 'dr-compute', 'dr-dns'];

describe('a deployment that is killed', () => {
  let workspace: StackWorkspace;
  beforeEach(() => (workspace = new StackWorkspace()));
  afterEach(() => workspace.remove());

  /** Each stack after the one before it. */
  const footprint = () =>
    ORDER.map((name, index) =>
      workspace.stack(name, { dependsOn: ORDER.slice(Math.max(0, index - 1), index) }),
    );

  it.each(ORDER)(
    'while %s is applied goes on there by the same command, and leaves alone what stands',
    async (victim) => {
      const deployment = new FakeDeployment();
      // Nobody hears of this apply again, as of one whose process is gone.
      const reached = new Promise<void>((resolve) => {
        deployment.stacks[victim] = {
          apply: () => {
            resolve();
            return new Promise<void>(() => undefined);
          },
        };
      });
      void deployment.run(footprint(), workspace.lockFile);
      await reached;
      expect(await deployment.record(victim)).toMatchObject({ status: 'applying' });
      deployment.stacks[victim] = {};
      deployment.calls.length = 0;

      const outcomes = await deployment.run(footprint(), workspace.lockFile);

      const rest = ORDER.slice(ORDER.indexOf(victim));
      expect(Object.entries(outcomes).map(([stack, { status }]) => [stack, status])).toEqual(
        ORDER.map((stack) => [stack, rest.includes(stack) ? 'deployed' : 'unchanged']),
      );
      expect(deployment.calls.filter((call) => call.startsWith('apply'))).toEqual(
        rest.map((stack) => `apply ${stack}`),
      );
      // What it may have made and written down nowhere is looked for.
      expect(deployment.orphanReports.map(({ stack }) => stack)).toEqual([victim]);
    },
  );
});
