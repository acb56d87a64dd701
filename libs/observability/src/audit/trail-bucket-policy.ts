import { bucketArn } from '@healthcare-dr/s3-replication/contract';

/** What the policy of a trail's bucket is made from. */
export interface TrailBucketPolicyProps {
  readonly bucketName: string;
  readonly accountId: string;
  readonly trailArn: string;
}

const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };

/**
 * CloudTrail may write for this one trail; nobody speaks plain HTTP or TLS that is known to be broken.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function trailBucketPolicy({ bucketName, accountId, trailArn }: TrailBucketPolicyProps) {
  const arn = bucketArn(bucketName);
  const refuse = (sid: string, condition: Readonly<Record<string, Readonly<Record<string, string>>>>) => ({
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: condition,
  });
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TrailLooksAtItsBucket',
        Effect: 'Allow',
        Principal: CLOUDTRAIL,
        Action: 's3:GetBucketAcl',
        Resource: arn,
        Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
      },
      {
        Sid: 'TrailWrites',
        Effect: 'Allow',
        Principal: CLOUDTRAIL,
        Action: 's3:PutObject',
        Resource: `${arn}/AWSLogs/${accountId}/*`,
        Condition: {
          StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trailArn },
        },
      },
      refuse('RefusePlainHttp', { Bool: { 'aws:SecureTransport': 'false' } }),
      refuse('RefuseOldTls', { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
    ],
  };
}
