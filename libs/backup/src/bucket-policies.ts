import { restoredBucketName } from '@healthcare-dr/backup/contract';
import { bucketArn, dataBucketName } from '@healthcare-dr/s3-replication/contract';
import type { PolicyProps, PolicyStatement } from './policies';

/**
 * What backing the data bucket up takes: AWSBackupServiceRolePolicyForS3Backup, for one bucket. AWS Backup follows its changes by
 * inventories and by EventBridge, which the bucket tells already.
 */
export function bucketBackupStatements({ naming, peerNaming, dataKeyArn }: PolicyProps): PolicyStatement[] {
  const bucket = bucketArn(dataBucketName(naming));
  return [
    {
      Sid: 'FollowTheBucket',
      Effect: 'Allow',
      Action: [
        's3:GetBucketAcl',
        's3:GetBucketLocation',
        's3:GetBucketNotification',
        's3:GetBucketTagging',
        's3:GetBucketVersioning',
        's3:GetInventoryConfiguration',
        's3:ListBucket',
        's3:ListBucketVersions',
        's3:PutBucketNotification',
        's3:PutInventoryConfiguration',
      ],
      Resource: bucket,
    },
    {
      Sid: 'ReadItsObjects',
      Effect: 'Allow',
      Action: [
        's3:GetObject',
        's3:GetObjectAcl',
        's3:GetObjectTagging',
        's3:GetObjectVersion',
        's3:GetObjectVersionAcl',
        's3:GetObjectVersionTagging',
      ],
      Resource: `${bucket}/*`,
    },
    {
      Sid: 'DecryptItsObjects',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Resource: dataKeyArn,
    },
    {
      Sid: 'HearOfItsChanges',
      Effect: 'Allow',
      Action: [
        'events:DeleteRule',
        'events:DescribeRule',
        'events:DisableRule',
        'events:EnableRule',
        'events:ListTargetsByRule',
        'events:PutRule',
        'events:PutTargets',
        'events:RemoveTargets',
      ],
      Resource: naming.arn('events', 'rule/AwsBackupManagedRule*'),
    },
    {
      Sid: 'TagRecoveryPoints',
      Effect: 'Allow',
      Action: 'backup:TagResource',
      Resource: [naming, peerNaming].map((names) => names.arn('backup', 'recovery-point:*')),
    },
  ];
}

/**
 * What restoring objects takes: AWSBackupServiceRolePolicyForS3Restore, for the data bucket and one beside it. Old versions stay
 * whatever it writes or deletes: it deletes no version.
 */
export function bucketRestoreStatements({ naming, dataKeyArn }: PolicyProps): PolicyStatement[] {
  const restored = bucketArn(restoredBucketName(naming));
  const buckets = [bucketArn(dataBucketName(naming)), restored];
  return [
    {
      Sid: 'KnowTheBuckets',
      Effect: 'Allow',
      Action: [
        's3:GetBucketLocation',
        's3:GetBucketOwnershipControls',
        's3:GetBucketVersioning',
        's3:ListBucket',
        's3:ListBucketVersions',
      ],
      Resource: buckets,
    },
    {
      Sid: 'MakeTheRestoredBucket',
      Effect: 'Allow',
      Action: ['s3:CreateBucket', 's3:PutBucketOwnershipControls', 's3:PutBucketVersioning'],
      Resource: restored,
    },
    {
      Sid: 'WriteObjects',
      Effect: 'Allow',
      Action: [
        's3:DeleteObject',
        's3:GetObject',
        's3:GetObjectAcl',
        's3:GetObjectTagging',
        's3:GetObjectVersion',
        's3:GetObjectVersionAcl',
        's3:ListMultipartUploadParts',
        's3:PutObject',
        's3:PutObjectAcl',
        's3:PutObjectTagging',
        's3:PutObjectVersionAcl',
      ],
      Resource: buckets.map((bucket) => `${bucket}/*`),
    },
    {
      Sid: 'EncryptObjects',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
      Resource: dataKeyArn,
    },
  ];
}
