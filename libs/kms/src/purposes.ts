import { NAME_PREFIX } from '@healthcare-dr/platform';

/** What a key may encrypt; one key each, so that a grant for logs opens no patient record. */
export const KEY_PURPOSES = ['data', 'database', 'logs', 'notifications', 'backup'] as const;

/** What a key may encrypt. */
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/** An AWS service that uses a key in its own name. */
export interface ServiceGrant {
  /** Unique within the key's policy. */
  readonly sid: string;
  /** Service principals; `{region}` stands for the key's Region. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  /** Extra conditions, beside the ones every grant has; `{region}`, `{account}`, `{suffix}` stand for the key's own. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** How the key of one purpose may be used. */
export interface PurposeRule {
  readonly description: string;
  /** Services through which principals of this account may use the key, as `kms:ViaService` names them. */
  readonly viaServices: readonly string[];
  /** Services that use the key in their own name. */
  readonly services: readonly ServiceGrant[];
  /**
   * Whether principals of the account may retire grants through those services.
   * @default false
   */
  readonly retiresGrants?: boolean;
}

const messages = (sid: string, principal: string): ServiceGrant => ({
  sid,
  principals: [principal],
  actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  conditions: { StringEquals: { 'aws:SourceAccount': '{account}' } },
});

/**
 * The whole of what each key is for. A service that is not named here cannot use the key, whatever an IAM policy says.
 */
export const PURPOSES: Readonly<Record<KeyPurpose, PurposeRule>> = {
  data: {
    description: 'patient data at rest: S3 objects, DynamoDB, Lambda environments, parameters',
    viaServices: ['s3', 'dynamodb', 'lambda', 'ssm'],
    services: [],
  },
  database: {
    description: 'Aurora storage, Performance Insights and the master secret',
    viaServices: ['rds', 'secretsmanager'],
    services: [],
  },
  logs: {
    description: 'CloudWatch log groups and trails',
    viaServices: ['s3'],
    services: [
      {
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
        sid: 'CloudWatchLogs',
        principals: ['logs.{region}.amazonaws.com'],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        conditions: {
          ArnLike: {
            // With the suffix at the end of a segment: `pr4*` would open the key of pr4 to the logs of pr42.
            'kms:EncryptionContext:aws:logs:arn': [
              `arn:aws:logs:{region}:{account}:log-group:*${NAME_PREFIX}-*-{suffix}`,
              `arn:aws:logs:{region}:{account}:log-group:*${NAME_PREFIX}-*-{suffix}/*`,
            ],
          },
        },
      },
      {
        // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
        sid: 'CloudTrail',
        principals: ['cloudtrail.amazonaws.com'],
        actions: ['kms:GenerateDataKey*'],
        conditions: {
          StringLike: {
            'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:{account}:trail/${NAME_PREFIX}-*-{suffix}`,
          },
          ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:*:{account}:trail/${NAME_PREFIX}-*-{suffix}` },
        },
      },
      {
        // Of a bucket with a bucket key, CloudTrail unwraps the data key before it accepts the bucket. Same page, "Required KMS
        // key policy sections".
        sid: 'CloudTrailBucketKey',
        principals: ['cloudtrail.amazonaws.com'],
        actions: ['kms:Decrypt'],
        conditions: {
          ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:*:{account}:trail/${NAME_PREFIX}-*-{suffix}` },
        },
      },
      {
        sid: 'CloudTrailDescribe',
        principals: ['cloudtrail.amazonaws.com'],
        actions: ['kms:DescribeKey'],
        conditions: { StringEquals: { 'aws:SourceAccount': '{account}' } },
      },
    ],
  },
  notifications: {
    description: 'SNS topics and SQS queues',
    viaServices: ['sns', 'sqs'],
    // A topic behind a key that does not name its publishers drops their messages in silence:
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    services: [
      messages('CloudWatchAlarms', 'cloudwatch.amazonaws.com'),
      messages('EventBridgeToQueues', 'events.amazonaws.com'),
      messages('Backup', 'backup.amazonaws.com'),
      messages('SnsToSqs', 'sns.amazonaws.com'),
    ],
  },
  backup: {
    description: 'recovery points in the backup vault',
    viaServices: ['backup', 'rds', 's3', 'dynamodb'],
    services: [],
    // AWS Backup asks for it of whoever creates a vault on a key: https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html
    retiresGrants: true,
  },
};
