import { ROLES } from '@healthcare-dr/topology';
import { bucketName, bucketNamed, dev, KEY_ARNS, partOf, prod, s3Stack } from './__fixtures__/stacks';
import { encryptionStatements, transportStatements } from './bucket-policy';

describe.each(ROLES)('the data bucket of the %s Region', (role) => {
  const stack = s3Stack(dev, role);
  const name = bucketName('data', role);
  const part = (what: string) => partOf(stack, name, what).attributes;

  it('encrypts with the customer key of its own Region, by a bucket key', () => {
    expect(part('server_side_encryption_configuration')).toMatchObject({
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: 'aws:kms',
            kms_master_key_id: KEY_ARNS[role],
          },
          bucket_key_enabled: true,
        },
      ],
    });
  });

  it('keeps versions, without which nothing replicates', () => {
    expect(part('versioning')).toMatchObject({ versioning_configuration: { status: 'Enabled' } });
  });

  it('refuses insecure transport and other encryption, and allows nobody anything', () => {
    expect(JSON.parse(String(part('policy')['policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [...transportStatements(name), ...encryptionStatements(name, KEY_ARNS[role])],
    });
  });

  it('moves to Intelligent-Tiering after 30 days', () => {
    expect(part('lifecycle_configuration')).toMatchObject({
      rule: [
        {
          id: 'intelligent-tiering',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          transition: [{ days: 30, storage_class: 'INTELLIGENT_TIERING' }],
        },
        expect.anything(),
        expect.anything(),
        expect.anything(),
      ],
    });
  });

  it('forgets old versions after 90 days, unfinished uploads after 7, lone delete markers, and no current object', () => {
    const rules = part('lifecycle_configuration')['rule'] as readonly Record<string, unknown>[];
    const enabled = (what: string) =>
      rules
        .filter((rule) => what in rule)
        .map(({ status, filter, [what]: action }) => [status, filter, action]);
    const everything = [{ prefix: '' }];
    expect(enabled('noncurrent_version_expiration')).toEqual([
      ['Enabled', everything, [{ noncurrent_days: 90 }]],
    ]);
    expect(enabled('abort_incomplete_multipart_upload')).toEqual([
      ['Enabled', everything, [{ days_after_initiation: 7 }]],
    ]);
    expect(enabled('expiration')).toEqual([
      ['Enabled', everything, [{ expired_object_delete_marker: true }]],
    ]);
  });

  it('logs its accesses to the bucket of its own Region', () => {
    const logs = bucketNamed(stack, bucketName('access-logs', role));
    expect(part('logging')).toMatchObject({
      target_bucket: `\${${logs.address}.bucket}`,
      target_prefix: `s3/${name}/`,
      depends_on: [partOf(stack, bucketName('access-logs', role), 'policy').address],
    });
  });

  it('tells EventBridge what happens in it', () => {
    expect(part('notification')['eventbridge']).toBe(true);
  });

  it('can be emptied and destroyed with an ephemeral environment', () => {
    const { attributes } = bucketNamed(stack, name);
    expect(attributes['force_destroy']).toBe(true);
    expect(attributes).not.toHaveProperty('lifecycle');
  });

  it('waits as long as the environment says', () => {
    expect(bucketNamed(stack, name).attributes['timeouts']).toEqual({
      create: '15m',
      update: '15m',
      delete: '15m',
    });
    expect(part('lifecycle_configuration')['timeouts']).toEqual({ create: '15m', update: '15m' });
  });
});

describe.each(ROLES)('every bucket of the %s Region', (role) => {
  const stack = s3Stack(dev, role);

  it.each(['data', 'access-logs', 'trail'] as const)(
    '%s is shut to the public and has no access control list',
    (what) => {
      const part = (of: string) => partOf(stack, bucketName(what, role), of).attributes;
      expect(part('public_access_block')).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
      expect(part('ownership_controls')).toMatchObject({ rule: { object_ownership: 'BucketOwnerEnforced' } });
      expect(stack.resources('aws_s3_bucket_acl')).toEqual([]);
    },
  );

  it('cannot be destroyed in production', () => {
    const buckets = s3Stack(prod, role).resources('aws_s3_bucket');
    expect(buckets).toHaveLength(3);
    for (const { attributes } of buckets) {
      expect(attributes).toMatchObject({ force_destroy: false, lifecycle: { prevent_destroy: true } });
    }
  });
});
