import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describeWithMoto } from '../__fixtures__/describe-with-moto';
import { eventually } from '../__fixtures__/ask';
import { createServiceRole, documentOf, putRolePolicy, type Written } from '../__fixtures__/iam';
import { startLocalAws, type LocalAws } from '../local-aws';

jest.setTimeout(60_000);

const ACCOUNT = '123456789012';
const REGIONS = { primary: 'eu-west-2', dr: 'eu-west-1' } as const;
type Side = keyof typeof REGIONS;
const BUCKETS = { primary: 'records-primary', dr: 'records-dr' } as const;
const ENABLED = { Status: 'Enabled' } as const;

describeWithMoto('objects of the local AWS', () => {
  let aws: LocalAws;
  const s3 = {} as Record<Side, S3Client>;
  const keys = {} as Record<Side, string>;
  let now = 1_000_000;

  const put = async (key: string, body = 'x', side: Side = 'primary') => {
    await s3[side].send(new PutObjectCommand({ Bucket: BUCKETS[side], Key: key, Body: body }));
    await aws.objects.pump();
  };
  const head = (key: string, side: Side = 'primary') =>
    s3[side].send(new HeadObjectCommand({ Bucket: BUCKETS[side], Key: key }));
  const statusOf = async (key: string, side: Side = 'primary') => (await head(key, side)).ReplicationStatus;
  const newest = (key: string) => aws.objects.changes().findLast((change) => change.key === key);
  const versionsOf = async (key: string, side: Side) => {
    const { Versions = [], DeleteMarkers = [] } = await s3[side].send(
      new ListObjectVersionsCommand({ Bucket: BUCKETS[side], Prefix: key }),
    );
    return [...Versions, ...DeleteMarkers].map(({ VersionId }) => VersionId).sort();
  };
  const allowed = (left?: string): Written[] =>
    [
      { Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'], Resource: 'arn:aws:s3:::records-*' },
      {
        Action: [
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionTagging',
          's3:ReplicateObject',
          's3:ReplicateDelete',
          's3:ReplicateTags',
        ],
        Resource: 'arn:aws:s3:::records-*/*',
      },
      { Action: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt'], Resource: '*' },
    ].map(({ Action, Resource }) => ({ Action: Action.filter((action) => action !== left), Resource }));

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: ACCOUNT });
    aws.gateway.network.setClock(() => now);
    await createServiceRole(aws.endpoint, 'replication', 's3.amazonaws.com', ...allowed());
    for (const side of ['primary', 'dr'] as const) {
      const configuration = {
        region: REGIONS[side],
        endpoint: aws.endpoint,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        maxAttempts: 1,
      };
      s3[side] = new S3Client({ ...configuration, forcePathStyle: true });
      const kms = new KMSClient(configuration);
      keys[side] = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
      kms.destroy();
      const Bucket = BUCKETS[side];
      await s3[side].send(
        new CreateBucketCommand({
          Bucket,
          CreateBucketConfiguration: { LocationConstraint: REGIONS[side] },
        }),
      );
      await s3[side].send(
        new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
      );
      await s3[side].send(
        new PutBucketEncryptionCommand({
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [
              {
                ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keys[side] },
                BucketKeyEnabled: true,
              },
            ],
          },
        }),
      );
    }
    await put('before');
    for (const [side, peer] of [
      ['primary', 'dr'],
      ['dr', 'primary'],
    ] as const)
      await s3[side].send(
        new PutBucketReplicationCommand({
          Bucket: BUCKETS[side],
          ReplicationConfiguration: {
            Role: `arn:aws:iam::${ACCOUNT}:role/replication`,
            Rules: [
              {
                ID: `to-${peer}`,
                Status: 'Enabled',
                Priority: 1,
                Filter: { Prefix: '' },
                DeleteMarkerReplication: ENABLED,
                SourceSelectionCriteria: { SseKmsEncryptedObjects: ENABLED, ReplicaModifications: ENABLED },
                Destination: {
                  Bucket: `arn:aws:s3:::${BUCKETS[peer]}`,
                  EncryptionConfiguration: { ReplicaKmsKeyID: keys[peer] },
                  ReplicationTime: { ...ENABLED, Time: { Minutes: 15 } },
                  Metrics: { ...ENABLED, EventThreshold: { Minutes: 15 } },
                },
              },
            ],
          },
        }),
      );
  });
  afterAll(async () => {
    for (const client of Object.values(s3)) client.destroy();
    await aws.stop();
  });
  const heal = () => {
    aws.gateway.heal();
    aws.gateway.healLink();
  };
  afterEach(heal);

  it('arrive in the other bucket under its key, as the same version, and say so', async () => {
    await put('a', 'record');

    await expect(statusOf('a')).resolves.toBe('COMPLETED');
    const { Body, ...replica } = await s3.dr.send(new GetObjectCommand({ Bucket: BUCKETS.dr, Key: 'a' }));
    await expect(Body?.transformToString()).resolves.toBe('record');
    expect(replica).toMatchObject({ ReplicationStatus: 'REPLICA', SSEKMSKeyId: keys.dr });
    await expect(versionsOf('a', 'dr')).resolves.toEqual(await versionsOf('a', 'primary'));
    await aws.objects.pump();
    await expect(versionsOf('a', 'primary')).resolves.toHaveLength(1);
  });

  it('that were there before the rules stay where they are', async () => {
    await expect(head('before', 'dr')).rejects.toMatchObject({ name: 'NotFound' });
    await expect(statusOf('before')).resolves.toBeUndefined();
  });

  it('are marked as deleted there, too, and are not deleted for good', async () => {
    await put('deleted');
    await s3.primary.send(new DeleteObjectCommand({ Bucket: BUCKETS.primary, Key: 'deleted' }));
    await aws.objects.pump();
    await expect(head('deleted', 'dr')).rejects.toMatchObject({ name: 'NotFound' });
    const versions = await versionsOf('deleted', 'dr');
    expect(versions).toHaveLength(2);

    const [{ VersionId } = {}] =
      (await s3.primary.send(new ListObjectVersionsCommand({ Bucket: BUCKETS.primary, Prefix: 'deleted' })))
        .Versions ?? [];
    await s3.primary.send(new DeleteObjectCommand({ Bucket: BUCKETS.primary, Key: 'deleted', VersionId }));
    await aws.objects.pump();
    await expect(versionsOf('deleted', 'dr')).resolves.toEqual(versions);
  });

  it('take changes of a replica home', async () => {
    await put('tagged');
    await s3.dr.send(
      new PutObjectTaggingCommand({
        Bucket: BUCKETS.dr,
        Key: 'tagged',
        Tagging: { TagSet: [{ Key: 'reviewed', Value: 'yes' }] },
      }),
    );
    await aws.objects.pump();

    const { TagSet } = await s3.primary.send(
      new GetObjectTaggingCommand({ Bucket: BUCKETS.primary, Key: 'tagged' }),
    );
    expect(TagSet).toEqual([{ Key: 'reviewed', Value: 'yes' }]);
  });

  it.each([
    ['source', () => aws.gateway.region(REGIONS.primary).blackOut('reset', { services: ['s3-replication'] })],
    ['destination', () => aws.gateway.region(REGIONS.dr).blackOut('reset')],
    ['link', () => aws.gateway.link(REGIONS.primary, REGIONS.dr).blackOut('reset')],
  ] as const)('wait while the %s is dark, are counted, and arrive after it', async (what, darken) => {
    const key = `dark-${what}`;
    darken();
    await put(key, '12345');
    now += 20 * 60_000;

    await expect(statusOf(key)).resolves.toBe('PENDING');
    expect(aws.objects.pending()).toMatchObject([{ key, status: 'PENDING', missedThreshold: true }]);
    expect(aws.objects.measure()).toContainEqual({
      ruleId: 'to-dr',
      source: { bucket: BUCKETS.primary, region: REGIONS.primary },
      destination: { bucket: BUCKETS.dr, region: REGIONS.dr },
      pendingBytes: 5,
      pendingOperations: 1,
      oldestMs: 20 * 60_000,
      failedOperations: 0,
    });
    heal();
    await expect(
      eventually(
        () => statusOf(key),
        (status) => status === 'COMPLETED',
      ),
    ).resolves.toBe('COMPLETED');
    await expect(statusOf(key, 'dr')).resolves.toBe('REPLICA');
    expect(newest(key)).toMatchObject({ status: 'COMPLETED', settledAt: now, missedThreshold: true });
  });

  it('take as long as the link is slow, on the clock of the network', async () => {
    aws.gateway.link(REGIONS.primary, REGIONS.dr).slow(60_000);
    await put('late');
    now += 59_000;
    await aws.objects.pump();
    expect(newest('late')).toMatchObject({ status: 'PENDING' });
    now += 1_000;
    await aws.objects.pump();
    expect(newest('late')).toMatchObject({ status: 'COMPLETED', missedThreshold: false });
  });

  it.each([
    's3:GetReplicationConfiguration',
    's3:ListBucket',
    's3:GetObjectVersionForReplication',
    's3:GetObjectVersionAcl',
    's3:GetObjectVersionTagging',
    's3:ReplicateObject',
    's3:ReplicateTags',
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'kms:Encrypt',
  ])('fail without %s, which is named, and are counted once', async (action) => {
    await putRolePolicy(aws.endpoint, 'replication', ...allowed(action));
    await put(`without-${action}`);
    await putRolePolicy(aws.endpoint, 'replication', ...allowed());

    await expect(statusOf(`without-${action}`)).resolves.toBe('FAILED');
    expect(newest(`without-${action}`)?.reason).toContain(
      `is not authorized to perform: ${action} on resource`,
    );
    const failed = () => aws.objects.measure().map(({ failedOperations }) => failedOperations);
    expect(failed()).toEqual([1, 0]);
    expect(failed()).toEqual([0, 0]);
  });

  it('fail if the policy of the other bucket denies them', async () => {
    await s3.dr.send(
      new PutBucketPolicyCommand({
        Bucket: BUCKETS.dr,
        Policy: documentOf({
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:ReplicateObject',
          Resource: `arn:aws:s3:::${BUCKETS.dr}/*`,
        }),
      }),
    );
    await put('denied');
    await s3.dr.send(new DeleteBucketPolicyCommand({ Bucket: BUCKETS.dr }));

    await expect(statusOf('denied')).resolves.toBe('FAILED');
    expect(newest('denied')?.reason).toContain('explicit deny in a resource-based policy');
  });
});
