import { FakeDeployment } from '../__fixtures__/fake-deployment';
import { StackWorkspace } from '../__fixtures__/workspace';
import type { Writer } from '../plan/swapped-pair';

let workspace: StackWorkspace;
let deployment: FakeDeployment;
beforeEach(() => {
  workspace = new StackWorkspace();
  deployment = new FakeDeployment();
});
afterEach(() => workspace.remove());

const TIERS = [
  'aurora',
  'backup',
  'compute',
  'dns',
  'failover-lambda',
  'kms',
  'networking',
  's3-replication',
];

/** What becomes of each tier of dr that would be changed. */
async function outcomes(writer: Writer, { production = true, allowed = [] as readonly string[] } = {}) {
  const stacks = TIERS.map((tier) => workspace.stack(`dr-${tier}`));
  const found = await deployment.run(stacks, workspace.lockFile, {
    policy: { production, maxDestroyed: 10, allowed: new Set(allowed) },
    ports: { writer: () => Promise.resolve(writer) },
  });
  return (status: string) =>
    Object.entries(found).flatMap(([stack, outcome]) => (outcome.status === status ? [stack.slice(3)] : []));
}

describe('a deployment while dr writes', () => {
  it('changes what is the same whoever writes, and stops at the rest', async () => {
    const which = await outcomes('dr');

    expect(which('deployed')).toEqual(['backup', 'kms', 'networking', 's3-replication']);
    expect(which('refused')).toEqual(['aurora', 'compute', 'dns', 'failover-lambda']);
  });

  it('changes what is named, but for DNS in production', async () => {
    const allowed = TIERS.map((tier) => `dr-${tier}/dr-writes`);

    expect((await outcomes('dr', { allowed }))('refused')).toEqual(['dns']);
    deployment = new FakeDeployment();
    expect((await outcomes('dr', { allowed, production: false }))('refused')).toEqual([]);
  });

  it('asks as well where nobody knows which Region writes', async () => {
    expect((await outcomes('unknown'))('refused')).toEqual(['aurora', 'compute', 'dns', 'failover-lambda']);
    expect((await outcomes('unknown', { allowed: ['dr-dns/dr-writes'] }))('refused')).not.toContain('dns');
  });

  it('is no different once the primary writes again', async () => {
    expect((await outcomes('primary'))('deployed')).toEqual(TIERS);
  });

  it('does not ask who writes where nothing would be changed', async () => {
    await outcomes('primary');
    const writer = jest.fn(() => Promise.resolve<Writer>('dr'));
    const stacks = TIERS.map((tier) => workspace.stack(`dr-${tier}`));

    const again = await deployment.run(stacks, workspace.lockFile, { ports: { writer } });

    expect(Object.values(again).map(({ status }) => status)).toEqual(TIERS.map(() => 'unchanged'));
    expect(writer).not.toHaveBeenCalled();
  });
});

describe('the review of a deployment while dr writes', () => {
  /** The tiers at which the gate stops. */
  async function stopped(writer: Writer, purpose: 'changes' | 'drift' = 'changes') {
    const stacks = TIERS.map((tier) => workspace.stack(`dr-${tier}`));
    const reports = await deployment.plan(stacks, workspace.lockFile, {
      purpose,
      writer: () => Promise.resolve(writer),
    });
    return Object.entries(reports).flatMap(([stack, report]) =>
      report.status === 'planned' && report.plan.findings.some(({ code }) => code === 'dr-writes')
        ? [stack.slice(3)]
        : [],
    );
  }

  it('names the tiers at which the deployment will stop', async () => {
    expect(await stopped('dr')).toEqual(['aurora', 'compute', 'dns', 'failover-lambda']);
    expect(await stopped('unknown')).toEqual(['aurora', 'compute', 'dns', 'failover-lambda']);
    expect(await stopped('primary')).toEqual([]);
  });

  it('says nothing of it where it looks for drift', async () => {
    await outcomes('primary');

    expect(await stopped('dr', 'drift')).toEqual([]);
  });
});
