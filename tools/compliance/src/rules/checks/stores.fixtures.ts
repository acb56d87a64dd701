import { KEY_ARN, single, type CheckFixture } from '../describe-checks';

const encryptedCache = { at_rest_encryption_enabled: true, kms_key_id: KEY_ARN };
const encryptedDomain = { encrypt_at_rest: { enabled: true, kms_key_id: KEY_ARN } };
const warehouse = (group: string, value: string) => ({
  aws_redshift_cluster: { x: { cluster_parameter_group_name: group } },
  aws_redshift_parameter_group: { g: { name: 'g', parameter: [{ name: 'require_ssl', value }] } },
});
const logs = (log_type: string, enabled?: boolean) => ({
  log_publishing_options: [{ log_type, ...(enabled === undefined ? {} : { enabled }) }],
});

/** What each check must accept and refuse. */
export const STORE_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'elasticache-encrypted-at-rest': single('aws_elasticache_replication_group', encryptedCache, {
    'not encrypted': {},
    'AWS’s own key': { at_rest_encryption_enabled: true },
  }),
  'elasticache-encrypted-in-transit': single(
    'aws_elasticache_replication_group',
    { transit_encryption_enabled: true, transit_encryption_mode: 'required' },
    {
      absent: {},
      off: { transit_encryption_enabled: false },
      'plain text too': { transit_encryption_enabled: true, transit_encryption_mode: 'preferred' },
    },
  ),
  'elasticache-backup': single(
    'aws_elasticache_replication_group',
    { snapshot_retention_limit: 15 },
    { absent: {}, 'two weeks': { snapshot_retention_limit: 14 } },
  ),
  'elasticache-in-group': single(
    'aws_elasticache_cluster',
    { replication_group_id: 'g' },
    { alone: { engine: 'redis' } },
  ),
  'efs-encrypted': single(
    'aws_efs_file_system',
    { encrypted: true, kms_key_id: KEY_ARN },
    { 'not encrypted': {}, 'AWS’s own key': { encrypted: true } },
  ),
  'efs-in-backup-plan': {
    good: {
      aws_efs_file_system: { x: { creation_token: 'records' } },
      aws_backup_selection: { s: { resources: ['${aws_efs_file_system.x.arn}'] } },
    },
    bad: { 'in none': { aws_efs_file_system: { x: { creation_token: 'records' } } } },
  },
  'opensearch-encrypted-at-rest': single('aws_opensearch_domain', encryptedDomain, {
    'not encrypted': {},
    'AWS’s own key': { encrypt_at_rest: { enabled: true } },
  }),
  'opensearch-node-to-node': single(
    'aws_opensearch_domain',
    { node_to_node_encryption: { enabled: true } },
    { absent: {} },
  ),
  'opensearch-https': single(
    'aws_opensearch_domain',
    { domain_endpoint_options: { enforce_https: true } },
    { absent: {} },
  ),
  'opensearch-in-vpc': single(
    'aws_opensearch_domain',
    { vpc_options: { subnet_ids: ['a'] } },
    { public: {} },
  ),
  'opensearch-logs': single('aws_opensearch_domain', logs('ES_APPLICATION_LOGS'), {
    none: {},
    'another log': logs('INDEX_SLOW_LOGS'),
    off: logs('ES_APPLICATION_LOGS', false),
  }),
  'dms-not-public': single(
    'aws_dms_replication_instance',
    { publicly_accessible: false },
    { absent: {}, public: { publicly_accessible: true } },
  ),
  'dms-cmk': single('aws_dms_replication_instance', { kms_key_arn: KEY_ARN }, { 'AWS’s own': {} }),
  'redshift-encrypted': single(
    'aws_redshift_cluster',
    { encrypted: true, kms_key_id: KEY_ARN },
    { 'not encrypted': {}, 'AWS’s own key': { encrypted: true } },
  ),
  'redshift-audit-log': {
    good: [
      { aws_redshift_cluster: { x: { logging: { enable: true } } } },
      {
        aws_redshift_cluster: { x: { cluster_identifier: 'w' } },
        aws_redshift_logging: { l: { cluster_identifier: '${aws_redshift_cluster.x.cluster_identifier}' } },
      },
    ],
    bad: { none: { aws_redshift_cluster: { x: { cluster_identifier: 'w' } } } },
  },
  'redshift-backup': single('aws_redshift_cluster', {}, { none: { automated_snapshot_retention_period: 0 } }),
  'redshift-maintenance': single(
    'aws_redshift_cluster',
    { preferred_maintenance_window: 'sun:03:00-sun:04:00' },
    {
      'no window': {},
      'no upgrades': { preferred_maintenance_window: 'sun:03:00-sun:04:00', allow_version_upgrade: false },
    },
  ),
  'redshift-not-public': single('aws_redshift_cluster', { publicly_accessible: false }, { absent: {} }),
  'redshift-vpc-routing': single('aws_redshift_cluster', { enhanced_vpc_routing: true }, { absent: {} }),
  'redshift-tls': {
    good: [warehouse('${aws_redshift_parameter_group.g.name}', 'true'), warehouse('g', 'true')],
    bad: {
      'no group': { aws_redshift_cluster: { x: {} } },
      'another group': warehouse('other', 'true'),
      off: warehouse('g', 'false'),
    },
  },
};
