import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { everyStack } from '../__fixtures__/every-stack';
import { FakeDeployment } from '../__fixtures__/fake-deployment';
import { creation, planJson } from '../__fixtures__/plans';
import { StackWorkspace } from '../__fixtures__/workspace';
import { parseSummary, stacksOf, summarize, type PlanSummary } from '../plan/summary';
import { predecessors, wavesOf } from '../stacks/order';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import { approveSummary } from './render';

const POLICY = { production: true, maxDestroyed: 10, allowed: new Set<string>() };

/** What a file of Terraform JSON holds, as far as it matters here. */
interface Configuration {
  readonly provider: { readonly aws: readonly { readonly alias?: string; readonly region: string }[] };
  readonly resource?: Readonly<
    Record<string, Readonly<Record<string, { readonly name?: string; readonly provider?: string }>>>
  >;
}

/** Production's stacks with a Terraform that creates what they hold, and publishes their contracts once it has. */
class EmptyProduction {
  readonly workspace = new StackWorkspace();
  readonly deployment = new FakeDeployment();
  readonly stacks = everyStack(fixtureEnvironment('prod'), join(this.workspace.root, 'stacks'));
  /** In the order in which they were applied. */
  readonly applied: string[] = [];

  constructor() {
    for (const stack of this.stacks) {
      const { resource = {} } = configurationOf(stack);
      this.deployment.stacks[stack.name] = {
        plan: planJson(
          ...Object.entries(resource).flatMap(([type, blocks]) =>
            Object.keys(blocks).map((name) => creation(`${type}.${name}`)),
          ),
        ),
        apply: () => {
          this.applied.push(stack.name);
          for (const name of publishedBy(stack)) this.deployment.values.set(name, `of ${stack.name}`);
        },
      };
    }
  }

  /** What `npm run plan:summary -- --out` writes for a reviewer. */
  async review(): Promise<PlanSummary> {
    const reports = await this.deployment.plan(this.stacks, this.workspace.lockFile);
    const summary = summarize({
      environment: 'prod',
      commit: null,
      stacks: this.stacks,
      reports: new Map(Object.entries(reports)),
      policy: POLICY,
      ownerOf: () => 'platform',
    });
    return parseSummary(JSON.stringify(summary), 'plan.json');
  }

  /** What `npm run deploy -- --approve-plan` does with it, by what becomes of the stacks. */
  async deploy(summary: PlanSummary, role?: 'primary' | 'dr'): Promise<(status: string) => string[]> {
    const selected = this.stacks.filter((stack) => role === undefined || stack.role === role);
    const outcomes = await this.deployment.run(this.stacks, this.workspace.lockFile, {
      policy: POLICY,
      selected: new Set(selected.map(({ name }) => name)),
      ports: { approver: approveSummary(summary, (_, digest) => digest) },
    });
    return (status) =>
      Object.entries(outcomes).flatMap(([stack, outcome]) => (outcome.status === status ? [stack] : []));
  }

  /** The stacks before one that were applied after it, or not at all. */
  outOfOrder(): string[] {
    const before = predecessors(this.stacks);
    return this.applied.flatMap((stack, index) =>
      [...(before.get(stack) ?? [])]
        .filter((other) => !this.applied.slice(0, index).includes(other))
        .map((other) => `${stack} before ${other}`),
    );
  }
}

const configurationOf = ({ file }: SynthesizedStack) =>
  JSON.parse(readFileSync(file, 'utf8')) as Configuration;

/** The contract values that a stack publishes, as `<Region>:<name>`. */
function publishedBy(stack: SynthesizedStack): string[] {
  const { provider, resource = {} } = configurationOf(stack);
  const regionOf = (reference: string | undefined) =>
    provider.aws.find(({ alias }) => reference === `aws.${alias ?? ''}`)?.region ?? stack.state.region;
  return Object.values(resource['aws_ssm_parameter'] ?? {}).map(
    (block) => `${regionOf(block.provider)}:${block.name ?? ''}`,
  );
}

describe("production's first deployment", () => {
  const production = new EmptyProduction();
  const waves = wavesOf(production.stacks, new Set(production.stacks.map(({ name }) => name)));
  afterAll(() => production.workspace.remove());

  let first: PlanSummary;

  it('can be reviewed as far as nothing is read that is not there yet', async () => {
    first = await production.review();

    const [wave] = first.waves;
    expect(wave?.stacks.map(({ stack }) => stack)).toEqual(waves[0]);
    expect(wave?.digest).toMatch(/^[0-9a-f]{64}$/);
    const blocked = stacksOf(first).filter(({ status }) => status === 'blocked');
    expect(blocked.find(({ stack }) => stack === 'primary-aurora')?.after).toEqual(
      expect.arrayContaining(['dr-kms', 'primary-kms', 'primary-networking']),
    );
    expect(blocked.find(({ stack }) => stack === 'primary-dns')?.after).toEqual([
      'dr-compute',
      'primary-compute',
    ]);
    expect(production.applied).toEqual([]);
  });

  it('is applied by the waves that were reviewed, each once all before it stand, in no more approvals than there are waves', async () => {
    let [approvals, summary] = [0, first];
    const stood = new Set<string>();
    while (stood.size < production.stacks.length) {
      const became = await production.deploy(summary);
      approvals += 1;

      expect([...became('failed'), ...became('refused')]).toEqual([]);
      expect(became('deployed').length).toBeGreaterThan(0);
      for (const stack of became('deployed')) stood.add(stack);
      expect(new Set(production.applied)).toEqual(stood);
      expect(production.outOfOrder()).toEqual([]);
      summary = await production.review();
    }
    expect(approvals).toBeGreaterThan(1);
    expect(approvals).toBeLessThanOrEqual(waves.length);
    expect(production.applied).toHaveLength(production.stacks.length);
  });

  it('is done once: the same command again plans nothing and asks for nothing', async () => {
    production.deployment.calls.length = 0;

    expect((await production.deploy(first))('unchanged')).toHaveLength(production.stacks.length);
    expect(production.deployment.calls).toEqual([]);
  });
});

describe("production's first deployment that begins with the primary side alone", () => {
  const production = new EmptyProduction();
  afterAll(() => production.workspace.remove());

  /** Deploys and reviews in turn, until that changes nothing any more. */
  async function deployAll(role?: 'primary' | 'dr'): Promise<(status: string) => string[]> {
    for (;;) {
      const before = production.applied.length;
      const became = await production.deploy(await production.review(), role);
      if (production.applied.length === before) return became;
    }
  }

  it('makes what needs nothing of dr, and names what is missing of the rest', async () => {
    const became = await deployAll('primary');

    expect(production.applied).toEqual(expect.arrayContaining(['primary-kms', 'primary-networking']));
    expect(production.applied.filter((stack) => stack.startsWith('dr-'))).toEqual([]);
    expect(became('failed')).toEqual(['primary-aurora', 'primary-s3-replication']);
    expect(became('skipped')).toEqual(expect.arrayContaining(['primary-compute', 'primary-dns']));
  });

  it('goes on with dr and what depends on both, in their order', async () => {
    production.applied.length = 0;

    const became = await deployAll();

    expect(became('unchanged')).toHaveLength(production.stacks.length);
    const at = (stack: string) => production.applied.indexOf(stack);
    for (const [earlier, later] of [
      ['dr-kms', 'primary-aurora'],
      ['primary-aurora', 'dr-aurora'],
      ['dr-aurora', 'dr-compute'],
      ['dr-compute', 'primary-dns'],
      ['primary-compute', 'primary-dns'],
      ['dr-observability', 'primary-dns'],
    ] as const) {
      expect(at(earlier)).toBeGreaterThanOrEqual(0);
      expect(at(later)).toBeGreaterThan(at(earlier));
    }
    expect(production.applied).not.toContain('primary-kms');
  });
});
