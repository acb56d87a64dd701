import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketReplicationCommand,
  ListObjectVersionsCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
  type ReplicationRule,
} from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { describeWithMoto } from './__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from './local-aws';

// Starting moto takes a second, several on a busy machine.
jest.setTimeout(40_000);

const REGIONS = { source: 'eu-west-2', destination: 'eu-west-1' } as const;
const ROLE = 'arn:aws:iam::210987654321:role/replication';

describeWithMoto('buckets and topics of the local AWS', () => {
  let aws: LocalAws;
  let s3: Record<keyof typeof REGIONS, S3Client>;
  let sns: SNSClient;

  const configuration = (region: string) => ({
    region,
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    forcePathStyle: true,
  });
  const createBucket = (side: keyof typeof REGIONS, name: string) =>
    s3[side].send(
      new CreateBucketCommand({
        Bucket: name,
        CreateBucketConfiguration: { LocationConstraint: REGIONS[side] },
      }),
    );
  const keepVersions = (side: keyof typeof REGIONS, name: string) =>
    s3[side].send(
      new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }),
    );
  const allowDelivery = (name: string, prefix: string) =>
    s3.source.send(
      new PutBucketPolicyCommand({
        Bucket: name,
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:*',
              Resource: `arn:aws:s3:::${name}/*`,
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
            {
              Effect: 'Allow',
              Principal: { Service: 'logging.s3.amazonaws.com' },
              Action: 's3:PutObject',
              Resource: `arn:aws:s3:::${name}/${prefix}*`,
              Condition: { StringEquals: { 'aws:SourceAccount': '210987654321' } },
            },
          ],
        }),
      }),
    );

  /** A request to SQS, for which this workspace has no client. */
  const askSqs = async (operation: string, content: object) => {
    const response = await fetch(aws.endpoint, {
      method: 'POST',
      headers: {
        Authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${REGIONS.source}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
        'Content-Type': 'application/x-amz-json-1.0',
        'X-Amz-Target': `AmazonSQS.${operation}`,
      },
      body: JSON.stringify(content),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Readonly<Record<string, unknown>>;
  };

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: '210987654321' });
    s3 = {
      source: new S3Client(configuration(REGIONS.source)),
      destination: new S3Client(configuration(REGIONS.destination)),
    };
    sns = new SNSClient(configuration(REGIONS.source));
  });

  afterAll(async () => {
    for (const client of [s3.source, s3.destination, sns]) client.destroy();
    await aws.stop();
  });

  it('remember all of a replication rule, and refuse a destination without versions', async () => {
    await createBucket('source', 'replicated');
    await keepVersions('source', 'replicated');
    const rule: ReplicationRule = {
      ID: 'everything',
      Status: 'Enabled',
      Priority: 1,
      Filter: { Prefix: '' },
      DeleteMarkerReplication: { Status: 'Enabled' },
      SourceSelectionCriteria: {
        SseKmsEncryptedObjects: { Status: 'Enabled' },
        ReplicaModifications: { Status: 'Enabled' },
      },
      Destination: {
        Bucket: 'arn:aws:s3:::replicas',
        EncryptionConfiguration: { ReplicaKmsKeyID: 'arn:aws:kms:eu-west-1:210987654321:key/1' },
        ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
        Metrics: { Status: 'Enabled', EventThreshold: { Minutes: 15 } },
      },
    };
    const replicate = () =>
      s3.source.send(
        new PutBucketReplicationCommand({
          Bucket: 'replicated',
          ReplicationConfiguration: { Role: ROLE, Rules: [rule] },
        }),
      );
    await expect(replicate()).rejects.toThrow('The specified bucket does not exist');
    await createBucket('destination', 'replicas');
    await expect(replicate()).rejects.toThrow('Destination bucket must have versioning enabled.');
    await keepVersions('destination', 'replicas');
    await replicate();

    const { ReplicationConfiguration: kept } = await s3.source.send(
      new GetBucketReplicationCommand({ Bucket: 'replicated' }),
    );
    expect(kept).toEqual({ Role: ROLE, Rules: [rule] });
  });

  it('log to a bucket whose policy lets the logging service write there, beside its denials', async () => {
    await createBucket('source', 'logged');
    await createBucket('source', 'logs');
    const logTo = (prefix: string) =>
      s3.source.send(
        new PutBucketLoggingCommand({
          Bucket: 'logged',
          BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: prefix } },
        }),
      );
    await allowDelivery('logs', 's3/');
    await expect(logTo('elsewhere/')).rejects.toThrow(/necessary permissions to the logging service/);
    await logTo('s3/logged/');

    const { LoggingEnabled: kept } = await s3.source.send(new GetBucketLoggingCommand({ Bucket: 'logged' }));
    expect(kept).toEqual({ TargetBucket: 'logs', TargetPrefix: 's3/logged/' });
  });

  it('can be emptied of versions and markers once versioning is suspended, and deleted', async () => {
    const Bucket = 'suspended';
    await createBucket('source', Bucket);
    await keepVersions('source', Bucket);
    for (const Body of ['old', 'new'])
      await s3.source.send(new PutObjectCommand({ Bucket, Key: 'key', Body }));
    await s3.source.send(new DeleteObjectCommand({ Bucket, Key: 'key' }));
    await s3.source.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
    );

    const { Versions = [], DeleteMarkers = [] } = await s3.source.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    expect([Versions.length, DeleteMarkers.length]).toEqual([2, 1]);
    for (const listed of [Versions, DeleteMarkers]) {
      const Objects = listed.map(({ Key, VersionId }) => ({ Key, VersionId }));
      await s3.source.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    }
    await expect(s3.source.send(new DeleteBucketCommand({ Bucket }))).resolves.toBeDefined();
  });

  it('can be given another lock, or none, while they hold what is locked; it stays locked', async () => {
    const Bucket = 'locked';
    await s3.source.send(
      new CreateBucketCommand({
        Bucket,
        ObjectLockEnabledForBucket: true,
        CreateBucketConfiguration: { LocationConstraint: REGIONS.source },
      }),
    );
    const lock = (days?: number) =>
      s3.source.send(
        new PutObjectLockConfigurationCommand({
          Bucket,
          ObjectLockConfiguration: {
            ObjectLockEnabled: 'Enabled',
            ...(days === undefined ? {} : { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: days } } }),
          },
        }),
      );
    await lock(1);
    const { VersionId } = await s3.source.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'body' }));
    await expect(lock(2)).resolves.toBeDefined();
    await expect(lock()).resolves.toBeDefined();

    const version = { Bucket, Key: 'key', VersionId };
    await expect(s3.source.send(new DeleteObjectCommand(version))).rejects.toThrow('Access Denied');
    await s3.source.send(new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true }));
    await expect(s3.source.send(new DeleteBucketCommand({ Bucket }))).resolves.toBeDefined();
  });

  it('say whether events go to EventBridge', async () => {
    await createBucket('source', 'eventful');
    const said = async () =>
      (await s3.source.send(new GetBucketNotificationConfigurationCommand({ Bucket: 'eventful' })))
        .EventBridgeConfiguration;
    const put = (given: object) =>
      s3.source.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: 'eventful',
          NotificationConfiguration: given,
        }),
      );
    await put({ EventBridgeConfiguration: {} });
    expect(await said()).toEqual({});
    await put({});
    expect(await said()).toBeUndefined();
  });

  it.each([
    ['as told', { SignatureVersion: '2' }, '2'],
    ['by SHA-1 unless told', {}, '1'],
  ])('say that they sign %s', async (_, Attributes, version) => {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: `signed-${version}`, Attributes }));
    const answer = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(answer.Attributes?.['SignatureVersion']).toBe(version);
  });

  it.each([
    ['the first of a choice', { text: '[page] x' }, 1],
    ['the second', { detail: { id: 'a' } }, 1],
    ['neither', { text: 'x', detail: { id: 'b' } }, 0],
    ['null where a text is looked at', { text: null }, 0],
    ['a word', 'no object', 0],
  ])('deliver a message with %s to whom it concerns', async (name, body, delivered) => {
    const queueName = `queue-${name.replaceAll(' ', '-')}`;
    const queueArn = `arn:aws:sqs:${REGIONS.source}:210987654321:${queueName}`;
    await askSqs('CreateQueue', { QueueName: queueName });
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: queueName }));
    const FilterPolicy = JSON.stringify({
      $or: [{ text: [{ prefix: '[page] ' }] }, { detail: { id: ['a'] } }],
    });
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sqs',
        Endpoint: queueArn,
        Attributes: { FilterPolicy, FilterPolicyScope: 'MessageBody' },
      }),
    );
    await sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify(body) }));

    const received = await askSqs('ReceiveMessage', {
      QueueUrl: `${aws.endpoint}/210987654321/${queueName}`,
    });
    expect((received['Messages'] as readonly unknown[] | undefined) ?? []).toHaveLength(delivered);
  });
});
