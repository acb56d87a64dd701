import { objectOf } from '@healthcare-dr/testing';
import { auroraStack, dev, devWith, DR_KEY_ARN, GIVEN, only, prod, reference } from './__fixtures__/stacks';

const stack = auroraStack(dev, 'primary');
const secret = only(stack, 'aws_secretsmanager_secret');
const version = only(stack, 'aws_secretsmanager_secret_version');

const ephemeral = (type: string) => objectOf(objectOf(objectOf(stack.json['ephemeral'])[type])['master']);

describe('the master password', () => {
  it('is drawn into an ephemeral value, of characters that RDS takes', () => {
    const { exclude_characters: excluded, ...password } = ephemeral('aws_secretsmanager_random_password');
    expect(password).toEqual({ password_length: 40, require_each_included_type: true });
    for (const refused of ['/', '@', '"', ' ']) expect(excluded).toContain(refused);
  });

  it('is given to write-only arguments alone, which no state and no plan keeps', () => {
    const cluster = only(stack, 'aws_rds_cluster');
    expect(cluster.attributes).toHaveProperty('master_password_wo');
    expect(version.attributes).toHaveProperty('secret_string_wo');
    const persisted = stack.allResources.flatMap(({ address, attributes }) =>
      Object.entries(attributes)
        .filter(([key]) => !key.endsWith('_wo'))
        .filter(([, value]) => JSON.stringify(value).includes('ephemeral.'))
        .map(([key]) => `${address}.${key}`),
    );
    expect(persisted).toEqual([]);
    expect(stack.json).not.toHaveProperty('output');
    expect(stack.json).not.toHaveProperty('locals');
    for (const key of ['master_password', 'secret_string', 'secret_binary']) {
      expect(stack.allResources.filter(({ attributes }) => key in attributes)).toEqual([]);
    }
  });

  it('comes to the cluster from the secret, so that a run that broke off leaves a secret that fits', () => {
    expect(only(stack, 'aws_rds_cluster').attributes['master_password_wo']).toBe(
      '${jsondecode(ephemeral.aws_secretsmanager_secret_version.master.secret_string)["password"]}',
    );
    // The secret's own ARN is known before there is a version to read, and the read would fail.
    expect(ephemeral('aws_secretsmanager_secret_version')).toEqual({ secret_id: reference(version, 'arn') });
  });

  it('changes in both places at once, when the configuration says so', () => {
    const renewed = auroraStack(devWith({ masterPasswordVersion: 2 }), 'primary');
    expect(only(renewed, 'aws_rds_cluster').attributes['master_password_wo_version']).toBe(2);
    expect(only(renewed, 'aws_secretsmanager_secret_version').attributes).toMatchObject({
      secret_string_wo_version: 2,
      lifecycle: { create_before_destroy: true },
    });
  });
});

describe('the secret', () => {
  it('tells who signs in where, by the endpoint that follows the writer', () => {
    const text = String(version.attributes['secret_string_wo']);
    for (const part of [
      '"username" = "clusteradmin"',
      '"password" = ephemeral.aws_secretsmanager_random_password.master.random_password,',
      '"engine" = "postgres"',
      `"host" = ${reference(only(stack, 'aws_rds_global_cluster'), 'endpoint').slice(2, -1)}`,
      '"port" = 5432',
      '"dbname" = "healthcare"',
    ]) {
      expect(text).toContain(part);
    }
    expect(version.attributes['secret_id']).toBe(reference(secret, 'id'));
  });

  it('is encrypted with the database key, and stands in dr on the key of that Region', () => {
    expect(secret.attributes).toMatchObject({
      name: 'healthcare-aurora-master-dev',
      kms_key_id: GIVEN.databaseKeyArn,
      replica: [{ region: 'eu-west-1', kms_key_id: DR_KEY_ARN }],
    });
  });

  it('goes at once with an ephemeral environment, and can be restored for a month in production', () => {
    expect(secret.attributes['recovery_window_in_days']).toBe(0);
    expect(only(auroraStack(prod, 'primary'), 'aws_secretsmanager_secret').attributes).toMatchObject({
      recovery_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
  });

  it('is made on the primary side alone: the dr side has its replica', () => {
    const dr = auroraStack(dev, 'dr');
    expect(dr.json).not.toHaveProperty('ephemeral');
    expect(dr.allResources.filter(({ type }) => type.startsWith('aws_secretsmanager'))).toEqual([]);
  });
});
