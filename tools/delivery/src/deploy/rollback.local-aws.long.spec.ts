import { CreateDBClusterCommand, CreateGlobalClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { globalClusterName } from '@healthcare-dr/aurora/contract';
import { namingOf } from '@healthcare-dr/platform';
import { describeWithTerraform } from '../__fixtures__/describe-with-terraform';
import { LocalDelivery } from '../__fixtures__/local-delivery';

// Terraform and its provider start for each stack, which takes seconds, many on a busy machine.
jest.setTimeout(600_000);

describeWithTerraform('an environment that has to go back, or that has swapped its roles', () => {
  const delivery = new LocalDelivery();
  const { workspace } = delivery;
  beforeAll(() => delivery.start());
  afterEach(() => delivery.aws.gateway.heal());
  afterAll(() => delivery.stop());

  /** What a commit says: three stacks of dr, one after another, and one of the primary. AWS refuses the parameter if it is named so. */
  const footprint = (commit: string, parameter = `/service/${commit}`) => {
    const topic = (name: string) => ({
      resource: { aws_sns_topic: { topic: { name, display_name: commit } } },
    });
    return [
      workspace.stack('dr-kms', topic('first')),
      workspace.stack('dr-notifications', {
        dependsOn: ['dr-kms'],
        resource: {
          aws_ssm_parameter: { setting: { name: parameter, type: 'String', insecure_value: commit } },
        },
      }),
      workspace.stack('dr-compute', { ...topic('service'), dependsOn: ['dr-notifications'] }),
      workspace.stack('primary-networking', topic('primary')),
    ];
  };
  const displayed = async (stack: string) =>
    (await delivery.attributes(stack, 'aws_sns_topic'))['display_name'];

  it('is brought back by the commit before, and what was never reached is not touched', async () => {
    expect(new Set(Object.values(await delivery.deploy(footprint('before'))))).toEqual(new Set(['deployed']));
    expect(await delivery.deploy(footprint('after', '/aws/reserved'))).toEqual({
      'dr-kms': 'deployed',
      'dr-notifications': 'failed',
      'dr-compute': 'skipped',
      'primary-networking': 'deployed',
    });
    expect(await displayed('dr-kms')).toBe('after');

    expect(await delivery.deploy(footprint('before'))).toEqual({
      'dr-kms': 'deployed',
      'dr-notifications': 'deployed',
      'dr-compute': 'unchanged',
      'primary-networking': 'deployed',
    });
    expect(await displayed('dr-kms')).toBe('before');
    expect(await delivery.attributes('dr-notifications', 'aws_ssm_parameter')).toMatchObject({
      name: '/service/before',
      insecure_value: 'before',
    });
    expect(new Set(Object.values(await delivery.deploy(footprint('before'))))).toEqual(
      new Set(['unchanged']),
    );
  });

  it('is changed in dr alone while the primary Region is dark and dr writes, but for what serves', async () => {
    await makeGlobalDatabase('eu-west-1');
    delivery.aws.gateway.region('eu-west-2').blackOut('reset');

    expect(await delivery.deploy(footprint('meanwhile'), { role: 'dr' })).toEqual({
      'dr-kms': 'deployed',
      'dr-notifications': 'deployed',
      'dr-compute': 'refused',
    });
    expect(
      await delivery.deploy(footprint('meanwhile'), { role: 'dr', allow: ['dr-compute/dr-writes'] }),
    ).toEqual({ 'dr-kms': 'unchanged', 'dr-notifications': 'unchanged', 'dr-compute': 'deployed' });
    expect(await displayed('dr-compute')).toBe('meanwhile');
  });

  it('converges once the primary Region is back', async () => {
    expect(await delivery.deploy(footprint('meanwhile'))).toEqual({
      'dr-kms': 'unchanged',
      'dr-notifications': 'unchanged',
      'dr-compute': 'unchanged',
      'primary-networking': 'deployed',
    });
  });

  /** A global database whose only member, and so its writer, is in a Region. */
  async function makeGlobalDatabase(region: string): Promise<void> {
    const rds = new RDSClient(delivery.client(region));
    const GlobalClusterIdentifier = globalClusterName(namingOf(delivery.environment, 'dr'));
    const engine = { Engine: 'aurora-postgresql', EngineVersion: '16.6' };
    await rds.send(new CreateGlobalClusterCommand({ GlobalClusterIdentifier, ...engine }));
    await rds.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: 'dr',
        GlobalClusterIdentifier,
        MasterUsername: 'master',
        MasterUserPassword: 'not-a-secret-of-anybody',
        ...engine,
      }),
    );
    rds.destroy();
  }
});
