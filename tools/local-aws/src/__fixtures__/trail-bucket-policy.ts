import { documentOf } from './iam';

/** The policy of a bucket that any trail may write to. */
export const trailBucketPolicy = (bucket: string): string =>
  documentOf({
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: ['s3:GetBucketAcl', 's3:PutObject'],
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  });
