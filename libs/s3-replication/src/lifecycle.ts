import type { S3BucketLifecycleConfigurationRule } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';

/** After how many days an object moves to Intelligent-Tiering, which then follows how it is used. */
export const INTELLIGENT_TIERING_AFTER_DAYS = 30;

/** For how many days a version that was overwritten or deleted can still be restored. */
export const NONCURRENT_VERSION_DAYS = 90;

/** After how many days an upload that was never finished is given up. */
export const ABORT_UPLOAD_AFTER_DAYS = 7;

/** The whole bucket. */
const EVERYTHING = [{ prefix: '' }];

/** What every bucket of the tier does: it forgets old versions, unfinished uploads, and markers that mark nothing. */
function cleaning(): S3BucketLifecycleConfigurationRule[] {
  return [
    {
      id: 'abort-incomplete-uploads',
      status: 'Enabled',
      filter: EVERYTHING,
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: ABORT_UPLOAD_AFTER_DAYS }],
    },
    {
      id: 'expire-old-versions',
      status: 'Enabled',
      filter: EVERYTHING,
      noncurrentVersionExpiration: [{ noncurrentDays: NONCURRENT_VERSION_DAYS }],
    },
  ];
}

/** The lifecycle of the data bucket. S3 replicates no lifecycle action, so both Regions have the same rules. */
export function dataLifecycle(): S3BucketLifecycleConfigurationRule[] {
  return [
    {
      id: 'intelligent-tiering',
      status: 'Enabled',
      filter: EVERYTHING,
      transition: [{ days: INTELLIGENT_TIERING_AFTER_DAYS, storageClass: 'INTELLIGENT_TIERING' }],
    },
    ...cleaning(),
    {
      id: 'remove-lone-delete-markers',
      status: 'Enabled',
      filter: EVERYTHING,
      expiration: [{ expiredObjectDeleteMarker: true }],
    },
  ];
}

/** What audit records do: they are kept as long as the environment says. */
function auditRecords(id: string, retentionDays: number): S3BucketLifecycleConfigurationRule[] {
  return [
    {
      id,
      status: 'Enabled',
      filter: EVERYTHING,
      expiration: [{ days: retentionDays }],
    },
    ...cleaning(),
  ];
}

/** The lifecycle of the access-log bucket. */
export const accessLogLifecycle = (retentionDays: number) => auditRecords('expire-logs', retentionDays);

/** The lifecycle of the trail's bucket. */
export const trailLifecycle = (retentionDays: number) => auditRecords('expire-trail', retentionDays);
