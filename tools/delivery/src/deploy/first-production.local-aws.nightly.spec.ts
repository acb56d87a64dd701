import { FakeTerminal } from '@healthcare-dr/cli-kit/fake-terminal';
import type { DeploymentRecord } from '@healthcare-dr/deployment-records';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { describeWithTerraform } from '../__fixtures__/describe-with-terraform';
import { LocalDelivery } from '../__fixtures__/local-delivery';
import { approverFor } from '../cli/approver';
import { findStates } from '../destroy/destroy-environment';
import { wavesOf, type Wave } from '../stacks/order';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import { waveDigest } from './approval';

// Every stack is planned twice and applied, wave after wave: a quarter of an hour, and more on a busy machine.
jest.setTimeout(7_200_000);

describeWithTerraform("production's first deployment, to an empty local AWS", () => {
  const delivery = new LocalDelivery(fixtureEnvironment('prod'));
  const terminal = Object.assign(new FakeTerminal(), { canAsk: false });
  let stacks: readonly SynthesizedStack[] = [];
  let waves: readonly Wave[] = [];

  beforeAll(async () => {
    await delivery.start();
    stacks = await delivery.synthesize();
    waves = wavesOf(stacks, new Set(stacks.map(({ name }) => name)));
  });
  afterAll(() => delivery.stop());

  /** `npm run deploy -- --approve <digest>`, and what became of the stacks, sorted. */
  async function deploy(...digests: readonly string[]): Promise<(status: string) => string[]> {
    terminal.noted.length = 0;
    const became = await delivery.inSession(({ options: { environment }, production }) =>
      delivery.deploy(stacks, {
        approver: approverFor({ environment: environment.suffix, required: production, digests }, terminal),
      }),
    );
    return (status) =>
      Object.entries(became)
        .flatMap(([stack, outcome]) => (outcome === status ? [stack] : []))
        .sort();
  }

  /** The digest that the last deployment said is to be approved. */
  const asked = () =>
    /npm run deploy -- --approve ([0-9a-f]{64})$/.exec(terminal.noted.join('\n'))?.[1] ?? '';

  /** The stacks that have a state, sorted: of them something was applied. */
  const applied = () =>
    delivery.inSession(async (session) => (await findStates(session)).map(({ stack }) => stack).sort());

  const records = () =>
    delivery.inSession(async (session) => {
      const read = await Promise.all(stacks.map((stack) => session.recordsOf(stack).read(stack.name)));
      return read.flatMap((found): DeploymentRecord[] => (found === undefined ? [] : [found.record]));
    });

  const upTo = (count: number) => waves.slice(0, count).flat().sort();

  it('applies nothing that nobody approved, and asks for the first wave by the digest of its review', async () => {
    expect(stacks.length).toBeGreaterThanOrEqual(20);
    const reviewed = await delivery.review(stacks);

    const became = await deploy();

    expect(became('approval-required')).toEqual(waves[0]);
    expect(became('skipped')).toEqual(waves.slice(1).flat().sort());
    expect(asked()).toBe(reviewed.waves[0]?.digest);
    expect(await applied()).toEqual([]);
    expect(await records()).toEqual([]);
  });

  it('applies each wave once its digest is approved, as it was approved, and asks for the next', async () => {
    for (const [index, wave] of waves.entries()) {
      const approved = asked();

      const became = await deploy(approved);

      expect({ wave: index, deployed: became('deployed') }).toEqual({ wave: index, deployed: wave });
      expect(became('unchanged')).toEqual(upTo(index));
      expect(became('approval-required')).toEqual(waves[index + 1] ?? []);
      expect(await applied()).toEqual(upTo(index + 1));
      const written = (await records()).filter(({ stack }) => wave.includes(stack));
      expect(waveDigest(written.map(({ stack, planDigest }) => ({ stack, digest: planDigest ?? '' })))).toBe(
        approved,
      );
    }
    expect((await records()).map(({ stack, status }) => [stack, status])).toEqual(
      stacks.map(({ name }) => [name, 'succeeded']),
    );
  });

  it('is done once: the same command again plans nothing, asks for nothing and writes nothing', async () => {
    const before = await records();
    delivery.notes.length = 0;

    const became = await deploy();

    expect(became('unchanged')).toEqual(upTo(waves.length));
    expect([...terminal.noted, ...delivery.notes]).toEqual([]);
    expect(await records()).toEqual(before);
  });
});
