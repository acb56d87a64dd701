import { join } from 'node:path';
import { recordKey } from '@healthcare-dr/deployment-records';
import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { everyStack } from '../__fixtures__/every-stack';
import { LocalDelivery } from '../__fixtures__/local-delivery';
import { recordAsDeployed } from '../__fixtures__/record-as-deployed';
import { REGIONS } from '../__fixtures__/workspace';
import type { SynthesizedStack } from '../stacks/synthesized-stack';

/** GetParameters takes ten names. */
const PARAMETERS_PER_CALL = 10;

/** A Terraform that nobody can start. */
const NO_TERRAFORM = {
  binary: '/nowhere/terraform',
  flavor: 'terraform',
  version: '1.11.4',
  pluginDirectory: undefined,
} as const;

describeWithMoto('a deployment of every stack where nothing changed', () => {
  const delivery = new LocalDelivery();
  let stacks: readonly SynthesizedStack[] = [];

  beforeAll(async () => {
    await delivery.start();
    stacks = everyStack(delivery.environment, join(delivery.workspace.root, 'stacks'));
    await delivery.inSession((session) => recordAsDeployed(session, stacks));
  });
  afterAll(() => delivery.stop());

  it('starts no Terraform, checks no types, and asks for each record once and for all contract values together', async () => {
    expect(stacks.length).toBeGreaterThanOrEqual(20);
    delivery.aws.gateway.clear();
    delivery.notes.length = 0;

    const outcomes = await delivery.deploy(stacks, { checkTypes: true }, { terraform: NO_TERRAFORM });

    expect(outcomes).toEqual(Object.fromEntries(stacks.map(({ name }) => [name, 'unchanged'])));
    expect(delivery.notes).toEqual([]);
    for (const [role, region] of Object.entries(REGIONS)) {
      const own = stacks.filter((stack) => stack.role === role);
      const names = new Set(
        stacks.flatMap(({ reads }) =>
          reads.filter((read) => read.region === region).map((read) => read.name),
        ),
      );
      expect(requestsOf(region)).toEqual(
        [
          ...own.map(({ name }) => `GET ${recordKey(name)}`),
          ...Array.from({ length: Math.ceil(names.size / PARAMETERS_PER_CALL) }, () => 'GetParameters'),
          ...(role === 'dr' ? ['GetCallerIdentity'] : []),
        ].sort(),
      );
    }
  });

  /** What a Region was asked, but for the environment's lock, whose holder says every while that it is there. */
  const requestsOf = (region: string) =>
    delivery.aws.gateway
      .requests({ region })
      .map(({ operation }) => operation.replace(/\/healthcare-tfstate-[^/]+\//, ''))
      .filter((operation) => !operation.endsWith('deployments/lock.json'))
      .sort();
});
