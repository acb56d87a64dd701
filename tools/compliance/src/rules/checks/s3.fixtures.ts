import { policy, type Fixture } from '@healthcare-dr/testing';
import { KEY, KEY_ARN, single, type CheckFixture } from '../describe-checks';

const NAME = 'healthcare-data-222222222222-eu-west-2-prod';
const BUCKET: Fixture = { ...KEY, aws_s3_bucket: { b: { bucket: NAME } } };
const REFERENCE = '${aws_s3_bucket.b.bucket}';

/** A bucket with one of the resources that configure it. */
const part = (type: string, attributes: Record<string, unknown>, bucket: string = REFERENCE): Fixture => ({
  ...BUCKET,
  [`aws_s3_bucket_${type}`]: { p: { bucket, ...attributes } },
});

/** A control that a resource of its own switches on: by reference or by name, and not by another bucket's. */
const needs = (
  type: string,
  good: Record<string, unknown>,
  bad: Record<string, Record<string, unknown>>,
): CheckFixture => ({
  good: [part(type, good), part(type, good, NAME)],
  bad: {
    absent: BUCKET,
    'another bucket’s': part(type, good, 'other'),
    ...Object.fromEntries(Object.entries(bad).map(([what, attributes]) => [what, part(type, attributes)])),
  },
});

const FLAGS = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const oneOff = (flags: Record<string, boolean>) =>
  Object.fromEntries(Object.keys(flags).map((flag) => [flag, { ...flags, [flag]: false }]));

const OBJECTS = `arn:aws:s3:::${NAME}/*`;
const ARN = `arn:aws:s3:::${NAME}`;
const bucketPolicy = (...statements: Record<string, unknown>[]) =>
  part('policy', { policy: policy(...statements) });
const ALLOW = { Effect: 'Allow', Principal: '*', Resource: OBJECTS };
const IN_ACCOUNT = { StringEquals: { 'aws:SourceAccount': '222222222222' } };
const grantTo = (uri: string, permission: string) => ({
  access_control_policy: { grant: [{ grantee: { type: 'Group', uri }, permission }] },
});
const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';
const TLS = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [ARN, OBJECTS],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const encryption = (algorithm: string | undefined, key: string | undefined, bucketKey = true) => ({
  rule: [
    {
      apply_server_side_encryption_by_default: { sse_algorithm: algorithm, kms_master_key_id: key },
      bucket_key_enabled: bucketKey,
    },
  ],
});

const ON = { status: 'Enabled' };
const PEER = 'healthcare-data-222222222222-eu-west-1-prod';
const DESTINATION = {
  bucket: `arn:aws:s3:::${PEER}`,
  encryption_configuration: { replica_kms_key_id: 'arn:aws:kms:eu-west-1:222222222222:key/1' },
  replication_time: { ...ON, time: { minutes: 15 } },
  metrics: { ...ON, event_threshold: { minutes: 15 } },
};
const REPLICATION = {
  ...ON,
  destination: DESTINATION,
  source_selection_criteria: { sse_kms_encrypted_objects: ON },
  delete_marker_replication: ON,
};
const replicating = (destination: Record<string, unknown>) => ({
  ...REPLICATION,
  destination: { ...DESTINATION, ...destination },
});
/** Two buckets of the pair, the other one of which replicates as it should. */
const replicated = (forth: Record<string, unknown>): Fixture => ({
  aws_s3_bucket: { b: { bucket: NAME }, peer: { bucket: PEER, provider: 'aws.dr' } },
  aws_s3_bucket_replication_configuration: {
    forth: { bucket: REFERENCE, rule: [forth] },
    back: { bucket: PEER, provider: 'aws.dr', rule: [replicating({ bucket: ARN })] },
  },
});
const rule = (attributes: Record<string, unknown>) => ({ rule: [{ ...ON, ...attributes }] });
const trail: Fixture = { aws_cloudtrail: { t: { s3_bucket_name: NAME } } };
const lock = { rule: { default_retention: { mode: 'COMPLIANCE', days: 2190 } } };

/** What each check must accept and refuse. */
export const S3_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  's3-block-public-access': needs('public_access_block', FLAGS, oneOff(FLAGS)),
  's3-no-public-read': {
    good: [
      BUCKET,
      part('acl', { acl: 'private' }),
      bucketPolicy({ ...ALLOW, Action: 's3:GetObject', Condition: IN_ACCOUNT }),
    ],
    bad: {
      'a canned list': part('acl', { acl: 'public-read' }),
      'every AWS account': part('acl', { acl: 'authenticated-read' }),
      'the bucket’s own list': { aws_s3_bucket: { b: { acl: 'public-read-write' } } },
      'a grant': part('acl', grantTo(ALL_USERS, 'READ')),
      'a policy': bucketPolicy({ ...ALLOW, Action: 's3:Get*' }),
    },
  },
  's3-no-public-write': {
    good: [BUCKET, part('acl', { acl: 'public-read' }), part('acl', grantTo(ALL_USERS, 'READ'))],
    bad: {
      'a canned list': part('acl', { acl: 'public-read-write' }),
      'a grant': part('acl', grantTo(ALL_USERS, 'WRITE')),
      'a policy': bucketPolicy({ ...ALLOW, Action: ['s3:GetObject', 's3:PutObject'] }),
    },
  },
  's3-acl-disabled': {
    good: part('ownership_controls', { rule: { object_ownership: 'BucketOwnerEnforced' } }),
    bad: {
      absent: BUCKET,
      writer: part('ownership_controls', { rule: { object_ownership: 'ObjectWriter' } }),
      'a list': {
        ...part('ownership_controls', { rule: { object_ownership: 'BucketOwnerEnforced' } }),
        aws_s3_bucket_acl: { a: { bucket: REFERENCE, acl: 'private' } },
      },
    },
  },
  's3-policy-no-any-principal': {
    good: [
      bucketPolicy(TLS, {
        ...ALLOW,
        Principal: { AWS: 'arn:aws:iam::222222222222:role/x' },
        Action: 's3:GetObject',
      }),
      bucketPolicy({
        ...ALLOW,
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Condition: IN_ACCOUNT,
      }),
    ],
    bad: {
      everybody: bucketPolicy({ ...ALLOW, Action: 's3:GetObject' }),
      'everybody, under a condition': bucketPolicy({
        ...ALLOW,
        Action: 's3:GetObject',
        Condition: IN_ACCOUNT,
      }),
      'a service for any account': bucketPolicy({
        ...ALLOW,
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
      }),
      'not to be read': part('policy', { policy: '${jsonencode({})}' }),
    },
  },
  's3-policy-no-lockout': {
    good: bucketPolicy(TLS),
    bad: { lockout: bucketPolicy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ARN }) },
  },
  's3-tls-only': {
    good: bucketPolicy(TLS),
    bad: {
      absent: BUCKET,
      'objects alone': bucketPolicy({ ...TLS, Resource: OBJECTS }),
      'the bucket alone': bucketPolicy({ ...TLS, Resource: ARN }),
      'reads alone': bucketPolicy({ ...TLS, Action: 's3:GetObject' }),
      'one principal': bucketPolicy({ ...TLS, Principal: { AWS: 'x' } }),
      'the wrong way round': bucketPolicy({ ...TLS, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
      'an allowance': bucketPolicy({ ...TLS, Effect: 'Allow' }),
      'under another condition too': bucketPolicy({
        ...TLS,
        Condition: { ...TLS.Condition, StringEquals: { 'aws:PrincipalAccount': '1' } },
      }),
    },
  },
  's3-encryption-enabled': needs('server_side_encryption_configuration', encryption('AES256', undefined), {
    'no algorithm': encryption(undefined, undefined),
  }),
  's3-encryption-kms': needs('server_side_encryption_configuration', encryption('aws:kms', KEY_ARN), {
    'AWS’s own': encryption('AES256', undefined),
    'AWS’s key': encryption('aws:kms', undefined),
    'no bucket key': encryption('aws:kms', KEY_ARN, false),
  }),
  's3-versioning': needs(
    'versioning',
    { versioning_configuration: { status: 'Enabled' } },
    { suspended: { versioning_configuration: { status: 'Suspended' } } },
  ),
  's3-access-logging': needs(
    'logging',
    { target_bucket: 'logs' },
    { 'to itself': { target_bucket: '${aws_s3_bucket.b.id}' } },
  ),
  's3-replication': {
    good: [replicated(REPLICATION), replicated({ ...REPLICATION, filter: [{ prefix: '' }] })],
    bad: {
      absent: BUCKET,
      'another bucket’s': part('replication_configuration', { rule: [REPLICATION] }, 'other'),
      'no rule': part('replication_configuration', {}),
      disabled: replicated({ ...REPLICATION, status: 'Disabled' }),
      'one folder': replicated({ ...REPLICATION, filter: [{ prefix: 'a/' }] }),
      'to a bucket that nobody knows': replicated(replicating({ bucket: 'arn:aws:s3:::other' })),
      'within the Region': replicated(replicating({ bucket: ARN })),
      'no replica key': replicated(replicating({ encryption_configuration: undefined })),
      'no encrypted objects': replicated({ ...REPLICATION, source_selection_criteria: undefined }),
      'no delete markers': replicated({ ...REPLICATION, delete_marker_replication: { status: 'Disabled' } }),
      'no time control': replicated(replicating({ replication_time: undefined })),
      'no metrics': replicated(replicating({ metrics: undefined })),
    },
  },
  's3-object-lock': {
    good: [
      { ...part('object_lock_configuration', lock), ...trail },
      {
        ...part('object_lock_configuration', lock),
        aws_cloudtrail: { t: { s3_bucket_name: REFERENCE }, u: { s3_bucket_name: 'other' } },
      },
    ],
    bad: {
      absent: { ...BUCKET, ...trail },
      'no default': { ...part('object_lock_configuration', {}), ...trail },
    },
  },
  's3-lifecycle': needs(
    'lifecycle_configuration',
    rule({ noncurrent_version_expiration: { noncurrent_days: 90 } }),
    {
      'no rule': {},
      'current versions alone': rule({ expiration: { days: 90 } }),
      disabled: rule({ status: 'Disabled', noncurrent_version_expiration: { noncurrent_days: 90 } }),
      'moved, and kept': rule({
        noncurrent_version_transition: { noncurrent_days: 30, storage_class: 'GLACIER' },
      }),
      'one folder': rule({
        filter: { prefix: 'a/' },
        noncurrent_version_expiration: { noncurrent_days: 90 },
      }),
    },
  ),
  's3-abort-multipart': needs(
    'lifecycle_configuration',
    rule({ filter: { prefix: '' }, abort_incomplete_multipart_upload: { days_after_initiation: 7 } }),
    {
      'no rule': {},
      'one folder': rule({
        filter: { prefix: 'a/' },
        abort_incomplete_multipart_upload: { days_after_initiation: 7 },
      }),
    },
  ),
  's3-event-notifications': needs(
    'notification',
    { eventbridge: true },
    { 'to nobody': {}, off: { eventbridge: false } },
  ),
  's3-dns-name': {
    good: BUCKET,
    bad: { dots: { aws_s3_bucket: { b: { bucket: 'a.b' } } }, 'not said': { aws_s3_bucket: { b: {} } } },
  },
  's3-object-cmk': single('aws_s3_object', { kms_key_id: KEY_ARN }, { absent: {} }),
  's3-access-point-private': single(
    'aws_s3_access_point',
    { public_access_block_configuration: FLAGS },
    {
      absent: {},
      'one flag off': { public_access_block_configuration: { ...FLAGS, block_public_policy: false } },
    },
  ),
};
