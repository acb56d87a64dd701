import {
  DescribeGlobalClustersCommand,
  RDSClient,
  SwitchoverGlobalClusterCommand,
} from '@aws-sdk/client-rds';
import type { TerraformRoot } from '@healthcare-dr/terraform';
import { loadEnvironment, topologyOf, type Role } from '@healthcare-dr/topology';
import { mockClient } from 'aws-sdk-client-mock';
import { AssertionFailedError, Ledger } from '../ledger';
import type { DrillSession, Step } from '../session';
import { swapRoles } from './swap-roles';

const environment = loadEnvironment('dev');
const arnOf = (region: string) => `arn:aws:rds:${region}:111111111111:cluster:healthcare-aurora-dev`;
const ARNS = [arnOf('eu-west-2'), arnOf('eu-west-1')];
const STACKS = [
  { name: 'primary-kms', dependsOn: [] },
  { name: 'primary-aurora', dependsOn: ['primary-kms'] },
  { name: 'dr-aurora', dependsOn: ['primary-aurora'] },
  { name: 'dr-compute', dependsOn: ['dr-aurora'] },
];
const rds = mockClient(RDSClient);

afterAll(() => rds.restore());

/**
 * Runs the steps on a global database that swaps its roles when it is told to.
 *
 * @param changesWhileDrWrites - whether the plan of dr-aurora then wants to undo it
 * @param writer - the Region that writes at first
 */
async function swap(changesWhileDrWrites: boolean, writer = 'eu-west-2') {
  let writing = arnOf(writer);
  rds.reset();
  rds
    .on(SwitchoverGlobalClusterCommand)
    .callsFake(({ TargetDbClusterIdentifier: target }: { TargetDbClusterIdentifier: string }) => {
      writing = target;
      return {};
    });
  rds.on(DescribeGlobalClustersCommand).callsFake(() => ({
    GlobalClusters: [
      { GlobalClusterMembers: ARNS.map((arn) => ({ DBClusterArn: arn, IsWriter: arn === writing })) },
    ],
  }));
  const ledger = new Ledger();
  const planned: string[] = [];
  let work: (() => Promise<void>)[] = [];
  const session = {
    props: { environment, ledger, signal: new AbortController().signal },
    aws: { environment: {} },
    stacks: STACKS,
    regionOf: (role: Role) => topologyOf(environment, role).region,
    onStacks: (
      stacks: { name: string }[],
      _how: unknown,
      each: (root: TerraformRoot, stack: { name: string }) => Promise<void>,
    ): Step[] => {
      work = stacks.map((stack) => () => {
        planned.push(`${stack.name} while ${writing.split(':')[3] ?? ''} writes`);
        const changes = changesWhileDrWrites && stack.name === 'dr-aurora' && writing === arnOf('eu-west-1');
        const root = { plan: () => Promise.resolve({ changes, text: changes ? 'to promote' : '' }) };
        return each(root as unknown as TerraformRoot, stack);
      });
      return [];
    },
  } as unknown as DrillSession;
  try {
    for (const { task } of swapRoles(session)) {
      work = [];
      await (task as (context: unknown, task: unknown) => unknown)(undefined, { newListr: () => undefined });
      for (const each of work) await each();
    }
  } catch (error) {
    if (!(error instanceof AssertionFailedError)) throw error;
  }
  return { ledger, planned, writing };
}

describe('the swap of roles', () => {
  it('goes there and back, plans every stack while dr writes, and the database once more', async () => {
    const { ledger, planned, writing } = await swap(false);
    expect(planned).toEqual([
      'primary-kms while eu-west-1 writes',
      'primary-aurora while eu-west-1 writes',
      'dr-aurora while eu-west-1 writes',
      'dr-compute while eu-west-1 writes',
      'primary-aurora while eu-west-2 writes',
      'dr-aurora while eu-west-2 writes',
    ]);
    expect(writing).toBe(arnOf('eu-west-2'));
    expect(ledger.failed).toBe(0);
    expect(ledger.assertions).toHaveLength(8);
  });

  it('fails on a plan that wants to undo it, and shows the plan', async () => {
    const { ledger } = await swap(true);
    expect(ledger.assertions.at(-1)).toEqual({
      title: 'The plan of dr-aurora is empty while eu-west-1 writes',
      ok: false,
      detail: 'to promote',
    });
  });

  it('fails if the other side wrote already: then nothing was swapped', async () => {
    const { ledger } = await swap(false, 'eu-west-1');
    expect(ledger.assertions).toEqual([
      expect.objectContaining({ ok: false, title: 'A switchover makes eu-west-1 write' }),
    ]);
  });
});
