import { blocksOf, everyString, stringsOf, type JsonObject } from '@healthcare-dr/testing';
import { check, type Check } from '../check';
import { all, is, isCustomerKey, onEach, onEachWhere, show, type Judge } from '../judge';
import type { EnvironmentModel, Resource } from '@healthcare-dr/testing';
import {
  allows,
  coversAction,
  isForEverybody,
  limitsCaller,
  statementsOf,
  type Statement,
} from '@healthcare-dr/testing';
import { meansBucket } from './bucket-reference';

const BUCKET = 'aws_s3_bucket';
const POLICY = 'aws_s3_bucket_policy';

/** The resources that configure a bucket, named by reference or by the bucket's name. */
const partsOf = (bucket: Resource, model: EnvironmentModel, part: string) =>
  model.companions(bucket, `aws_s3_bucket_${part}`, 'bucket', 'bucket');

/** Judges the resource that configures one side of a bucket; the finding stands on the bucket. */
const onPart =
  (part: string, judge: Judge): Judge =>
  (bucket, model) => {
    const parts = partsOf(bucket, model, part);
    if (parts.length === 0) return `has no aws_s3_bucket_${part}`;
    return parts.map((found) => judge(found, model)).find((judgement) => judgement !== undefined);
  };

const FLAGS = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

const READS = ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'];
const WRITES = ['s3:PutObject', 's3:DeleteObject', 's3:PutBucketPolicy', 's3:PutObjectAcl'];
const READ_ACL = /^(?:public-read|public-read-write|authenticated-read)$/;
const WRITE_ACL = /^public-read-write$/;
const GROUPS = /(?:AllUsers|AuthenticatedUsers)$/;

const judgePublic =
  (acl: RegExp, permissions: RegExp, actions: readonly string[], violation: string): Judge =>
  (bucket, model) => {
    const lists = [bucket, ...partsOf(bucket, model, 'acl')];
    const granted = lists.some(
      (list) =>
        acl.test(list.text('acl')) ||
        [...list.blocks('grant'), ...list.blocks('access_control_policy.grant')].some((grant) =>
          isPublicGrant(grant, permissions),
        ),
    );
    const allowed = partsOf(bucket, model, 'policy').some((policy) =>
      (statementsOf(model, policy, policy.at('policy')) ?? []).some(
        (statement) =>
          allows(statement) &&
          isForEverybody(statement) &&
          !limitsCaller(statement) &&
          actions.some((action) => coversAction(statement, action)),
      ),
    );
    return granted || allowed ? violation : undefined;
  };

const isPublicGrant = (grant: JsonObject, permissions: RegExp) =>
  [...everyString(grant)].some(({ text }) => GROUPS.test(text)) &&
  [...stringsOf(grant['permission']), ...stringsOf(grant['permissions'])].some((permission) =>
    permissions.test(permission),
  );

const onPolicy =
  (judge: (statements: readonly Statement[]) => string | undefined): Judge =>
  (policy, model) => {
    const statements = statementsOf(model, policy, policy.at('policy'));
    return statements === undefined ? 'cannot be read' : judge(statements);
  };

const judgeGrantees = onPolicy((statements) => {
  const grants = statements.filter(allows);
  if (grants.some(isForEverybody)) return 'allows everybody';
  const services = grants
    .filter((statement) => !limitsCaller(statement))
    .flatMap(({ principals }) => principals.filter(({ kind }) => kind === 'Service').map(({ id }) => id));
  return services.length === 0 ? undefined : `admits ${services.join(', ')} on behalf of any account`;
});

const judgeLockout = onPolicy((statements) =>
  statements.some(
    (statement) =>
      !allows(statement) &&
      isForEverybody(statement) &&
      statement.conditions.length === 0 &&
      coversAction(statement, 's3:PutBucketPolicy'),
  )
    ? 'denies everybody, its owner too, to change it'
    : undefined,
);

const judgeTls = onPolicy((statements) =>
  statements.some(
    (statement) =>
      !allows(statement) &&
      isForEverybody(statement) &&
      statement.actions.some((action) => action === 's3:*' || action === '*') &&
      statement.conditions.length === 1 &&
      statement.conditions.some(
        ({ operator, key, values }) =>
          operator === 'Bool' && key === 'aws:SecureTransport' && values.includes('false'),
      ) &&
      statement.resources.some((arn) => arn.endsWith('/*')) &&
      statement.resources.some((arn) => !arn.endsWith('/*')),
  )
    ? undefined
    : 'does not deny s3:* without TLS on the bucket and its objects',
);

const ENCRYPTION = 'rule.apply_server_side_encryption_by_default';

const judgeKmsEncryption = all(
  (part) =>
    /^aws:kms(?::dsse)?$/.test(part.text(`${ENCRYPTION}.sse_algorithm`))
      ? undefined
      : `encrypts with ${show(part.at(`${ENCRYPTION}.sse_algorithm`))}`,
  isCustomerKey(`${ENCRYPTION}.kms_master_key_id`),
  is('rule.bucket_key_enabled', true),
);

const enabledRules = (part: Resource) =>
  blocksOf(part.at('rule')).filter((rule) => rule['status'] === 'Enabled');

const enabled = (rule: JsonObject | undefined) => rule?.['status'] === 'Enabled';

const isWholeBucket = (rule: JsonObject) =>
  (rule['prefix'] ?? '') === '' &&
  blocksOf(rule['filter']).every((filter) => Object.values(filter).every((value) => value === ''));

/** Whether a destination is a bucket that this environment makes in another Region, by reference or by its name. */
const leadsAbroad = (part: Resource, destination: JsonObject | undefined, model: EnvironmentModel) =>
  model
    .ofType(BUCKET)
    .some(
      (bucket) =>
        bucket.region !== part.region &&
        (model.refersTo(part, destination?.['bucket'], bucket) ||
          destination?.['bucket'] === `arn:aws:s3:::${bucket.text('bucket')}`),
    );

const judgeReplication: Judge = (part, model) => {
  const rules = enabledRules(part).filter(isWholeBucket);
  if (rules.length === 0) return 'has no enabled replication rule for all of the bucket';
  const abroad = rules.filter((rule) => leadsAbroad(part, blocksOf(rule['destination'])[0], model));
  if (abroad.length === 0) return 'replicates to no bucket of this environment in another Region';
  const complete = abroad.some((rule) => {
    const [destination] = blocksOf(rule['destination']);
    const [criteria] = blocksOf(rule['source_selection_criteria']);
    const [encryption] = blocksOf(destination?.['encryption_configuration']);
    return (
      typeof encryption?.['replica_kms_key_id'] === 'string' &&
      enabled(blocksOf(criteria?.['sse_kms_encrypted_objects'])[0]) &&
      enabled(blocksOf(rule['delete_marker_replication'])[0]) &&
      enabled(blocksOf(destination?.['replication_time'])[0]) &&
      enabled(blocksOf(destination?.['metrics'])[0])
    );
  });
  return complete
    ? undefined
    : 'replicates without a replica key, encrypted objects, delete markers, time control or metrics';
};

const hasRule =
  (accepts: (rule: JsonObject) => boolean, violation: string): Judge =>
  (part) =>
    enabledRules(part).some(accepts) ? undefined : violation;

const holdsTrail = (bucket: Resource, model: EnvironmentModel) =>
  model
    .ofType('aws_cloudtrail')
    .some((trail) => meansBucket(model, trail, trail.at('s3_bucket_name'), bucket));

/** Buckets. What a bucket lacks is found on the bucket, so that one place holds its exceptions. */
export const S3_CHECKS: readonly Check[] = [
  check(
    's3-block-public-access',
    onEach(BUCKET, onPart('public_access_block', all(...FLAGS.map((flag) => is(flag, true))))),
  ),
  check(
    's3-no-public-read',
    onEach(BUCKET, judgePublic(READ_ACL, /^(?:READ|FULL_CONTROL)$/, READS, 'can be read by everybody')),
  ),
  check(
    's3-no-public-write',
    onEach(BUCKET, judgePublic(WRITE_ACL, /^(?:WRITE|FULL_CONTROL)$/, WRITES, 'can be written by everybody')),
  ),
  check(
    's3-acl-disabled',
    onEach(
      BUCKET,
      all(
        (bucket, model) =>
          partsOf(bucket, model, 'acl').length > 0 ? 'has an access control list' : undefined,
        onPart('ownership_controls', is('rule.object_ownership', 'BucketOwnerEnforced')),
      ),
    ),
  ),
  check('s3-policy-no-any-principal', onEach(POLICY, judgeGrantees)),
  check('s3-policy-no-lockout', onEach(POLICY, judgeLockout)),
  check('s3-tls-only', onEach(BUCKET, onPart('policy', judgeTls))),
  check(
    's3-encryption-enabled',
    onEach(
      BUCKET,
      onPart('server_side_encryption_configuration', (part) =>
        part.text(`${ENCRYPTION}.sse_algorithm`) === '' ? 'names no encryption algorithm' : undefined,
      ),
    ),
  ),
  check(
    's3-encryption-kms',
    onEach(BUCKET, onPart('server_side_encryption_configuration', judgeKmsEncryption)),
  ),
  check(
    's3-versioning',
    onEach(BUCKET, onPart('versioning', is('versioning_configuration.status', 'Enabled'))),
  ),
  check(
    's3-access-logging',
    onEach(BUCKET, (bucket, model) =>
      onPart('logging', (part) =>
        part.text('target_bucket') === '' || model.refersTo(part, part.at('target_bucket'), bucket)
          ? 'does not log to another bucket'
          : undefined,
      )(bucket, model),
    ),
  ),
  check('s3-replication', onEach(BUCKET, onPart('replication_configuration', judgeReplication))),
  check(
    's3-object-lock',
    onEachWhere(
      BUCKET,
      holdsTrail,
      onPart('object_lock_configuration', (part) =>
        part.at('rule.default_retention.mode') === undefined ? 'has no default retention' : undefined,
      ),
    ),
  ),
  check(
    's3-lifecycle',
    onEach(
      BUCKET,
      onPart(
        'lifecycle_configuration',
        hasRule(
          (rule) => blocksOf(rule['noncurrent_version_expiration']).length > 0 && isWholeBucket(rule),
          'keeps old versions for ever',
        ),
      ),
    ),
  ),
  check(
    's3-abort-multipart',
    onEach(
      BUCKET,
      onPart(
        'lifecycle_configuration',
        hasRule(
          (rule) => blocksOf(rule['abort_incomplete_multipart_upload']).length > 0 && isWholeBucket(rule),
          'keeps abandoned uploads',
        ),
      ),
    ),
  ),
  check(
    's3-event-notifications',
    onEach(
      BUCKET,
      onPart('notification', (part) =>
        part.at('eventbridge') === true ||
        ['lambda_function', 'queue', 'topic'].some((target) => part.blocks(target).length > 0)
          ? undefined
          : 'announces them to nobody',
      ),
    ),
  ),
  check(
    's3-dns-name',
    onEach(BUCKET, (bucket) =>
      /^[a-z0-9][a-z0-9-]*[a-z0-9]$/.test(bucket.text('bucket'))
        ? undefined
        : `bucket is ${show(bucket.at('bucket'))}`,
    ),
  ),
  check('s3-object-cmk', onEach(['aws_s3_object', 'aws_s3_object_copy'], isCustomerKey('kms_key_id'))),
  check(
    's3-access-point-private',
    onEach(
      'aws_s3_access_point',
      all(...FLAGS.map((flag) => is(`public_access_block_configuration.${flag}`, true))),
    ),
  ),
];
