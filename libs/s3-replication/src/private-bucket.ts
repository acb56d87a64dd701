import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { TierStack } from '@healthcare-dr/platform';
import { ACCESS_LOG_PREFIXES } from '@healthcare-dr/s3-replication/contract';
import { Construct } from 'constructs';
import type { BucketPolicy } from './bucket-policy';

/** How a bucket encrypts what is uploaded without a word about it. */
export type DefaultEncryption =
  | { readonly algorithm: 'aws:kms'; readonly kmsKeyArn: string }
  /** SSE-S3, for log buckets alone: S3 and load balancers deliver to no other. */
  | { readonly algorithm: 'AES256' };

/** How long nobody can delete or overwrite what is uploaded without a word about it. */
export interface ObjectLock {
  /** In `GOVERNANCE` mode whoever may bypass it can delete all the same; in `COMPLIANCE` mode nobody can, the root user included. */
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
  readonly days: number;
}

/** Props of {@link PrivateBucket}. */
export interface PrivateBucketProps {
  /** From this tier's contract, so that others can compute it. */
  readonly bucketName: string;
  readonly encryption: DefaultEncryption;
  readonly policy: BucketPolicy;
  readonly lifecycleRules: S3BucketLifecycleConfigurationRule[];
  /**
   * S3 takes it when the bucket is made, and a bucket that has it never loses it.
   * @default - none
   */
  readonly objectLock?: ObjectLock;
  /**
   * The Region's bucket that takes the log of every access.
   * @default - none is logged
   */
  readonly accessLogs?: PrivateBucket;
  /**
   * Whether S3 sends the bucket's events to EventBridge, where rules choose among them.
   * @default false
   */
  readonly eventBridgeEnabled?: boolean;
}

/**
 * A versioned bucket that nobody outside the account can reach, whose objects belong to the account. In production Terraform
 * refuses to destroy it; in an ephemeral environment it is emptied and goes.
 */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket;
  readonly versioning: S3BucketVersioningA;
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { bucketName, encryption, policy, lifecycleRules, objectLock, accessLogs } = props;
    this.bucket = new S3Bucket(this, 'bucket', {
      bucket: bucketName,
      forceDestroy: stack.ephemeral,
      ...(objectLock === undefined ? {} : { objectLockEnabled: true }),
      tags: { Name: bucketName },
      ...(stack.ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
    const bucket = this.bucket.bucket;
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    // Access control lists are off: no writer can keep an object from the account, or open it to others.
    const ownership = new S3BucketOwnershipControls(this, 'ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
      // S3 refuses two changes of one bucket's access at a time (OperationAborted).
      dependsOn: [publicAccessBlock],
    });
    this.policy = new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: JSON.stringify(policy),
      dependsOn: [publicAccessBlock, ownership],
    });
    this.versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [
        encryption.algorithm === 'aws:kms'
          ? {
              applyServerSideEncryptionByDefault: {
                sseAlgorithm: encryption.algorithm,
                kmsMasterKeyId: encryption.kmsKeyArn,
              },
              // One data key for many objects: fewer calls of KMS, and the bucket's ARN as encryption context.
              bucketKeyEnabled: true,
            }
          : { applyServerSideEncryptionByDefault: { sseAlgorithm: encryption.algorithm } },
      ],
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket,
      rule: lifecycleRules,
      // Rules about old versions mean nothing to a bucket that keeps none yet.
      dependsOn: [this.versioning],
    });
    if (objectLock !== undefined) {
      new S3BucketObjectLockConfigurationA(this, 'object-lock', {
        bucket,
        rule: { defaultRetention: { mode: objectLock.mode, days: objectLock.days } },
        dependsOn: [this.versioning],
      });
    }
    if (accessLogs !== undefined) {
      new S3BucketLoggingA(this, 'logging', {
        bucket,
        targetBucket: accessLogs.bucket.bucket,
        targetPrefix: `${ACCESS_LOG_PREFIXES.bucket}${bucketName}/`,
        // S3 asks whether it may deliver before it accepts the configuration.
        dependsOn: [accessLogs.policy],
      });
    }
    if (props.eventBridgeEnabled === true) {
      new S3BucketNotification(this, 'notification', { bucket, eventbridge: true });
    }
  }
}
