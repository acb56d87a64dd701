import type { Naming } from '@healthcare-dr/platform';

/** The bucket of a Region that holds patient data. */
export const dataBucketName = (naming: Naming): string => naming.name('bucket', 'data');

/** The bucket of a Region that takes access logs, of buckets and of load balancers. */
export const accessLogBucketName = (naming: Naming): string => naming.name('bucket', 'access-logs');

/** The ARN of a bucket; S3 leaves Region and account out of it. */
export const bucketArn = (bucketName: string): string => `arn:aws:s3:::${bucketName}`;
