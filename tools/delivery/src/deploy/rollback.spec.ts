import { creation, planJson } from '../__fixtures__/plans';
import { FakeDeployment, terraformError } from '../__fixtures__/fake-deployment';
import { StackWorkspace } from '../__fixtures__/workspace';
import { approveAll, approveDigests } from './approval';

const POLICY = { production: true, maxDestroyed: 10, allowed: new Set<string>() };

describe('production after a deployment that failed half-way', () => {
  const workspace = new StackWorkspace();
  const deployment = new FakeDeployment();
  afterAll(() => workspace.remove());

  /** Each stack after the one before it; a commit changes them all. */
  const footprint = (commit: string) =>
    ['dr-kms', 'dr-networking', 'dr-compute'].map((name, index, names) =>
      workspace.stack(name, {
        dependsOn: names.slice(0, index).slice(-1),
        resource: { aws_sns_topic: { topic: { display_name: commit } } },
      }),
    );
  const deploy = async (commit: string, approver = approveAll) => {
    deployment.calls.length = 0;
    const outcomes = await deployment.run(footprint(commit), workspace.lockFile, {
      policy: POLICY,
      ports: { approver },
    });
    return Object.values(outcomes).map(({ status }) => status);
  };
  const refuseAll = approveDigests([], (_, digest) => digest);

  it('has what was changed, what failed and what was not reached', async () => {
    expect(await deploy('before')).toEqual(['deployed', 'deployed', 'deployed']);
    deployment.stacks['dr-networking'] = {
      apply: () => {
        throw terraformError();
      },
    };

    expect(await deploy('after')).toEqual(['deployed', 'failed', 'skipped']);
    deployment.stacks['dr-networking'] = {};
  });

  it('is not brought back unasked', async () => {
    expect(await deploy('before', refuseAll)).toEqual(['approval-required', 'skipped', 'skipped']);
    expect(deployment.calls).toEqual(['plan dr-kms']);
  });

  it('is stopped where what the failed commit made holds data', async () => {
    deployment.stacks['dr-kms'] = {
      plan: planJson(creation('aws_kms_key.new', {}, { actions: ['delete'], before: {}, after: null })),
    };

    expect(await deploy('before')).toEqual(['refused', 'skipped', 'skipped']);
    deployment.stacks['dr-kms'] = {};
  });

  it('is brought back by the commit before: what was changed and what failed, and not what was never reached', async () => {
    expect(await deploy('before')).toEqual(['deployed', 'deployed', 'unchanged']);
    expect(deployment.calls.filter((call) => call.startsWith('apply'))).toEqual([
      'apply dr-kms',
      'apply dr-networking',
    ]);
    expect(await deploy('before')).toEqual(['unchanged', 'unchanged', 'unchanged']);
  });
});
