import { change, creation, planJson } from '../__fixtures__/plans';
import { FakeDeployment, terraformError } from '../__fixtures__/fake-deployment';
import { StackWorkspace } from '../__fixtures__/workspace';
import { RECORD_VERSION, recordKey } from '@healthcare-dr/deployment-records';
import { approveDigests, waveDigest } from './approval';
import { digestOf, changesOf } from '../plan/changes';

let workspace: StackWorkspace;
let deployment: FakeDeployment;
beforeEach(() => {
  workspace = new StackWorkspace();
  deployment = new FakeDeployment();
});
afterEach(() => workspace.remove());

const VPC = '/healthcare-dr/dev/networking/vpc-id';

/** kms, networking after it, compute after networking and reading of it, and dns that stands alone. */
function footprint() {
  return [
    workspace.stack('dr-kms'),
    workspace.stack('dr-networking', { dependsOn: ['dr-kms'] }),
    workspace.stack('dr-compute', { dependsOn: ['dr-networking'], reads: [VPC] }),
    workspace.stack('dr-dns'),
  ];
}
const statuses = (outcomes: Record<string, { status: string }>) =>
  Object.fromEntries(Object.entries(outcomes).map(([stack, { status }]) => [stack, status]));
const publish = () => deployment.values.set(`eu-west-1:${VPC}`, 'vpc-1');
const run = (given?: Parameters<FakeDeployment['run']>[2]) =>
  deployment.run(footprint(), workspace.lockFile, given);

describe('converge', () => {
  it('applies each stack after those it stands on, and records it', async () => {
    publish();

    const outcomes = await run();

    expect(statuses(outcomes)).toEqual({
      'dr-kms': 'deployed',
      'dr-networking': 'deployed',
      'dr-compute': 'deployed',
      'dr-dns': 'deployed',
    });
    const order = deployment.calls.filter((call) => call.startsWith('apply'));
    expect(order.indexOf('apply dr-kms')).toBeLessThan(order.indexOf('apply dr-networking'));
    expect(order.indexOf('apply dr-networking')).toBeLessThan(order.indexOf('apply dr-compute'));
    expect(await deployment.record('dr-compute')).toMatchObject({
      schemaVersion: RECORD_VERSION,
      status: 'succeeded',
      dependsOn: ['dr-networking'],
      planDigest: digestOf(changesOf(planJson(creation('aws_vpc.dr-compute')))),
      finishedAt: '2026-11-28T12:00:00.000Z',
      run: { commit: null, dirty: true },
    });
  });

  it('deploys a key that one stack adds and another reads in one run', async () => {
    deployment.stacks['dr-networking'] = { apply: () => void publish() };

    expect((await run())['dr-compute']?.status).toBe('deployed');
  });

  it('does nothing where nothing changed: no plan, no types, one read of each record', async () => {
    publish();
    await run();
    deployment.calls.length = 0;
    deployment.store.calls.length = 0;
    deployment.typeChecks = 0;

    const outcomes = await run();

    expect(new Set(Object.values(statuses(outcomes)))).toEqual(new Set(['unchanged']));
    expect(deployment.calls).toEqual([]);
    expect(deployment.typeChecks).toBe(0);
    expect(deployment.store.calls.sort()).toEqual(
      ['dr-compute', 'dr-dns', 'dr-kms', 'dr-networking'].map((stack) => `get ${recordKey(stack)}`),
    );
  });

  it.each([
    ['its configuration', () => workspace.stack('dr-dns', { resource: { aws_vpc: { a: {} } } }), 'dr-dns'],
    [
      'the code of its function',
      () => {
        const stack = workspace.stack('dr-dns');
        workspace.code(stack, 'two');
        return stack;
      },
      'dr-dns',
    ],
  ])('applies a stack again when %s changed', async (_, changed, name) => {
    await deployment.run([workspace.stack('dr-dns')], workspace.lockFile);

    const outcomes = await deployment.run([changed()], workspace.lockFile);

    expect(outcomes[name]).toMatchObject({ status: 'deployed' });
  });

  it('applies a reader again when a value it reads was replaced, though none of its bytes changed', async () => {
    publish();
    await run();
    deployment.values.set(`eu-west-1:${VPC}`, 'vpc-2');

    const outcomes = await run();

    expect(outcomes).toMatchObject({
      'dr-networking': { status: 'unchanged' },
      'dr-compute': { status: 'deployed', because: [`eu-west-1:${VPC} changed`] },
    });
  });

  it('names and skips what comes after a failed stack, and goes on with the rest', async () => {
    publish();
    deployment.stacks['dr-kms'] = {
      apply: () => {
        throw terraformError();
      },
    };

    const outcomes = await run();

    expect(outcomes).toMatchObject({
      'dr-kms': { status: 'failed' },
      'dr-networking': { status: 'skipped', because: ['dr-kms'] },
      'dr-compute': { status: 'skipped', because: ['dr-kms'] },
      'dr-dns': { status: 'deployed' },
    });
    expect(await deployment.record('dr-kms')).toMatchObject({ status: 'failed' });
    expect(await deployment.record('dr-networking')).toBeUndefined();
  });

  it('does the rest alone when the same command is given again', async () => {
    publish();
    deployment.stacks['dr-networking'] = {
      apply: () => {
        throw terraformError();
      },
    };
    await run();
    deployment.stacks['dr-networking'] = {};
    deployment.calls.length = 0;

    expect(statuses(await run())).toEqual({
      'dr-kms': 'unchanged',
      'dr-networking': 'deployed',
      'dr-compute': 'deployed',
      'dr-dns': 'unchanged',
    });
    expect(deployment.calls).not.toContain('plan dr-kms');
  });

  it('writes that it applies before it does, and takes what a killed run left for nothing that stands', async () => {
    const before = workspace.stack('dr-dns');
    await deployment.run([before], workspace.lockFile);
    // B is applied and killed in the middle: its outcome is never written.
    deployment.stacks['dr-dns'] = { apply: () => new Promise<void>(() => undefined) };
    void deployment.run(
      [workspace.stack('dr-dns', { resource: { aws_vpc: { b: {} } } })],
      workspace.lockFile,
    );
    while ((await deployment.record('dr-dns'))?.status !== 'applying')
      await new Promise((resolve) => setImmediate(resolve));
    deployment.stacks['dr-dns'] = {};

    // Back to A, whose hash is recorded no more.
    const outcomes = await deployment.run([workspace.stack('dr-dns')], workspace.lockFile);

    expect(outcomes['dr-dns']).toMatchObject({ status: 'deployed' });
    expect(deployment.orphanReports).toMatchObject([{ status: 'applying' }]);
  });

  it('records an interrupted apply, which is no success', async () => {
    deployment.stacks['dr-dns'] = {
      apply: () => {
        throw terraformError(true);
      },
    };

    const outcomes = await deployment.run([workspace.stack('dr-dns')], workspace.lockFile);

    expect(outcomes['dr-dns']).toMatchObject({ status: 'interrupted' });
    expect(await deployment.record('dr-dns')).toMatchObject({ status: 'interrupted' });
  });

  it('begins nothing once it is interrupted', async () => {
    const outcomes = await run({ signal: AbortSignal.abort() });

    expect(outcomes['dr-kms']?.status).toBe('interrupted');
    expect(outcomes['dr-networking']?.status).toBe('skipped');
    expect(deployment.calls).toEqual([]);
  });

  it('plans and applies also what stands when it is told to refresh', async () => {
    publish();
    await run();

    expect(new Set(Object.values(statuses(await run({ refresh: true }))))).toEqual(new Set(['deployed']));
  });

  it('applies a plan without changes not at all, and brings the record up to date', async () => {
    deployment.stacks['dr-dns'] = { plan: planJson() };

    const outcomes = await deployment.run([workspace.stack('dr-dns')], workspace.lockFile);

    expect(outcomes['dr-dns']).toMatchObject({ status: 'deployed', plan: { changes: [] } });
    expect(deployment.calls).toEqual(['plan dr-dns']);
    expect(await deployment.record('dr-dns')).toMatchObject({ status: 'succeeded' });
  });

  it('says which contract value nobody has published, and plans nothing', async () => {
    const outcomes = await deployment.run(
      [workspace.stack('dr-compute', { reads: [VPC] })],
      workspace.lockFile,
    );

    expect(outcomes['dr-compute']).toMatchObject({
      status: 'failed',
      message: expect.stringContaining(`eu-west-1:${VPC}`) as string,
    });
    expect(deployment.calls).toEqual([]);
  });

  it('orders what is selected by what lies between, which is not', async () => {
    publish();

    await run({ selected: new Set(['dr-compute', 'dr-kms']) });

    expect(deployment.calls.filter((call) => call.startsWith('apply'))).toEqual([
      'apply dr-kms',
      'apply dr-compute',
    ]);
  });

  it('stops what the gate finds before anything is written', async () => {
    const plan = planJson({
      address: 'aws_kms_key.data',
      mode: 'managed',
      type: 'aws_kms_key',
      change: { actions: ['delete'], before: {}, after: null },
    });
    deployment.stacks['dr-kms'] = { plan };
    const kms = [workspace.stack('dr-kms')];

    const refused = await deployment.run(kms, workspace.lockFile);
    const policy = { production: false, maxDestroyed: 10, allowed: new Set(['dr-kms/aws_kms_key.data']) };

    expect(refused['dr-kms']).toMatchObject({
      status: 'refused',
      findings: [{ code: 'stateful-destroyed', name: 'dr-kms/aws_kms_key.data' }],
    });
    expect(await deployment.record('dr-kms')).toBeUndefined();
    expect((await deployment.run(kms, workspace.lockFile, { policy }))['dr-kms']?.status).toBe('deployed');
  });

  it('fails a stack whose record another run has written meanwhile, and does not overwrite it', async () => {
    deployment.stacks['dr-dns'] = {
      apply: () => deployment.store.force(recordKey('dr-dns'), '{"by":"another"}'),
    };

    const outcomes = await deployment.run([workspace.stack('dr-dns')], workspace.lockFile);

    expect(outcomes['dr-dns']).toMatchObject({ status: 'failed' });
    expect((await deployment.store.get(recordKey('dr-dns')))?.text).toBe('{"by":"another"}');
  });
});

describe('approval by wave', () => {
  const digestsOf = (...names: string[]) =>
    waveDigest(
      names.map((name) => ({
        stack: name,
        digest: digestOf(changesOf(planJson(creation(`aws_vpc.${name}`)))),
      })),
    );
  const approver = (...digests: string[]) => approveDigests(digests, (_, digest) => digest);

  it('applies nothing of a wave that is not approved, and says its digest', async () => {
    publish();
    const first = digestsOf('dr-dns', 'dr-kms');

    const outcomes = await run({ ports: { approver: approver() } });

    expect(outcomes).toMatchObject({
      'dr-kms': { status: 'approval-required', message: first },
      'dr-dns': { status: 'approval-required', message: first },
      'dr-networking': { status: 'skipped', because: ['dr-kms'] },
    });
    expect(deployment.calls.some((call) => call.startsWith('apply'))).toBe(false);
  });

  it('applies the approved waves, and asks again at the next', async () => {
    publish();

    const outcomes = await run({ ports: { approver: approver(digestsOf('dr-dns', 'dr-kms')) }, parallel: 1 });

    expect(statuses(outcomes)).toEqual({
      'dr-kms': 'deployed',
      'dr-dns': 'deployed',
      'dr-networking': 'approval-required',
      'dr-compute': 'skipped',
    });
  });

  it('goes by the first twelve digits too, and by no fewer', async () => {
    const digest = digestsOf('dr-dns');
    const dns = [workspace.stack('dr-dns')];
    const status = async (given: string) =>
      (await deployment.run(dns, workspace.lockFile, { ports: { approver: approver(given) } }))['dr-dns']
        ?.status;

    expect(await status(digest.slice(0, 11))).toBe('approval-required');
    expect(await status('')).toBe('approval-required');
    expect(await status(digest.slice(0, 12))).toBe('deployed');
  });

  it('does not apply a plan that is another than the approved one', async () => {
    const approved = digestsOf('dr-dns');
    deployment.stacks['dr-dns'] = { plan: planJson(creation('aws_vpc.dr-dns', { cidr: 'another' })) };

    const outcomes = await deployment.run([workspace.stack('dr-dns')], workspace.lockFile, {
      ports: { approver: approver(approved) },
    });

    expect(outcomes['dr-dns']).toMatchObject({ status: 'approval-required' });
    expect(digestOf([change('aws_vpc.a')])).not.toBe(digestOf([change('aws_vpc.b')]));
  });
});
