import { trailArn } from '@healthcare-dr/observability/contract';
import { suppress, TierStack } from '@healthcare-dr/platform';
import { bucketArn, trailBucketName } from '@healthcare-dr/s3-replication/contract';
import type { Construct } from 'constructs';
import type { AccessLogBucket } from './access-log-bucket';
import { bucketPolicy, transportStatements, type BucketPolicyStatement } from './bucket-policy';
import { trailLifecycle } from './lifecycle';
import { PrivateBucket } from './private-bucket';

/** Long enough to be tried, short enough to be gone with its environment. */
const EPHEMERAL_LOCK_DAYS = 1;

/** Props of {@link TrailBucket}. */
export interface TrailBucketProps {
  /** The Region's key for logs. */
  readonly logsKeyArn: string;
  /** The Region's bucket for access logs. */
  readonly accessLogs: AccessLogBucket;
}

/**
 * Where the Region's trail is kept: nobody outside the account reaches it, every access is logged, and what is written can be
 * neither changed nor deleted before its time. 45 CFR 164.312(b) and (c)(1); in production kept as long as 164.316(b)(2)(i) asks,
 * if `retention.auditLogDays` does.
 */
export class TrailBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { logsKeyArn, accessLogs }: TrailBucketProps) {
    const { naming, environment, ephemeral } = TierStack.of(scope);
    const { accountId, retention } = environment;
    const bucketName = trailBucketName(naming);
    super(scope, id, {
      bucketName,
      encryption: { algorithm: 'aws:kms', kmsKeyArn: logsKeyArn },
      policy: bucketPolicy(
        ...deliveryStatements({ bucketName, accountId, trail: trailArn(naming) }),
        ...transportStatements(bucketName),
      ),
      lifecycleRules: trailLifecycle(retention.auditLogDays),
      // COMPLIANCE binds the root user too; an ephemeral environment must be able to go.
      objectLock: ephemeral
        ? { mode: 'GOVERNANCE', days: EPHEMERAL_LOCK_DAYS }
        : { mode: 'COMPLIANCE', days: retention.auditLogDays },
      accessLogs,
      // A rule of the observability tier looks out for log files that somebody deletes.
      eventBridgeEnabled: true,
    });
    suppress(this.bucket, {
      check: 's3-replication',
      reason:
        'Each Region has a trail of its own over all Regions, in a bucket of its own: what happened is on record in both already.',
      owner: 'storage',
    });
  }
}

/**
 * CloudTrail may write for this one trail, which is known by name: it is made after its bucket.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
function deliveryStatements({
  bucketName,
  accountId,
  trail,
}: {
  readonly bucketName: string;
  readonly accountId: string;
  /** The ARN of the trail. */
  readonly trail: string;
}): BucketPolicyStatement[] {
  const cloudTrail = { Service: 'cloudtrail.amazonaws.com' };
  return [
    {
      Sid: 'TrailLooksAtItsBucket',
      Effect: 'Allow',
      Principal: cloudTrail,
      Action: 's3:GetBucketAcl',
      Resource: bucketArn(bucketName),
      Condition: { StringEquals: { 'aws:SourceArn': trail } },
    },
    {
      Sid: 'TrailWrites',
      Effect: 'Allow',
      Principal: cloudTrail,
      Action: 's3:PutObject',
      Resource: `${bucketArn(bucketName)}/AWSLogs/${accountId}/*`,
      Condition: {
        StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trail },
      },
    },
  ];
}
