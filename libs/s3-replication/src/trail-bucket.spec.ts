import { ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { bucketName, bucketNamed, dev, LOGS_KEY_ARNS, partOf, prod, s3Stack } from './__fixtures__/stacks';
import { transportStatements } from './bucket-policy';

describe.each(ROLES)('the bucket of the trail of the %s Region', (role) => {
  const stack = s3Stack(dev, role);
  const { region } = dev[role];
  const name = bucketName('trail', role);
  const arn = `arn:aws:s3:::${name}`;
  const part = (what: string) => partOf(stack, name, what).attributes;

  it('stands in the Region of the trail', () => {
    expect(stack.regionOf(bucketNamed(stack, name))).toBe(region);
    expect(name).toContain(region);
  });

  it('lets this trail alone write to it, and nobody without TLS reach it', () => {
    const trail = `arn:aws:cloudtrail:${region}:111111111111:trail/healthcare-audit-${region}-dev`;
    expect(JSON.parse(String(part('policy')['policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TrailLooksAtItsBucket',
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 's3:GetBucketAcl',
          Resource: arn,
          Condition: { StringEquals: { 'aws:SourceArn': trail } },
        },
        {
          Sid: 'TrailWrites',
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: `${arn}/AWSLogs/111111111111/*`,
          Condition: {
            StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trail },
          },
        },
        ...transportStatements(name),
      ],
    });
    expect(
      transportStatements(name).map(({ Effect, Action, Condition }) => ({ Effect, Action, Condition })),
    ).toEqual([
      { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Effect: 'Deny', Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
    ]);
  });

  it('is versioned, and encrypted with the key for logs of its own Region, by a bucket key', () => {
    expect(part('versioning')).toMatchObject({ versioning_configuration: { status: 'Enabled' } });
    expect(part('server_side_encryption_configuration')['rule']).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: 'aws:kms',
          kms_master_key_id: LOGS_KEY_ARNS[role],
        },
        bucket_key_enabled: true,
      },
    ]);
  });

  it('has its accesses on record, in the bucket of its own Region', () => {
    const logs = bucketNamed(stack, bucketName('access-logs', role));
    expect(part('logging')).toMatchObject({
      target_bucket: `\${${logs.address}.bucket}`,
      target_prefix: `s3/${name}/`,
      depends_on: [partOf(stack, bucketName('access-logs', role), 'policy').address],
    });
  });

  it('tells EventBridge what happens in it, where a rule looks out for deletions', () => {
    expect(part('notification')['eventbridge']).toBe(true);
  });

  it('goes with an ephemeral environment, its files locked for a day', () => {
    const { attributes } = bucketNamed(stack, name);
    expect(attributes).toMatchObject({ force_destroy: true, object_lock_enabled: true });
    expect(attributes).not.toHaveProperty('lifecycle');
    expect(part('object_lock_configuration')).toMatchObject({
      rule: { default_retention: { mode: 'GOVERNANCE', days: 1 } },
      depends_on: [partOf(stack, name, 'versioning').address],
    });
  });

  it('stays in production, locked against everybody for as long as audit records are kept', () => {
    const production = s3Stack(prod, role);
    const kept = `healthcare-trail-222222222222-${region}-prod`;
    expect(bucketNamed(production, kept).attributes).toMatchObject({
      force_destroy: false,
      object_lock_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(partOf(production, kept, 'object_lock_configuration').attributes['rule']).toEqual({
      default_retention: { mode: 'COMPLIANCE', days: 2192 },
    });
    expect(partOf(production, kept, 'lifecycle_configuration').attributes['rule']).toContainEqual({
      id: 'expire-trail',
      status: 'Enabled',
      filter: [{ prefix: '' }],
      expiration: [{ days: 2192 }],
    });
  });

  it('forgets files when their retention ends, old versions after 90 days, unfinished uploads after 7', () => {
    const rules = part('lifecycle_configuration')['rule'] as readonly Readonly<Record<string, unknown>>[];
    const everything = { status: 'Enabled', filter: [{ prefix: '' }] };
    expect(rules).toHaveLength(3);
    expect(rules).toEqual(
      expect.arrayContaining([
        { ...everything, id: 'expire-trail', expiration: [{ days: 365 }] },
        {
          ...everything,
          id: 'expire-old-versions',
          noncurrent_version_expiration: [{ noncurrent_days: 90 }],
        },
        {
          ...everything,
          id: 'abort-incomplete-uploads',
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        },
      ]),
    );
  });

  it('waits as long as the environment says', () => {
    const timeouts = { create: '15m', update: '15m' };
    expect(bucketNamed(stack, name).attributes['timeouts']).toEqual({ ...timeouts, delete: '15m' });
    expect(part('lifecycle_configuration')['timeouts']).toEqual(timeouts);
  });

  it('is not replicated, and says why', () => {
    expect(bucketNamed(stack, name).suppressions.map(({ check, owner }) => `${check} ${owner}`)).toEqual([
      's3-replication storage',
    ]);
  });

  it('is left out where an environment shares the trails of another', () => {
    const stack = s3Stack(fixtureEnvironment('pr7'), role);
    expect(stack.resources('aws_s3_bucket')).toHaveLength(2);
    expect(stack.text).not.toContain('trail');
  });
});
