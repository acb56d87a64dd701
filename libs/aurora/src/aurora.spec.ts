import { clusterName, globalClusterName } from '@healthcare-dr/aurora/contract';
import { Naming } from '@healthcare-dr/platform';
import { expectNoResource, expectResource } from '@healthcare-dr/testing';
import { parseEnvironment, ROLES, type Role } from '@healthcare-dr/topology';
import { auroraStack, dev, devWith, only, prod, reference } from './__fixtures__/stacks';

const stacks = { primary: auroraStack(dev, 'primary'), dr: auroraStack(dev, 'dr') };
const naming = (role: Role) =>
  new Naming({ suffix: 'dev', accountId: dev.accountId, region: dev[role].region });

describe.each(ROLES)('Aurora on the %s side', (role) => {
  const stack = stacks[role];

  it.each([6, 36])('refuses to keep backups for %d days', (continuousDays) => {
    const environment = { ...dev, backup: { ...dev.backup, continuousDays } };
    expect(() => auroraStack(environment, role)).toThrow(
      `backup.continuousDays is ${continuousDays}.\n  Allowed: 7 to 35 days`,
    );
  });

  it('publishes what IAM calls the cluster', () => {
    const cluster = only(stack, 'aws_rds_cluster');
    expectResource(stack, 'aws_ssm_parameter', {
      name: '/healthcare-dr/dev/aurora/cluster-resource-id',
      insecure_value: reference(cluster, 'cluster_resource_id'),
    });
  });

  it('publishes the reader endpoint of its own cluster, which answers before a promotion too', () => {
    expectResource(stack, 'aws_ssm_parameter', {
      name: '/healthcare-dr/dev/aurora/reader-endpoint',
      insecure_value: reference(only(stack, 'aws_rds_cluster'), 'reader_endpoint'),
    });
  });

  it('knows the global database and the cluster by the names that others compute', () => {
    const cluster = only(stack, 'aws_rds_cluster');
    expect(cluster.attributes['cluster_identifier']).toBe(clusterName(naming(role)));
    expect(globalClusterName(naming('primary'))).toBe(globalClusterName(naming('dr')));
  });

  it('waits for AWS as long as the environment says, wherever Terraform waits', () => {
    const patient = auroraStack(
      parseEnvironment({
        ...dev,
        timeouts: { createMinutes: 41, updateMinutes: 42, deleteMinutes: 43 },
      }),
      role,
    );
    const waiting = [
      ...patient.resources('aws_rds_global_cluster'),
      ...patient.resources('aws_rds_cluster'),
      ...patient.resources('aws_rds_cluster_instance'),
    ];
    expect(waiting).toHaveLength(role === 'primary' ? 4 : 2);
    for (const { attributes } of waiting) {
      expect(attributes['timeouts']).toEqual({ create: '41m', update: '42m', delete: '43m' });
    }
  });
});

describe('the global database', () => {
  const global = only(stacks.primary, 'aws_rds_global_cluster');

  it('is made by the primary side alone', () => {
    expectNoResource(stacks.dr, 'aws_rds_global_cluster');
  });

  it('is created empty and encrypted, with engine and version', () => {
    expect(global.attributes).toMatchObject({
      global_cluster_identifier: 'healthcare-global-dev',
      engine: 'aurora-postgresql',
      engine_version: '15.10',
      storage_encrypted: true,
    });
    expect(global.attributes).not.toHaveProperty('source_db_cluster_identifier');
    expect(global.attributes).not.toHaveProperty('force_destroy');
  });

  it('is not replaced by what AWS says of its database', () => {
    expect(global.attributes).toMatchObject({
      database_name: 'healthcare',
      lifecycle: { ignore_changes: expect.arrayContaining(['database_name']) },
    });
  });

  it('is not asked for a version that AWS raises by its members alone', () => {
    const { attributes } = only(
      auroraStack(devWith({ engineVersion: '15.12' }), 'primary'),
      'aws_rds_global_cluster',
    );
    expect(attributes['lifecycle']).toMatchObject({
      ignore_changes: expect.arrayContaining(['engine_version']),
    });
  });

  it.each([
    ['dev', dev, false],
    ['prod', prod, true],
  ])('is protected in %s as its policy says', (_, environment, isProtected) => {
    const { attributes } = only(auroraStack(environment, 'primary'), 'aws_rds_global_cluster');
    expect(attributes['deletion_protection']).toBe(isProtected);
    expect(attributes['lifecycle']).toEqual({
      ignore_changes: ['database_name', 'engine_version'],
      ...(isProtected ? { prevent_destroy: true } : {}),
    });
  });
});

describe('how the pair is reached', () => {
  it('is published in both Regions: the endpoint that follows the writer, and the secret that stands there', () => {
    const stack = stacks.primary;
    const writerEndpoint = reference(only(stack, 'aws_rds_global_cluster'), 'endpoint');
    const secret = only(stack, 'aws_secretsmanager_secret');
    const published = stack
      .resources('aws_ssm_parameter')
      .map((block) => [stack.regionOf(block), block.attributes['name'], block.attributes['insecure_value']]);
    expect(published).toEqual(
      expect.arrayContaining([
        ['eu-west-2', '/healthcare-dr/dev/aurora/writer-endpoint', writerEndpoint],
        ['eu-west-2', '/healthcare-dr/dev/aurora/secret-arn', reference(secret, 'arn')],
        ['eu-west-1', '/healthcare-dr/dev/aurora/writer-endpoint', writerEndpoint],
        [
          'eu-west-1',
          '/healthcare-dr/dev/aurora/secret-arn',
          `\${replace(${secret.address}.arn, ":eu-west-2:", ":eu-west-1:")}`,
        ],
      ]),
    );
  });
});
