import { type Fixture } from '@healthcare-dr/testing';
import { KEY, KEY_ARN, single, tripwire, type CheckFixture } from '../describe-checks';

const CLUSTER = 'aws_rds_cluster';
const INSTANCE = 'aws_rds_cluster_instance';
const DR_KEY: Fixture = { aws_kms_key: { k: { provider: 'aws.dr' } } };

const cluster = (attributes: Record<string, unknown>): Fixture => ({ ...KEY, [CLUSTER]: { x: attributes } });
const withParameters = (...parameters: [string, string][]): Fixture => ({
  ...cluster({ db_cluster_parameter_group_name: '${aws_rds_cluster_parameter_group.g.name}' }),
  aws_rds_cluster_parameter_group: { g: { parameter: parameters.map(([name, value]) => ({ name, value })) } },
});
const instances = (...clusters: string[]): Fixture => ({
  ...cluster({ cluster_identifier: 'healthcare-aurora-prod' }),
  [INSTANCE]: Object.fromEntries(
    clusters.map((identifier, index) => [`i${index}`, { cluster_identifier: identifier }]),
  ),
});
const REFERENCE = '${aws_rds_cluster.x.cluster_identifier}';
const member = (attributes: Record<string, unknown>): Fixture => ({
  ...cluster(attributes),
  [INSTANCE]: { x: { cluster_identifier: REFERENCE, auto_minor_version_upgrade: true } },
});
const inZones = (...zones: (string | undefined)[]): Fixture => ({
  ...cluster({ cluster_identifier: 'healthcare-aurora-prod' }),
  [INSTANCE]: Object.fromEntries(
    zones.map((zone, index) => [
      `i${index}`,
      { cluster_identifier: REFERENCE, ...(zone === undefined ? {} : { availability_zone: zone }) },
    ]),
  ),
});
const selection = (attributes: Record<string, unknown>): Fixture => ({
  ...cluster({ cluster_identifier: 'healthcare-aurora-prod', tags: { Backup: 'daily' } }),
  aws_backup_selection: { s: attributes },
});
const ARN = 'arn:aws:rds:eu-west-2:222222222222:cluster:healthcare-aurora-prod';

/** What each check must accept and refuse. */
export const RDS_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'rds-cluster-encrypted': single(
    CLUSTER,
    { storage_encrypted: true },
    { off: { storage_encrypted: false }, absent: {} },
  ),
  'rds-global-encrypted': {
    good: [
      { aws_rds_global_cluster: { x: { storage_encrypted: true } } },
      { aws_rds_global_cluster: { x: { source_db_cluster_identifier: 'arn' } } },
    ],
    bad: { absent: { aws_rds_global_cluster: { x: {} } } },
  },
  'rds-cluster-cmk': {
    good: [
      cluster({ kms_key_id: KEY_ARN }),
      cluster({ kms_key_id: 'arn:aws:kms:eu-west-2:222222222222:key/1' }),
      { ...DR_KEY, [CLUSTER]: { x: { kms_key_id: KEY_ARN, provider: 'aws.dr' } } },
    ],
    bad: {
      absent: cluster({}),
      'AWS’s key': cluster({ kms_key_id: 'arn:aws:kms:eu-west-2:222222222222:alias/aws/rds' }),
      'a key of the other Region': { ...DR_KEY, [CLUSTER]: { x: { kms_key_id: KEY_ARN } } },
      'another Region’s key by ARN': cluster({ kms_key_id: 'arn:aws:kms:eu-west-1:222222222222:key/1' }),
      'a contract that nobody publishes': {
        ...cluster({ kms_key_id: '${data.aws_ssm_parameter.p.insecure_value}' }),
        'data.aws_ssm_parameter': { p: { name: '/healthcare-dr/prod/kms/database-key-arn' } },
      },
    },
  },
  'rds-not-public': single(
    INSTANCE,
    { publicly_accessible: false },
    { public: { publicly_accessible: true }, absent: {} },
  ),
  'rds-logs-exported': single(
    CLUSTER,
    { enabled_cloudwatch_logs_exports: ['postgresql'] },
    { none: {}, another: { enabled_cloudwatch_logs_exports: ['upgrade'] } },
  ),
  'rds-query-logging': {
    good: withParameters(['log_statement', 'ddl'], ['log_min_duration_statement', '1000']),
    bad: {
      'no group': cluster({}),
      'one of the two': withParameters(['log_statement', 'ddl']),
      'switched off': withParameters(['log_statement', 'none'], ['log_min_duration_statement', '1000']),
      'slow ones switched off': withParameters(
        ['log_statement', 'ddl'],
        ['log_min_duration_statement', '-1'],
      ),
    },
  },
  'rds-force-ssl': {
    good: [
      withParameters(['rds.force_ssl', '1']),
      {
        ...cluster({ db_cluster_parameter_group_name: 'g' }),
        aws_rds_cluster_parameter_group: {
          g: { name: 'g', parameter: [{ name: 'rds.force_ssl', value: '1' }] },
        },
      },
    ],
    bad: { 'no group': cluster({}), off: withParameters(['rds.force_ssl', '0']) },
  },
  'rds-backup-retention': single(
    CLUSTER,
    { backup_retention_period: 7 },
    {
      absent: {},
      'one day': { backup_retention_period: 1 },
      'more than AWS allows': { backup_retention_period: 36 },
    },
  ),
  'rds-in-backup-plan': {
    good: [
      selection({ resources: ['${aws_rds_cluster.x.arn}'] }),
      selection({ resources: [ARN] }),
      selection({ selection_tag: [{ type: 'STRINGEQUALS', key: 'Backup', value: 'daily' }] }),
    ],
    bad: {
      'no selection': cluster({ cluster_identifier: 'healthcare-aurora-prod' }),
      'another cluster': selection({ resources: [ARN.replace('aurora', 'other')] }),
      'another Region': selection({ resources: [ARN.replace('eu-west-2', 'eu-west-1')] }),
      'another tag': selection({ selection_tag: { type: 'STRINGEQUALS', key: 'Backup', value: 'never' } }),
    },
  },
  'rds-deletion-protection': single(
    CLUSTER,
    { deletion_protection: true, skip_final_snapshot: false },
    { off: {}, 'no final snapshot': { deletion_protection: true, skip_final_snapshot: true } },
  ),
  'rds-enhanced-monitoring': single(
    INSTANCE,
    { monitoring_interval: 60, monitoring_role_arn: 'arn' },
    { off: { monitoring_interval: 0, monitoring_role_arn: 'arn' }, 'no role': { monitoring_interval: 60 } },
  ),
  'rds-auto-minor-upgrade': {
    good: member({}),
    bad: {
      off: { [INSTANCE]: { x: { auto_minor_version_upgrade: false } } },
      'of a global database, where it does nothing': member({ global_cluster_identifier: 'global' }),
    },
  },
  'rds-multi-az': {
    good: [
      instances(REFERENCE, REFERENCE),
      instances('healthcare-aurora-prod', REFERENCE),
      inZones('eu-west-2a', 'eu-west-2b'),
      // Aurora chooses another zone for the one that names none.
      inZones('eu-west-2a', undefined),
    ],
    bad: {
      none: instances(),
      one: instances(REFERENCE),
      'one, and another’s': instances(REFERENCE, 'other'),
      'two in one zone': inZones('eu-west-2a', 'eu-west-2a'),
    },
  },
  'rds-iam-auth': single(CLUSTER, { iam_database_authentication_enabled: true }, { absent: {} }),
  'rds-performance-insights': single(INSTANCE, { performance_insights_enabled: true }, { absent: {} }),
  'rds-performance-insights-cmk': single(
    INSTANCE,
    { performance_insights_enabled: true, performance_insights_kms_key_id: KEY_ARN },
    { 'AWS’s key': { performance_insights_enabled: true } },
  ),
  'rds-copy-tags': single(CLUSTER, { copy_tags_to_snapshot: true }, { absent: {} }),
  'rds-ca-modern': {
    good: [{ [INSTANCE]: { x: {} } }, { [INSTANCE]: { x: { ca_cert_identifier: 'rds-ca-rsa2048-g1' } } }],
    bad: { old: { [INSTANCE]: { x: { ca_cert_identifier: 'rds-ca-2019' } } } },
  },
  'rds-engine-not-vulnerable': {
    good: [
      cluster({ engine: 'aurora-postgresql', engine_version: '15.10' }),
      cluster({ engine: 'aurora-postgresql', engine_version: '13.3' }),
    ],
    bad: {
      old: cluster({ engine: 'aurora-postgresql', engine_version: '12.9' }),
      'just before': cluster({ engine: 'aurora-postgresql', engine_version: '13.2' }),
      'not said': cluster({ engine: 'aurora-postgresql' }),
    },
  },
  'rds-snapshot-encrypted': {
    good: [
      {
        ...cluster({ storage_encrypted: true, kms_key_id: KEY_ARN }),
        aws_db_cluster_snapshot: { s: { db_cluster_identifier: '${aws_rds_cluster.x.id}' } },
      },
      { ...KEY, aws_rds_cluster_snapshot_copy: { s: { kms_key_id: KEY_ARN } } },
    ],
    bad: {
      'of an open cluster': {
        ...cluster({}),
        aws_db_cluster_snapshot: { s: { db_cluster_identifier: '${aws_rds_cluster.x.id}' } },
      },
      'of a cluster on AWS’s own key': {
        ...cluster({ storage_encrypted: true }),
        aws_db_cluster_snapshot: { s: { db_cluster_identifier: '${aws_rds_cluster.x.id}' } },
      },
      'of an unknown cluster': { aws_db_cluster_snapshot: { s: { db_cluster_identifier: 'x' } } },
      'a copy without a key': { aws_db_snapshot_copy: { s: {} } },
    },
  },
  'rds-snapshot-not-public': single(
    'aws_db_cluster_snapshot',
    { shared_accounts: ['222222222222'] },
    { public: { shared_accounts: ['all'] } },
  ),
  'rds-activity-stream-cmk': single(
    'aws_rds_cluster_activity_stream',
    { kms_key_id: KEY_ARN },
    { absent: {} },
  ),
  'rds-autobackup-replication-cmk': single(
    'aws_db_instance_automated_backups_replication',
    { kms_key_id: KEY_ARN },
    { absent: {} },
  ),
  'rds-no-db-security-group': tripwire('aws_db_security_group'),
  'rds-mysql-only': {
    good: cluster({
      engine: 'aurora-mysql',
      enabled_cloudwatch_logs_exports: ['audit'],
      backtrack_window: 3600,
    }),
    bad: {
      'no audit log': cluster({ engine: 'aurora-mysql', backtrack_window: 3600 }),
      'no backtrack': cluster({ engine: 'aurora-mysql', enabled_cloudwatch_logs_exports: ['audit'] }),
    },
  },
};
