import { changesOf, digestOf, driftOf } from './changes';

/** A plan as `tofu show -json` prints it; every provider's address names another registry than Terraform's does. */
const plan = (registry: string, more: object = {}) =>
  JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.1',
    resource_changes: [
      {
        address: 'aws_kms_key.data',
        mode: 'managed',
        type: 'aws_kms_key',
        name: 'data',
        provider_name: `${registry}/hashicorp/aws`,
        change: {
          actions: ['delete', 'create'],
          before: { description: 'a' },
          after: { description: 'b' },
          after_unknown: { arn: true },
          before_sensitive: {},
          after_sensitive: {},
          replace_paths: [['description']],
        },
        action_reason: 'replace_because_cannot_update',
      },
    ],
    ...more,
  });
const TERRAFORM = 'registry.terraform.io';
const OPENTOFU = 'registry.opentofu.org';

describe('a plan of OpenTofu', () => {
  it('has the changes and the digest that Terraform’s has, whatever registry its provider is of', () => {
    expect(changesOf(plan(OPENTOFU))).toEqual(changesOf(plan(TERRAFORM)));
    expect(digestOf(changesOf(plan(OPENTOFU)))).toBe(digestOf(changesOf(plan(TERRAFORM))));
    expect(changesOf(plan(OPENTOFU))[0]).toMatchObject({ actions: ['delete', 'create'] });
  });

  it('may list what it opens and never keeps', () => {
    const opened = {
      address: 'ephemeral.aws_secretsmanager_random_password.master',
      mode: 'ephemeral',
      type: 'aws_secretsmanager_random_password',
      change: { actions: ['open'], before: null, after: null },
    };

    expect(changesOf(plan(OPENTOFU, { resource_changes: [opened] }))).toEqual([]);
  });

  it('says what was changed behind its back in the same place', () => {
    const { resource_changes: drifted } = JSON.parse(plan(OPENTOFU)) as { resource_changes: object[] };

    expect(driftOf(plan(OPENTOFU, { resource_drift: drifted }))).toHaveLength(1);
  });
});
