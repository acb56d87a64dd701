import { defineStack } from '@healthcare-dr/platform';
import { expectResource, synthesizeStack } from '@healthcare-dr/testing';
import { ROLES, type Environment, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Kms } from './kms';
import { KEY_PURPOSES } from './purposes';

const dev = fixtureEnvironment('dev');
const prod = fixtureEnvironment('prod');

const kmsStack = (environment: Environment, role: Role = 'primary') =>
  synthesizeStack(
    defineStack({ role, tier: 'kms', build: (stack) => void new Kms(stack, 'kms') }),
    environment,
  );

describe.each(ROLES)('the keys of the %s Region', (role) => {
  const stack = kmsStack(dev, role);

  it('are one for each purpose, rotating and enabled', () => {
    const keys = stack.resources('aws_kms_key');
    expect(keys).toHaveLength(KEY_PURPOSES.length);
    for (const { attributes } of keys) {
      expect(attributes).toMatchObject({ enable_key_rotation: true, is_enabled: true });
    }
  });

  it.each(KEY_PURPOSES)('have a name, an alias and a published ARN for %s', (purpose) => {
    const key = expectResource(stack, 'aws_kms_key', { tags: { Name: `healthcare-${purpose}-dev` } });
    expectResource(stack, 'aws_kms_alias', {
      name: `alias/healthcare-${purpose}-dev`,
      target_key_id: `\${${key.address}.key_id}`,
    });
    expectResource(stack, 'aws_ssm_parameter', {
      name: `/healthcare-dr/dev/kms/${purpose}-key-arn`,
      type: 'String',
      insecure_value: `\${${key.address}.arn}`,
    });
  });

  it('are all that the tier publishes', () => {
    expect(stack.resources('aws_ssm_parameter')).toHaveLength(KEY_PURPOSES.length);
  });

  it('belong to their own Region: no policy names the other', () => {
    const other = role === 'primary' ? dev.dr.region : dev.primary.region;
    const policies = stack.resources('aws_kms_key').map(({ attributes }) => String(attributes['policy']));
    expect(policies.filter((policy) => policy.includes(other))).toEqual([]);
    expect(stack.resources('aws_kms_replica_key')).toEqual([]);
  });
});

describe('the keys of an ephemeral environment', () => {
  it('go with it, after the shortest window, and say so', () => {
    for (const { attributes, suppressions } of kmsStack(dev).resources('aws_kms_key')) {
      expect(attributes['deletion_window_in_days']).toBe(7);
      expect(attributes).not.toHaveProperty('lifecycle');
      expect(suppressions).toEqual([
        expect.objectContaining({ check: 'kms-not-pending-deletion', owner: 'platform' }),
      ]);
    }
  });
});

describe('the keys of production', () => {
  it('cannot be destroyed, and could be saved for 30 days', () => {
    for (const { attributes, suppressions } of kmsStack(prod).resources('aws_kms_key')) {
      expect(attributes).toMatchObject({ deletion_window_in_days: 30, lifecycle: { prevent_destroy: true } });
      expect(suppressions).toEqual([]);
    }
  });
});
