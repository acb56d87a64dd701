import type { TierInvariants } from '@healthcare-dr/testing';

const REACHES_DR = 'the primary stack also works in the dr Region, to join the two sides';
const JOINS_BUCKETS =
  'the primary stack creates the replication of both data buckets and its roles, so that the dr side needs no primary';

export default {
  names: {
    aws_s3_bucket: { names: ['bucket'], namespace: 'world' },
    aws_s3_bucket_lifecycle_configuration: { names: [], namespace: 'none' },
    aws_s3_bucket_logging: { names: [], namespace: 'none' },
    aws_s3_bucket_notification: { names: [], namespace: 'none' },
    aws_s3_bucket_object_lock_configuration: { names: [], namespace: 'none' },
    aws_s3_bucket_ownership_controls: { names: [], namespace: 'none' },
    aws_s3_bucket_policy: { names: [], namespace: 'none' },
    aws_s3_bucket_public_access_block: { names: [], namespace: 'none' },
    aws_s3_bucket_replication_configuration: { names: [], namespace: 'none' },
    aws_s3_bucket_server_side_encryption_configuration: { names: [], namespace: 'none' },
    aws_s3_bucket_versioning: { names: [], namespace: 'none' },
  },
  roleDifferences: [
    { path: 'provider.aws', reason: REACHES_DR },
    { path: 'data.aws_ssm_parameter.contract-{peer}-kms-dataKeyArn', reason: REACHES_DR },
    { path: 'resource.aws_s3_bucket_replication_configuration', reason: JOINS_BUCKETS },
    { path: 'resource.aws_iam_role', reason: JOINS_BUCKETS },
    { path: 'resource.aws_iam_policy', reason: JOINS_BUCKETS },
    { path: 'resource.aws_iam_role_policy_attachment', reason: JOINS_BUCKETS },
  ],
} satisfies TierInvariants;
