import type { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Naming } from '@healthcare-dr/platform';
import { addServiceRole, type RoleStatement, type Trust } from '@healthcare-dr/platform/service-role';
import { bucketArn } from '@healthcare-dr/s3-replication/contract';
import { Construct } from 'constructs';

/** One end of a direction of replication. */
export interface ReplicationEnd {
  readonly region: string;
  readonly bucketName: string;
  /** The Region's key for data. */
  readonly dataKeyArn: string;
}

/** Props of {@link ReplicationRole}. */
export interface ReplicationRoleProps {
  /** The names of the Region that is replicated from: IAM's namespace is the account, so they carry that Region. */
  readonly naming: Naming;
  readonly source: ReplicationEnd;
  readonly destination: ReplicationEnd;
}

/** The role by which S3 carries objects from one bucket to one other, and nothing else. */
export class ReplicationRole extends Construct {
  readonly arn: string;
  /** What must stand before S3 can use the role. */
  readonly attachment: IamRolePolicyAttachment;

  constructor(scope: Construct, id: string, { naming, source, destination }: ReplicationRoleProps) {
    super(scope, id);
    const from = `${source.bucketName} to ${destination.bucketName}`;
    const { role, attachment } = addServiceRole(this, {
      naming,
      what: 'replication',
      description: `Lets S3 replicate ${from}`,
      trust: TRUST,
      policy: {
        description: `Replicate ${from}, and nothing else`,
        statements: replicationStatements(source, destination),
      },
    });
    this.attachment = attachment;
    this.arn = role.arn;
  }
}

/**
 * As AWS documents it, without a condition: only who may pass the role (`iam:PassRole`, in this account) can give it to a bucket,
 * and a condition on something that S3 does not send would end replication in silence.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
const TRUST: Trust = { sid: 'Replication', service: 's3.amazonaws.com' };

/**
 * Which objects a key may be used for: with bucket keys the encryption context is the ARN of the bucket, and for an object whose
 * uploader turned them off it is the object's own.
 */
const ofBucket = ({ region, bucketName }: ReplicationEnd) => ({
  StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
  StringLike: {
    'kms:EncryptionContext:aws:s3:arn': [bucketArn(bucketName), `${bucketArn(bucketName)}/*`],
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html */
function replicationStatements(source: ReplicationEnd, destination: ReplicationEnd): RoleStatement[] {
  return [
    {
      Sid: 'ReadSourceBucket',
      Effect: 'Allow',
      Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
      Resource: bucketArn(source.bucketName),
    },
    {
      Sid: 'ReadSourceObjects',
      Effect: 'Allow',
      Action: ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
      Resource: `${bucketArn(source.bucketName)}/*`,
    },
    {
      Sid: 'WriteReplicas',
      Effect: 'Allow',
      Action: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'],
      Resource: `${bucketArn(destination.bucketName)}/*`,
    },
    {
      Sid: 'DecryptSource',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: source.dataKeyArn,
      Condition: ofBucket(source),
    },
    {
      Sid: 'EncryptReplicas',
      Effect: 'Allow',
      Action: ['kms:Encrypt', 'kms:GenerateDataKey'],
      Resource: destination.dataKeyArn,
      Condition: ofBucket(destination),
    },
  ];
}
