import { CreateKeyCommand, KMSClient, TagResourceCommand } from '@aws-sdk/client-kms';
import { type DeploymentRecord } from '@healthcare-dr/deployment-records';
import { describeWithTerraform } from './__fixtures__/describe-with-terraform';
import { LocalDelivery } from './__fixtures__/local-delivery';
import { readStatus } from './deploy/status';
import { destroyStates, explainRemoved, findStates } from './destroy/destroy-environment';
import { planStacks } from './plan/plan-stacks';
import type { SynthesizedStack } from './stacks/synthesized-stack';

const KEY = '/healthcare-dr/dev/kms/data-key-arn';

// Terraform and its provider start for each stack, which takes seconds, many on a busy machine.
jest.setTimeout(600_000);

describeWithTerraform('a deployment to the local AWS', () => {
  const delivery = new LocalDelivery();
  const { workspace } = delivery;
  beforeAll(() => delivery.start());
  afterEach(() => delivery.aws.gateway.heal());
  afterAll(() => delivery.stop());

  /** A key and its ARN as a contract, a topic encrypted with it, and a primary topic that comes after. */
  const footprint = (keyDescription = 'data') => [
    workspace.stack('dr-kms', {
      resource: {
        aws_kms_key: { data: { description: keyDescription, deletion_window_in_days: 7 } },
        aws_ssm_parameter: {
          key: { name: KEY, type: 'String', insecure_value: '${aws_kms_key.data.arn}' },
        },
      },
    }),
    workspace.stack('dr-notifications', {
      dependsOn: ['dr-kms', 'primary-notifications'],
      reads: [KEY],
      resource: {
        aws_sns_topic: {
          topic: { name: 'dr-topic', kms_master_key_id: '${data.aws_ssm_parameter.read-0.insecure_value}' },
        },
      },
    }),
    workspace.stack('primary-notifications', {
      resource: { aws_sns_topic: { topic: { name: 'primary-topic' } } },
    }),
  ];

  const { notes } = delivery;
  const deploy: LocalDelivery['deploy'] = (...given) => delivery.deploy(...given);
  const inSession: LocalDelivery['inSession'] = (work) => delivery.inSession(work);
  const record = (stack: SynthesizedStack): Promise<DeploymentRecord | undefined> =>
    inSession(async (session) => (await session.recordsOf(stack).read(stack.name))?.record);

  it('deploys dr without a call to a dark primary Region, and says that the primary is unknown', async () => {
    const stacks = footprint();
    delivery.aws.gateway.region('eu-west-2').blackOut('reset');
    delivery.aws.gateway.clear();

    const outcomes = await deploy(stacks, { role: 'dr' });

    expect(outcomes).toEqual({ 'dr-kms': 'deployed', 'dr-notifications': 'deployed' });
    expect(delivery.aws.gateway.requests({ region: 'eu-west-1' }).length).toBeGreaterThan(0);
    expect(delivery.aws.gateway.requests({ region: 'eu-west-2' })).toEqual([]);
    const statuses = await inSession((session) => readStatus(session, stacks));
    expect(Object.fromEntries(statuses.map(({ stack, stands }) => [stack, stands]))).toEqual({
      'dr-kms': true,
      'dr-notifications': true,
      'primary-notifications': 'unknown',
    });
  });

  it('deploys what is left, and then nothing, with one read of each record', async () => {
    expect(await deploy(footprint())).toEqual({
      'dr-kms': 'unchanged',
      'dr-notifications': 'unchanged',
      'primary-notifications': 'deployed',
    });
    delivery.aws.gateway.clear();

    expect(new Set(Object.values(await deploy(footprint())))).toEqual(new Set(['unchanged']));
    const reads = delivery.aws.gateway
      .requests({ service: 's3' })
      .filter(({ operation }) => operation.includes('deployments/stacks/'));
    expect(reads).toHaveLength(3);
    expect(reads.every(({ operation }) => operation.startsWith('GET'))).toBe(true);
  });

  it('tells drift from what is not deployed yet', async () => {
    const drifted = async () =>
      inSession(async (session) => {
        const stacks = footprint();
        const terraform = await session.terraform();
        const reports = await planStacks(
          {
            stacks,
            selected: new Set(['dr-kms']),
            lockFile: session.lockFile,
            policy: { production: false, maxDestroyed: 10 },
            parallel: 1,
            purpose: 'drift',
          },
          {
            parameters: session.parameters,
            recordsOf: (stack) => session.recordsOf(stack),
            rootOf: (stack) => session.rootOf(stack, terraform, { loud: false }),
            writer: () => session.writer(),
          },
        );
        return reports.get('dr-kms');
      });
    expect(await drifted()).toEqual({ status: 'unchanged' });
    const kms = new KMSClient(delivery.client('eu-west-1'));
    const { id = '' } = await delivery.attributes('dr-kms', 'aws_kms_key');
    await kms.send(new TagResourceCommand({ KeyId: id, Tags: [{ TagKey: 'ByHand', TagValue: 'yes' }] }));
    kms.destroy();

    expect(await drifted()).toMatchObject({
      status: 'planned',
      plan: { changes: [{ address: 'aws_kms_key.data', actions: ['update'] }] },
    });
    expect(await deploy(footprint(), { only: ['dr-kms'] })).toEqual({ 'dr-kms': 'unchanged' });
    expect(await deploy(footprint(), { only: ['dr-kms'], refresh: true })).toEqual({ 'dr-kms': 'deployed' });
    expect(await drifted()).toEqual({ status: 'unchanged' });
  });

  it('names what a run that was killed has made and no state knows', async () => {
    const [kms] = footprint();
    if (kms === undefined) throw new Error('no stack');
    await inSession(async (session) => {
      const records = session.recordsOf(kms);
      const read = await records.read('dr-kms');
      if (read !== undefined) await records.write({ ...read.record, status: 'applying' }, read.etag);
    });
    const client = new KMSClient(delivery.client('eu-west-1'));
    const tags = { Environment: 'dev', Role: 'dr', Tier: 'kms' };
    const { KeyMetadata: orphan } = await client.send(
      new CreateKeyCommand({
        Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      }),
    );
    client.destroy();
    notes.length = 0;

    expect(await deploy(footprint(), { only: ['dr-kms'] })).toEqual({ 'dr-kms': 'deployed' });
    const told = notes.filter((note) => note.includes(orphan?.Arn ?? 'none'));
    expect(told).toHaveLength(1);
    expect(told[0]).not.toContain((await delivery.attributes('dr-kms', 'aws_kms_key'))['arn']);
    expect(await record(kms)).toMatchObject({ status: 'succeeded' });
  });

  it('finds the state of a removed tier, and destroys it with its dependents gone first', async () => {
    const known = ['dr-kms', 'primary-notifications'];
    const states = await inSession((session) => findStates(session));
    expect(states.map(({ stack }) => stack).sort()).toEqual([
      'dr-kms',
      'dr-notifications',
      'primary-notifications',
    ]);
    const removed = states.filter(({ stack }) => !known.includes(stack));
    expect(removed.map(explainRemoved)).toEqual([expect.stringContaining('dr-notifications: 1 resources')]);

    const settled: string[] = [];
    const outcomes = await inSession((session) =>
      destroyStates({
        session,
        states,
        policy: { production: false, maxDestroyed: 10, allowed: new Set() },
        parallel: 2,
        command: 'a test',
        settled: (stack) => settled.push(stack),
      }),
    );

    expect([...outcomes.values()].map(({ status }) => status)).toEqual([
      'destroyed',
      'destroyed',
      'destroyed',
    ]);
    expect(settled[0]).toBe('dr-notifications');
    expect(await inSession((session) => findStates(session))).toEqual([]);
    for (const stack of footprint()) expect(await record(stack)).toMatchObject({ status: 'destroyed' });
    expect(await deploy(footprint(), { only: ['dr-kms'] })).toEqual({ 'dr-kms': 'deployed' });
  });
});
