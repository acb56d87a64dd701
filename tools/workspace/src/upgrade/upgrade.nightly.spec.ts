import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  approveAll,
  stacksOf,
  type Approver,
  type StackOutcome,
  type StackPlan,
  type SynthesizedStack,
} from '@healthcare-dr/delivery';
import {
  changingOf,
  describeWithTerraform,
  LocalDelivery,
  troubleOf,
} from '@healthcare-dr/delivery/fixtures';
import { lossesOf } from './losses';
import { announcedIn, differences, upgradingFrom } from './notes';
import { FROZEN, newestRelease } from './release';
import { writeRelease } from './write-release';

const changelog = readFileSync(join(resolve(__dirname, '..', '..', '..', '..'), 'CHANGELOG.md'), 'utf8');
const release = newestRelease();

// Every stack is applied twice and planned once more: half an hour, and more on a busy machine.
jest.setTimeout(7_200_000);

describeWithTerraform(`an environment of ${release.version} on the local AWS`, () => {
  const delivery = new LocalDelivery(FROZEN);
  const announced = announcedIn(upgradingFrom(release.version, changelog));
  let stacks: readonly SynthesizedStack[] = [];
  /** All that was planned of the upgrade and applied, wave by wave. */
  const plans: StackPlan[] = [];
  const approveAndNote: Approver = (wave) => {
    plans.push(...wave);
    return approveAll(wave);
  };

  beforeAll(async () => {
    await delivery.start();
    stacks = await delivery.synthesize();
  });
  afterAll(() => delivery.stop());

  it('stands', async () => {
    const former = writeRelease(release, join(delivery.workspace.root, 'released'));

    expect(troubleOf(await delivery.outcomes(former))).toEqual([]);
  });

  it.each([
    ['what dr waits for', { only: ['primary-kms', 'primary-notifications'] }],
    ['dr', { role: 'dr' as const }],
    ['the rest', {}],
  ])('is upgraded in the order of the changelog: %s', async (_, selection) => {
    const before = plans.length;

    const outcomes = await delivery.outcomes(stacks, { ...selection, approver: approveAndNote });

    expect(troubleOf(outcomes)).toEqual([]);
    expect(plans.length).toBeGreaterThan(before);
  });

  it('loses nothing that holds data, no protection of it, and no place in the global database', () => {
    expect(plans.flatMap(({ findings }) => findings)).toEqual([]);
  });

  it('is told in the changelog of each resource that Terraform destroys, replaces or moves, and of no other', () => {
    expect(differences(lossesOf(plans), announced)).toEqual([]);
  });

  it('then is what this version says: every plan is empty', async () => {
    const looked = await delivery.review(stacks, 'drift');

    expect(changingOf(looked)).toEqual([]);
    expect(stacksOf(looked)).toHaveLength(stacks.length);
  });

  describe('would be kept from a version that renames the cluster of its database', () => {
    const renamed = async (guarded: boolean): Promise<StackOutcome | undefined> => {
      renameCluster(stacks, guarded);
      return (await delivery.outcomes(stacks, { only: ['primary-aurora'] })).get('primary-aurora');
    };

    it('by Terraform', async () => {
      expect(await renamed(true)).toMatchObject({
        status: 'failed',
        message: expect.stringContaining('failed (exit code 1)') as string,
      });
      expect(delivery.notes.join('\n')).toMatch(
        /primary-aurora \| Error: Instance cannot be destroyed[^]*Resource aws_rds_cluster\./,
      );
    });

    it('by the gate, and by these notes, if it took that guard away as well', async () => {
      const outcome = await renamed(false);

      if (outcome?.status !== 'refused') throw new Error(`it was ${outcome?.status}`);
      expect(outcome.findings).toContainEqual(
        expect.objectContaining({ code: 'stateful-replaced', never: true }),
      );
      expect(differences(lossesOf([outcome.plan]), announced)).toContainEqual(
        expect.stringMatching(/^not in the upgrade notes: primary-aurora aws_rds_cluster\.\S+: replaced$/),
      );
    });
  });
});

/** Writes `primary-aurora` as it would be with another identifier of its cluster, with or without what keeps Terraform from replacing that. */
function renameCluster(stacks: readonly SynthesizedStack[], guarded: boolean): void {
  const { file = '' } = stacks.find(({ name }) => name === 'primary-aurora') ?? {};
  const configuration = JSON.parse(readFileSync(file, 'utf8')) as {
    resource: { aws_rds_cluster: Record<string, { lifecycle: object }> };
  };
  for (const cluster of Object.values(configuration.resource.aws_rds_cluster))
    Object.assign(cluster, {
      cluster_identifier: 'renamed',
      lifecycle: { ...cluster.lifecycle, prevent_destroy: guarded },
    });
  writeFileSync(file, JSON.stringify(configuration));
}
