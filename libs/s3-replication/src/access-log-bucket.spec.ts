import { ROLES } from '@healthcare-dr/topology';
import { bucketName, bucketNamed, dev, partOf, prod, s3Stack } from './__fixtures__/stacks';
import { transportStatements } from './bucket-policy';

describe.each(ROLES)('the access-log bucket of the %s Region', (role) => {
  const stack = s3Stack(dev, role);
  const { region } = dev[role];
  const name = bucketName('access-logs', role);
  const part = (what: string) => partOf(stack, name, what).attributes;

  it('encrypts with keys of S3: log delivery works with no KMS key', () => {
    expect(part('server_side_encryption_configuration')['rule']).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
    ]);
  });

  it('stands in the Region whose logs it takes', () => {
    expect(stack.regionOf(bucketNamed(stack, name))).toBe(region);
    expect(name).toContain(region);
  });

  it('takes the logs of buckets and load balancers of this environment, each under its prefix, and nothing else', () => {
    const arn = `arn:aws:s3:::${name}`;
    expect(JSON.parse(String(part('policy')['policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        ...transportStatements(name),
        {
          Sid: 'ServerAccessLogs',
          Effect: 'Allow',
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: `${arn}/s3/*`,
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111111111111' },
            ArnLike: { 'aws:SourceArn': `arn:aws:s3:::healthcare-*-111111111111-${region}-dev` },
          },
        },
        {
          Sid: 'LoadBalancerLogs',
          Effect: 'Allow',
          Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: `${arn}/alb/AWSLogs/111111111111/*`,
          Condition: {
            ArnLike: {
              'aws:SourceArn': `arn:aws:elasticloadbalancing:${region}:111111111111:loadbalancer/*`,
            },
          },
        },
      ],
    });
  });

  it('forgets logs when their retention ends, and keeps no deleted version longer than 90 days', () => {
    expect(part('lifecycle_configuration')['rule']).toEqual([
      { id: 'expire-logs', status: 'Enabled', filter: [{ prefix: '' }], expiration: [{ days: 365 }] },
      expect.objectContaining({ abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }] }),
      expect.objectContaining({ noncurrent_version_expiration: [{ noncurrent_days: 90 }] }),
    ]);
    const production = s3Stack(prod, role);
    const kept = partOf(
      production,
      `healthcare-access-logs-222222222222-${region}-prod`,
      'lifecycle_configuration',
    );
    expect(kept.attributes['rule']).toContainEqual(expect.objectContaining({ expiration: [{ days: 2192 }] }));
  });

  it('is versioned, and has none of what its exceptions say it has not', () => {
    expect(part('versioning')).toMatchObject({ versioning_configuration: { status: 'Enabled' } });
    for (const what of ['logging', 'notification', 'replication_configuration', 'object_lock_configuration'])
      expect(() => part(what)).toThrow(`has no aws_s3_bucket_${what}`);
    expect(bucketNamed(stack, name).suppressions.map(({ check, owner }) => `${check} ${owner}`)).toEqual([
      's3-encryption-kms storage',
      's3-access-logging storage',
      's3-replication storage',
      's3-event-notifications storage',
    ]);
  });
});
