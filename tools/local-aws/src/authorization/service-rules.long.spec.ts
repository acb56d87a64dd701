import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { ask } from '../__fixtures__/ask';
import { describeWithMoto } from '../__fixtures__/describe-with-moto';
import { startLocalAws, type LocalAws } from '../local-aws';

jest.setTimeout(60_000);

const ACCOUNT = '210987654321';
const REGION = 'eu-west-1';
const BUCKET = 'trails';
const TRAIL_ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/audit`;

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: { readonly Service: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string;
  readonly Condition?: object;
}

const LOGS: Statement = {
  Effect: 'Allow',
  Principal: { Service: `logs.${REGION}.amazonaws.com` },
  Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
  Condition: {
    ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/app/*` },
  },
};
const TRAIL: Statement = {
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: ['kms:GenerateDataKey*', 'kms:DescribeKey'],
};
const BUCKET_POLICY: readonly Statement[] = [
  {
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 's3:GetBucketAcl',
    Resource: `arn:aws:s3:::${BUCKET}`,
    Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
  },
  {
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${BUCKET}/AWSLogs/${ACCOUNT}/*`,
    Condition: {
      StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': TRAIL_ARN },
    },
  },
];

describeWithMoto('what a service may not use', () => {
  let aws: LocalAws;
  let kms: KMSClient;
  let s3: S3Client;
  let key: string;
  const keyPolicy = (...statements: readonly Statement[]) =>
    kms.send(
      new PutKeyPolicyCommand({
        KeyId: key,
        PolicyName: 'default',
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
              Action: 'kms:*',
              Resource: '*',
            },
            ...statements.map((statement) => ({ Resource: '*', ...statement })),
          ],
        }),
      }),
    );
  const bucketPolicy = (...statements: readonly Statement[]) =>
    s3.send(
      new PutBucketPolicyCommand({
        Bucket: BUCKET,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      }),
    );
  const logs = (operation: string, content: object) =>
    ask(aws.endpoint, { region: REGION, service: 'logs', target: `Logs_20140328.${operation}`, content });
  const trail = (operation: string, content: object = {}) =>
    ask(aws.endpoint, {
      region: REGION,
      service: 'cloudtrail',
      target: `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${operation}`,
      content: { Name: 'audit', S3BucketName: BUCKET, ...content },
    });

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: ACCOUNT });
    const configuration = {
      region: REGION,
      endpoint: aws.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    };
    kms = new KMSClient(configuration);
    s3 = new S3Client({ ...configuration, forcePathStyle: true });
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    key = KeyMetadata?.Arn ?? '';
    await s3.send(
      new CreateBucketCommand({
        Bucket: BUCKET,
        CreateBucketConfiguration: { LocationConstraint: REGION },
      }),
    );
  });
  afterAll(() => aws.stop());

  it.each<[string, readonly Statement[]]>([
    ['does not name CloudWatch Logs', []],
    ['denies it', [LOGS, { ...LOGS, Effect: 'Deny', Action: 'kms:GenerateDataKey' }]],
    [
      'names the service of another Region',
      [{ ...LOGS, Principal: { Service: 'logs.eu-west-2.amazonaws.com' } }],
    ],
  ])('is a key for a log group, where the key’s policy %s', async (_what, statements) => {
    await keyPolicy(...statements);

    await expect(logs('CreateLogGroup', { logGroupName: '/app/a', kmsKeyId: key })).resolves.toMatchObject({
      status: 400,
      code: 'AccessDeniedException',
      text: expect.stringContaining(
        `The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/app/a'`,
      ),
    });
  });

  it('is a key for the log groups that its policy does not speak of, and no other', async () => {
    await keyPolicy(LOGS);
    const create = (logGroupName: string) => logs('CreateLogGroup', { logGroupName, kmsKeyId: key });

    await expect(create('/other')).resolves.toMatchObject({ code: 'AccessDeniedException' });
    await expect(create('/app/b')).resolves.toMatchObject({ status: 200 });
    await logs('CreateLogGroup', { logGroupName: '/later' });
    await expect(logs('AssociateKmsKey', { logGroupName: '/later', kmsKeyId: key })).resolves.toMatchObject({
      code: 'AccessDeniedException',
    });
  });

  it.each<[string, readonly Statement[]]>([
    [
      'names another trail',
      BUCKET_POLICY.map((one) => ({
        ...one,
        Condition: { StringEquals: { 'aws:SourceArn': `${TRAIL_ARN}s` } },
      })),
    ],
    ['lets CloudTrail read its ACL alone', BUCKET_POLICY.slice(0, 1)],
    ['lets it write alone', BUCKET_POLICY.slice(1)],
  ])('is a bucket for a trail, where the bucket’s policy %s', async (_what, statements) => {
    await bucketPolicy(...statements);

    await expect(trail('CreateTrail')).resolves.toMatchObject({
      status: 400,
      code: 'InsufficientS3BucketPolicyException',
      text: expect.stringContaining(`Incorrect S3 bucket policy is detected for bucket: ${BUCKET}`),
    });
  });

  it('is a key for a trail, where the key’s policy does not name CloudTrail, for a new trail and one that stands', async () => {
    await bucketPolicy(...BUCKET_POLICY);
    await keyPolicy(LOGS);
    const refused = { status: 400, code: 'InsufficientEncryptionPolicyException' };

    await expect(trail('CreateTrail', { KmsKeyId: key })).resolves.toMatchObject(refused);
    await expect(trail('CreateTrail')).resolves.toMatchObject({ status: 200 });
    await expect(trail('UpdateTrail', { KmsKeyId: key })).resolves.toMatchObject(refused);
    await keyPolicy(TRAIL);
    await expect(trail('UpdateTrail', { KmsKeyId: key })).resolves.toMatchObject({ status: 200 });
  });
});
