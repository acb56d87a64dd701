import { peerOf, ROLES, type Role } from '@healthcare-dr/topology';
import { bucketName, dev, KEY_ARNS, partOf, prod, s3Stack } from './__fixtures__/stacks';

const stack = s3Stack(dev, 'primary');
const ENABLED = { status: 'Enabled' };
const arnOf = (role: Role) => `arn:aws:s3:::${bucketName('data', role)}`;

/** What carries objects away from the side of this role. */
function direction(source: Role) {
  const [configuration, ...others] = stack
    .resources('aws_s3_bucket_replication_configuration')
    .filter(({ attributes }) => attributes['bucket'] === bucketName('data', source));
  if (configuration === undefined || others.length > 0) throw new Error(`Not one direction from ${source}.`);
  const role = stack
    .resources('aws_iam_role')
    .find(({ address }) => configuration.attributes['role'] === `\${${address}.arn}`);
  const attachment = stack
    .resources('aws_iam_role_policy_attachment')
    .find(({ attributes }) => attributes['role'] === `\${${role?.address}.name}`);
  const policy = stack
    .resources('aws_iam_policy')
    .find(({ address }) => attachment?.attributes['policy_arn'] === `\${${address}.arn}`);
  return { configuration, role, attachment, policy };
}

describe('replication between the data buckets', () => {
  it('goes both ways, and is made by the primary side', () => {
    const sources = stack
      .resources('aws_s3_bucket_replication_configuration')
      .map(({ attributes }) => attributes['bucket']);
    expect(sources.sort()).toEqual(ROLES.map((role) => bucketName('data', role)).sort());
  });

  it.each([
    ['dev', dev],
    ['prod', prod],
  ])('is nothing the dr side knows of, in %s', (_, environment) => {
    const dr = s3Stack(environment, 'dr');
    const joined = /replication_configuration|aws_iam/;
    expect(dr.allResources.filter(({ type }) => joined.test(type))).toEqual([]);
    expect(dr.providers()).toHaveLength(1);
    expect(dr.text).not.toContain(environment.primary.region);
  });
});

describe.each(ROLES)('replication from the %s side', (from) => {
  const to = peerOf(from);
  const { configuration, role, attachment, policy } = direction(from);

  it('replicates every object, however encrypted, with its deletion and its changes, within 15 minutes', () => {
    expect(configuration.attributes['rule']).toEqual([
      {
        id: `${from}-to-${to}`,
        status: 'Enabled',
        priority: 1,
        filter: { prefix: '' },
        delete_marker_replication: ENABLED,
        source_selection_criteria: { sse_kms_encrypted_objects: ENABLED, replica_modifications: ENABLED },
        destination: {
          bucket: arnOf(to),
          encryption_configuration: { replica_kms_key_id: KEY_ARNS[to] },
          replication_time: { ...ENABLED, time: { minutes: 15 } },
          metrics: { ...ENABLED, event_threshold: { minutes: 15 } },
        },
      },
    ]);
  });

  it('is configured in the Region of its source', () => {
    expect(stack.regionOf(configuration)).toBe(dev[from].region);
  });

  it('waits for versions and for what its role may do', () => {
    expect(configuration.attributes['depends_on']).toEqual([
      attachment?.address,
      partOf(stack, bucketName('data', 'primary'), 'versioning').address,
    ]);
  });

  it('has a role of its own that only S3 takes', () => {
    expect(role?.attributes['name']).toBe(`healthcare-replication-${dev[from].region}-dev`);
    expect(JSON.parse(String(role?.attributes['assume_role_policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Replication',
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    });
    expect(role?.attributes).not.toHaveProperty('inline_policy');
  });

  it('may read the one bucket, write replicas to the other, and use each key through S3 for that bucket alone', () => {
    const through = (side: Role) => ({
      StringEquals: { 'kms:ViaService': `s3.${dev[side].region}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [arnOf(side), `${arnOf(side)}/*`] },
    });
    expect(policy?.attributes['name']).toBe(`healthcare-replication-${dev[from].region}-dev`);
    expect(JSON.parse(String(policy?.attributes['policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ReadSourceBucket',
          Effect: 'Allow',
          Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
          Resource: arnOf(from),
        },
        {
          Sid: 'ReadSourceObjects',
          Effect: 'Allow',
          Action: [
            's3:GetObjectVersionForReplication',
            's3:GetObjectVersionAcl',
            's3:GetObjectVersionTagging',
          ],
          Resource: `${arnOf(from)}/*`,
        },
        {
          Sid: 'WriteReplicas',
          Effect: 'Allow',
          Action: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'],
          Resource: `${arnOf(to)}/*`,
        },
        {
          Sid: 'DecryptSource',
          Effect: 'Allow',
          Action: 'kms:Decrypt',
          Resource: KEY_ARNS[from],
          Condition: through(from),
        },
        {
          Sid: 'EncryptReplicas',
          Effect: 'Allow',
          Action: ['kms:Encrypt', 'kms:GenerateDataKey'],
          Resource: KEY_ARNS[to],
          Condition: through(to),
        },
      ],
    });
  });
});
