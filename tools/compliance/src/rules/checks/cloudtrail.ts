import { blocksOf, stringsOf } from '@healthcare-dr/testing';
import { check, type Check } from '../check';
import { all, is, isCustomerKey, isNot, isSet, onEach, type Judge } from '../judge';
import type { EnvironmentModel, Resource } from '@healthcare-dr/testing';
import { meansBucket } from './bucket-reference';

const TRAIL = 'aws_cloudtrail';
const OBJECTS = 'AWS::S3::Object';

const judgeDataEvents: Judge = (trail) => {
  const basic = trail
    .blocks('event_selector')
    .some(
      (selector) =>
        (selector['read_write_type'] ?? 'All') === 'All' &&
        blocksOf(selector['data_resource']).some((resource) => resource['type'] === OBJECTS),
    );
  const advanced = trail.blocks('advanced_event_selector').some((selector) => {
    const fields = blocksOf(selector['field_selector']);
    return (
      fields.some(
        (field) => field['field'] === 'resources.type' && stringsOf(field['equals']).includes(OBJECTS),
      ) && !fields.some((field) => field['field'] === 'readOnly')
    );
  });
  return basic || advanced ? undefined : 'does not record both reads and writes of objects';
};

/** The bucket a trail writes to, if this environment makes it. */
const bucketOf = (trail: Resource, model: EnvironmentModel) =>
  model
    .ofType('aws_s3_bucket')
    .find((bucket) => meansBucket(model, trail, trail.at('s3_bucket_name'), bucket));

const onBucketOf =
  (type: string, judge: Judge): Judge =>
  (trail, model) => {
    const bucket = bucketOf(trail, model);
    if (bucket === undefined) return 'its bucket is not made by this environment';
    const [part] = model.companions(bucket, type, 'bucket', 'bucket');
    return part === undefined ? `its bucket has no ${type}` : judge(part, model);
  };

/** Trails: what everybody did, kept where nobody can change it. */
export const CLOUDTRAIL_CHECKS: readonly Check[] = [
  check('trail-enabled', onEach(TRAIL, isNot('enable_logging', false))),
  check(
    'trail-multi-region',
    onEach(TRAIL, all(is('is_multi_region_trail', true), isNot('include_global_service_events', false))),
  ),
  check(
    'trail-cloudwatch',
    onEach(TRAIL, all(isSet('cloud_watch_logs_group_arn'), isSet('cloud_watch_logs_role_arn'))),
  ),
  check('trail-cmk', onEach(TRAIL, isCustomerKey('kms_key_id'))),
  check('trail-validation', onEach(TRAIL, is('enable_log_file_validation', true))),
  check('trail-s3-data-events', onEach(TRAIL, judgeDataEvents)),
  check('trail-sns', onEach(TRAIL, isSet('sns_topic_name'))),
  check(
    'trail-bucket-private',
    onEach(
      TRAIL,
      onBucketOf(
        'aws_s3_bucket_public_access_block',
        all(
          is('block_public_acls', true),
          is('block_public_policy', true),
          is('ignore_public_acls', true),
          is('restrict_public_buckets', true),
        ),
      ),
    ),
  ),
  check('trail-bucket-logged', onEach(TRAIL, onBucketOf('aws_s3_bucket_logging', isSet('target_bucket')))),
  check('trail-event-data-store-cmk', onEach('aws_cloudtrail_event_data_store', isCustomerKey('kms_key_id'))),
];
