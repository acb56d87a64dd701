import { type Fixture } from '@healthcare-dr/testing';
import { KEY_ARN, single, type CheckFixture } from '../describe-checks';

const TRAIL = 'aws_cloudtrail';
const BUCKET: Fixture = {
  [TRAIL]: { t: { s3_bucket_name: 'healthcare-audit' } },
  aws_s3_bucket: { b: { bucket: 'healthcare-audit' } },
};
const FLAGS = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const block = (flags: Record<string, boolean>): Fixture => ({
  ...BUCKET,
  aws_s3_bucket_public_access_block: { p: { bucket: '${aws_s3_bucket.b.id}', ...flags } },
});
const selector = (attributes: Record<string, unknown> = {}) => ({
  event_selector: [
    {
      read_write_type: 'All',
      data_resource: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3'] }],
      ...attributes,
    },
  ],
});
const advanced = (...fields: Record<string, unknown>[]) => ({
  advanced_event_selector: [
    { field_selector: [{ field: 'resources.type', equals: ['AWS::S3::Object'] }, ...fields] },
  ],
});

/** What each check must accept and refuse. */
export const CLOUDTRAIL_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'trail-enabled': single(TRAIL, {}, { off: { enable_logging: false } }),
  'trail-multi-region': single(
    TRAIL,
    { is_multi_region_trail: true },
    {
      'one Region': {},
      'no global services': { is_multi_region_trail: true, include_global_service_events: false },
    },
  ),
  'trail-cloudwatch': single(
    TRAIL,
    { cloud_watch_logs_group_arn: 'arn', cloud_watch_logs_role_arn: 'arn' },
    { 'no group': { cloud_watch_logs_role_arn: 'arn' }, 'no role': { cloud_watch_logs_group_arn: 'arn' } },
  ),
  'trail-cmk': single(TRAIL, { kms_key_id: KEY_ARN }, { absent: {} }),
  'trail-validation': single(TRAIL, { enable_log_file_validation: true }, { absent: {} }),
  'trail-s3-data-events': {
    good: [
      { [TRAIL]: { t: selector() } },
      {
        [TRAIL]: {
          t: selector({ data_resource: [{ type: 'AWS::Lambda::Function' }, { type: 'AWS::S3::Object' }] }),
        },
      },
      { [TRAIL]: { t: advanced() } },
    ],
    bad: {
      none: { [TRAIL]: { t: {} } },
      'writes alone': { [TRAIL]: { t: selector({ read_write_type: 'WriteOnly' }) } },
      'another service': { [TRAIL]: { t: selector({ data_resource: [{ type: 'AWS::Lambda::Function' }] }) } },
      'reads alone': { [TRAIL]: { t: advanced({ field: 'readOnly', equals: ['true'] }) } },
    },
  },
  'trail-sns': single(TRAIL, { sns_topic_name: 'topic' }, { absent: {} }),
  'trail-bucket-private': {
    good: block(FLAGS),
    bad: {
      'no block': BUCKET,
      'somebody else’s bucket': { [TRAIL]: { t: { s3_bucket_name: 'other' } } },
      ...Object.fromEntries(Object.keys(FLAGS).map((flag) => [flag, block({ ...FLAGS, [flag]: false })])),
    },
  },
  'trail-bucket-logged': {
    good: { ...BUCKET, aws_s3_bucket_logging: { l: { bucket: 'healthcare-audit', target_bucket: 'logs' } } },
    bad: { 'not logged': BUCKET },
  },
  'trail-event-data-store-cmk': single(
    'aws_cloudtrail_event_data_store',
    { kms_key_id: KEY_ARN },
    { absent: {} },
  ),
};
