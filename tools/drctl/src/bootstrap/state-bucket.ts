import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  NotFound,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type BucketLocationConstraint,
  type S3Client,
} from '@aws-sdk/client-s3';

/** How long superseded versions of a state can be brought back, in days. */
const NONCURRENT_VERSION_DAYS = 90;

/** How long the parts of an upload that was never finished are kept, in days. */
const INCOMPLETE_UPLOAD_DAYS = 1;

/** What the state bucket is made from. */
export interface StateBucketProps {
  readonly bucket: string;
  readonly accountId: string;
  readonly region: string;
  readonly keyArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Makes sure that the bucket exists, in our account, with every protection a state needs. Each call puts a whole setting,
 * so running it again repairs whatever was changed by hand.
 *
 * @returns whether it was created now
 */
export async function ensureStateBucket(s3: S3Client, props: StateBucketProps): Promise<boolean> {
  const { bucket, accountId, region, keyArn, tags } = props;
  const created = !(await exists(s3, bucket, accountId));
  if (created) {
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        ObjectOwnership: 'BucketOwnerEnforced',
        // us-east-1 is the one Region that must not be named (S3 API reference, CreateBucket).
        ...(region === 'us-east-1'
          ? {}
          : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } }),
      }),
    );
  }
  const common = { Bucket: bucket, ExpectedBucketOwner: accountId };
  await s3.send(
    new PutPublicAccessBlockCommand({
      ...common,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      ...common,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    }),
  );
  await s3.send(
    new PutBucketVersioningCommand({ ...common, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  await s3.send(
    new PutBucketEncryptionCommand({
      ...common,
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn },
            BucketKeyEnabled: true,
          },
        ],
      },
    }),
  );
  await s3.send(new PutBucketPolicyCommand({ ...common, Policy: JSON.stringify(bucketPolicy(bucket)) }));
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      ...common,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: 'expire-superseded-versions',
            Status: 'Enabled',
            Filter: { Prefix: '' },
            NoncurrentVersionExpiration: { NoncurrentDays: NONCURRENT_VERSION_DAYS },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: INCOMPLETE_UPLOAD_DAYS },
          },
        ],
      },
    }),
  );
  await s3.send(
    new PutBucketTaggingCommand({
      ...common,
      Tagging: { TagSet: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
    }),
  );
  return created;
}

/** Empties the bucket, old versions included, and deletes it; whether there was one. */
export async function deleteStateBucket(s3: S3Client, bucket: string, accountId: string): Promise<boolean> {
  if (!(await exists(s3, bucket, accountId))) return false;
  for (;;) {
    const { Versions: versions = [], DeleteMarkers: markers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, ExpectedBucketOwner: accountId }),
    );
    const objects = [...versions, ...markers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (objects.length === 0) break;
    await s3.send(
      new DeleteObjectsCommand({
        Bucket: bucket,
        ExpectedBucketOwner: accountId,
        Delete: { Objects: objects, Quiet: true },
      }),
    );
  }
  await s3.send(new DeleteBucketCommand({ Bucket: bucket, ExpectedBucketOwner: accountId }));
  return true;
}

/** The states in the bucket that still hold resources, such as `primary-kms (12 resources)`. */
export async function statesInUse(s3: S3Client, bucket: string, accountId: string): Promise<string[]> {
  if (!(await exists(s3, bucket, accountId))) return [];
  const { Contents: objects = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket, ExpectedBucketOwner: accountId }),
  );
  const inUse: string[] = [];
  for (const { Key: key } of objects) {
    if (key === undefined || !key.endsWith('.tfstate')) continue;
    const { Body: body } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, ExpectedBucketOwner: accountId }),
    );
    const state = JSON.parse((await body?.transformToString()) ?? '{}') as { resources?: { mode: string }[] };
    const managed = (state.resources ?? []).filter(({ mode }) => mode === 'managed').length;
    if (managed > 0) inUse.push(`${key.replace('.tfstate', '')} (${managed} resources)`);
  }
  return inUse;
}

async function exists(s3: S3Client, bucket: string, accountId: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: accountId }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

function bucketPolicy(bucket: string) {
  const resources = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'DenyPlainHttp',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: resources,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Sid: 'DenyOldTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: resources,
        Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
      },
    ],
  };
}
