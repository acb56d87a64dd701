import { check, type Check } from '../check';
import { all, is, isAtLeast, isCustomerKey, isNot, isSet, onEach, show, type Judge } from '../judge';
import { judgeBackedUp } from './backup-selection';
import { parametersOf } from './parameter-groups';

const CACHE = 'aws_elasticache_replication_group';
const FILE_SYSTEM = 'aws_efs_file_system';
const DOMAIN = 'aws_opensearch_domain';
const WAREHOUSE = 'aws_redshift_cluster';

/** Redis or Valkey without a replication group, and Memcached, cannot be encrypted at rest. */
const judgeCacheNode: Judge = (cluster) =>
  cluster.at('replication_group_id') === undefined
    ? 'is in no replication group, and cannot be encrypted at rest'
    : undefined;

const judgeWarehouseLogging: Judge = (cluster, model) =>
  cluster.at('logging.enable') === true ||
  model.companions(cluster, 'aws_redshift_logging', 'cluster_identifier', 'cluster_identifier').length > 0
    ? undefined
    : 'has no audit log';

const judgeWarehouseTls: Judge = (warehouse, model) =>
  parametersOf(model, warehouse, 'cluster_parameter_group_name', 'aws_redshift_parameter_group').get(
    'require_ssl',
  ) === 'true'
    ? undefined
    : 'its parameter group does not set require_ssl to true';

const judgeDomainLogs: Judge = (domain) => {
  const kinds = domain
    .blocks('log_publishing_options')
    .flatMap((block) => (block['enabled'] === false ? [] : [block['log_type']]));
  return kinds.includes('ES_APPLICATION_LOGS')
    ? undefined
    : `publishes ${show(kinds.filter((kind) => kind !== undefined))}, not ES_APPLICATION_LOGS`;
};

/** Stores that no tier has yet, and a next one is likely to: caches, file systems, search, migration, warehouses. */
export const STORE_CHECKS: readonly Check[] = [
  check(
    'elasticache-encrypted-at-rest',
    onEach(CACHE, all(is('at_rest_encryption_enabled', true), isCustomerKey('kms_key_id'))),
  ),
  check(
    'elasticache-encrypted-in-transit',
    // `preferred` takes plain text too, and is the way to TLS for clients that speak none yet.
    onEach(CACHE, all(is('transit_encryption_enabled', true), isNot('transit_encryption_mode', 'preferred'))),
  ),
  check('elasticache-backup', onEach(CACHE, isAtLeast('snapshot_retention_limit', 15))),
  check('elasticache-in-group', onEach('aws_elasticache_cluster', judgeCacheNode)),
  check('efs-encrypted', onEach(FILE_SYSTEM, all(is('encrypted', true), isCustomerKey('kms_key_id')))),
  check('efs-in-backup-plan', onEach(FILE_SYSTEM, judgeBackedUp('creation_token', 'file-system/'))),
  check(
    'opensearch-encrypted-at-rest',
    onEach(DOMAIN, all(is('encrypt_at_rest.enabled', true), isCustomerKey('encrypt_at_rest.kms_key_id'))),
  ),
  check('opensearch-node-to-node', onEach(DOMAIN, is('node_to_node_encryption.enabled', true))),
  check('opensearch-https', onEach(DOMAIN, is('domain_endpoint_options.enforce_https', true))),
  check('opensearch-in-vpc', onEach(DOMAIN, isSet('vpc_options.subnet_ids'))),
  check('opensearch-logs', onEach(DOMAIN, judgeDomainLogs)),
  check('dms-not-public', onEach('aws_dms_replication_instance', is('publicly_accessible', false))),
  check('dms-cmk', onEach('aws_dms_replication_instance', isCustomerKey('kms_key_arn'))),
  check('redshift-encrypted', onEach(WAREHOUSE, all(is('encrypted', true), isCustomerKey('kms_key_id')))),
  check('redshift-audit-log', onEach(WAREHOUSE, judgeWarehouseLogging)),
  check('redshift-backup', onEach(WAREHOUSE, isNot('automated_snapshot_retention_period', 0))),
  check(
    'redshift-maintenance',
    onEach(WAREHOUSE, all(isNot('allow_version_upgrade', false), isSet('preferred_maintenance_window'))),
  ),
  check('redshift-not-public', onEach(WAREHOUSE, is('publicly_accessible', false))),
  check('redshift-vpc-routing', onEach(WAREHOUSE, is('enhanced_vpc_routing', true))),
  check('redshift-tls', onEach(WAREHOUSE, judgeWarehouseTls)),
];
