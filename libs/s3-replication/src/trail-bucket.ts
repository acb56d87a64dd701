import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { trailBucketName } from '@healthcare-dr/observability/contract';
import { suppress, type TierStack } from '@healthcare-dr/platform';
import { ACCESS_LOG_PREFIXES, accessLogBucketName } from '@healthcare-dr/s3-replication/contract';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { trailBucketPolicy } from './trail-bucket-policy';

/** How long a log file that was overwritten or deleted stays as an old version, in days. */
const NONCURRENT_VERSION_DAYS = 90;

/** After how many days an upload that was never finished is given up. */
const ABORT_UPLOAD_AFTER_DAYS = 7;

/** Long enough to be tried, short enough to be gone with its environment. */
const EPHEMERAL_LOCK_DAYS = 1;

/** What a {@link TrailBucket} is made from. */
export interface TrailBucketProps {
  readonly stack: TierStack;
  /** The trail that may write to it, by name: it is made after its bucket. */
  readonly trailArn: string;
  /** The Region's key for logs. */
  readonly logsKeyArn: string;
}

/**
 * Where a trail is kept: nobody outside the account reaches it, every access is logged, and what is written can be neither changed
 * nor deleted before its time. 45 CFR 164.312(b) and (c)(1); in production kept as long as 164.316(b)(2)(i) asks, if
 * `retention.auditLogDays` does.
 */
export class TrailBucket extends Construct {
  readonly bucket: S3Bucket;
  /** What must stand before CloudTrail accepts the bucket. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { stack, trailArn, logsKeyArn }: TrailBucketProps) {
    super(scope, id);
    const { naming, environment, ephemeral, timeouts } = stack;
    const { accountId, retention } = environment;
    const bucketName = trailBucketName(naming);
    this.bucket = new S3Bucket(this, 'bucket', {
      bucket: bucketName,
      forceDestroy: ephemeral,
      objectLockEnabled: true,
      timeouts,
      tags: { Name: bucketName },
      ...(ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
    suppress(this.bucket, {
      check: 's3-replication',
      reason:
        'Each Region has a trail of its own over all Regions, in a bucket of its own: what happened is on record in both already.',
      owner: 'operations',
    });
    const bucket = this.bucket.bucket;
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const ownership = new S3BucketOwnershipControls(this, 'ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
      // S3 refuses two changes of one bucket's access at a time (OperationAborted).
      dependsOn: [publicAccessBlock],
    });
    const policy = new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: JSON.stringify(trailBucketPolicy({ bucketName, accountId, trailArn })),
      dependsOn: [publicAccessBlock, ownership],
    });
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    const encryption = new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: logsKeyArn },
          bucketKeyEnabled: true,
        },
      ],
    });
    const lock = new S3BucketObjectLockConfigurationA(this, 'object-lock', {
      bucket,
      rule: {
        // COMPLIANCE binds the root user too; an ephemeral environment must be able to go.
        defaultRetention: ephemeral
          ? { mode: 'GOVERNANCE', days: EPHEMERAL_LOCK_DAYS }
          : { mode: 'COMPLIANCE', days: retention.auditLogDays },
      },
      dependsOn: [versioning],
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket,
      rule: [
        {
          id: 'expire-trail',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          expiration: [{ days: retention.auditLogDays }],
        },
        {
          id: 'expire-old-versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays: NONCURRENT_VERSION_DAYS }],
        },
        {
          id: 'abort-incomplete-uploads',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: ABORT_UPLOAD_AFTER_DAYS }],
        },
      ],
      timeouts: { create: timeouts.create, update: timeouts.update },
      dependsOn: [versioning],
    });
    new S3BucketLoggingA(this, 'logging', {
      bucket,
      targetBucket: accessLogBucketName(naming),
      targetPrefix: `${ACCESS_LOG_PREFIXES.bucket}${bucketName}/`,
    });
    new S3BucketNotification(this, 'notification', {
      bucket,
      // To EventBridge, where a rule looks out for log files that somebody deletes.
      eventbridge: true,
    });
    this.ready = [policy, encryption, lock];
  }
}
