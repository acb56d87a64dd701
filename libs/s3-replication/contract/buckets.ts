import type { Naming } from '@healthcare-dr/platform';

/** The bucket of a Region that holds patient data. */
export const dataBucketName = (naming: Naming): string => naming.name('bucket', 'data');

/** The bucket of a Region that takes access logs, of buckets and of load balancers. */
export const accessLogBucketName = (naming: Naming): string => naming.name('bucket', 'access-logs');

/** The bucket of a Region in which its trail keeps the log files. */
export const trailBucketName = (naming: Naming): string => naming.name('bucket', 'trail');

/** The ARN of a bucket; S3 leaves Region and account out of it. */
export const bucketArn = (bucketName: string): string => `arn:aws:s3:::${bucketName}`;

/**
 * Under which prefix of the access-log bucket each service writes; its policy lets them write nowhere else. A load balancer adds
 * `AWSLogs/<account>/` by itself, and refuses a prefix that has it.
 */
export const ACCESS_LOG_PREFIXES = {
  /** `prefix` of a load balancer's access and connection logs: no slash at its end. */
  loadBalancer: 'alb',
  /** `target_prefix` of a bucket's server access logs: it ends in a slash, and S3 adds what follows. */
  bucket: 's3/',
} as const;
