import { NAME_PREFIX, suppress, TierStack } from '@healthcare-dr/platform';
import { ACCESS_LOG_PREFIXES, accessLogBucketName, bucketArn } from '@healthcare-dr/s3-replication/contract';
import type { Construct } from 'constructs';
import { bucketPolicy, transportStatements, type BucketPolicyStatement } from './bucket-policy';
import { accessLogLifecycle } from './lifecycle';
import { PrivateBucket } from './private-bucket';

/** Why the bucket differs from what the controls ask of every bucket. */
const EXCEPTIONS = [
  {
    check: 's3-encryption-kms',
    reason:
      'S3 server access logs and load balancer logs can be delivered to a bucket with SSE-S3 only; objects are encrypted with keys of S3.',
  },
  {
    check: 's3-access-logging',
    reason: 'The access log of the access-log bucket would log its own deliveries for ever.',
  },
  {
    check: 's3-replication',
    reason:
      'Each Region logs what happens in it to a bucket of its own; logs of a Region that is lost tell of that Region.',
  },
  {
    check: 's3-event-notifications',
    reason: 'An event for every delivered log file tells nobody anything.',
  },
];

/**
 * Takes the server access logs of this environment's buckets and the logs of its load balancers, in the Region they come from:
 * 45 CFR 164.312(b), audit controls.
 */
export class AccessLogBucket extends PrivateBucket {
  constructor(scope: Construct, id: string) {
    const stack = TierStack.of(scope);
    const { naming, environment } = stack;
    const { accountId, retention, suffix } = environment;
    const bucketName = accessLogBucketName(naming);
    super(scope, id, {
      bucketName,
      encryption: { algorithm: 'AES256' },
      policy: bucketPolicy(
        ...transportStatements(bucketName),
        ...deliveryStatements({
          bucketName,
          accountId,
          // Buckets of this environment in this Region: a bucket's logs cannot leave its Region.
          sourceBuckets: bucketArn(`${NAME_PREFIX}-*-${accountId}-${stack.topology.region}-${suffix}`),
          loadBalancers: naming.arn('elasticloadbalancing', 'loadbalancer/*'),
        }),
      ),
      lifecycleRules: accessLogLifecycle(retention.auditLogDays),
    });
    for (const { check, reason } of EXCEPTIONS) suppress(this.bucket, { check, reason, owner: 'storage' });
  }
}

interface DeliveryScope {
  readonly bucketName: string;
  readonly accountId: string;
  /** ARNs of the buckets whose logs are taken, with wildcards. */
  readonly sourceBuckets: string;
  /** ARNs of the load balancers whose logs are taken, with wildcards. */
  readonly loadBalancers: string;
}

function deliveryStatements(scope: DeliveryScope): BucketPolicyStatement[] {
  const { bucketName, accountId, sourceBuckets, loadBalancers } = scope;
  const deliver = (
    sid: string,
    service: string,
    prefix: string,
    sourceArn: string,
  ): BucketPolicyStatement => ({
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 's3:PutObject',
    Resource: `${bucketArn(bucketName)}/${prefix}*`,
    Condition: {
      StringEquals: { 'aws:SourceAccount': accountId },
      ArnLike: { 'aws:SourceArn': sourceArn },
    },
  });
  const { Condition, ...loadBalancerDelivery } = deliver(
    'LoadBalancerLogs',
    'logdelivery.elasticloadbalancing.amazonaws.com',
    `${ACCESS_LOG_PREFIXES.loadBalancer}/AWSLogs/${accountId}/`,
    loadBalancers,
  );
  return [
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    deliver('ServerAccessLogs', 'logging.s3.amazonaws.com', ACCESS_LOG_PREFIXES.bucket, sourceBuckets),
    // The service principal holds in every Region since September 2025; the accounts per Region before it are no longer needed.
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html: the load balancer is named
    // as the source, the account is not.
    { ...loadBalancerDelivery, Condition: { ArnLike: Condition['ArnLike'] ?? {} } },
  ];
}
