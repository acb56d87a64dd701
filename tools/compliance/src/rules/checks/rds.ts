import { check, type Check } from '../check';
import {
  absent,
  all,
  is,
  isCustomerKey,
  isNot,
  isOneOf,
  isSet,
  onEach,
  onEachWhere,
  show,
  type Judge,
} from '../judge';
import type { Resource } from '@healthcare-dr/testing';
import { judgeBackedUp } from './backup-selection';
import { parametersOf } from './parameter-groups';

const CLUSTER = 'aws_rds_cluster';
const INSTANCE = 'aws_rds_cluster_instance';
const SNAPSHOTS = [
  'aws_db_snapshot',
  'aws_db_cluster_snapshot',
  'aws_db_snapshot_copy',
  'aws_rds_cluster_snapshot_copy',
];

const requiresParameters =
  (accepts: (parameters: ReadonlyMap<string, string>) => boolean, violation: string): Judge =>
  (cluster, model) =>
    accepts(
      parametersOf(model, cluster, 'db_cluster_parameter_group_name', 'aws_rds_cluster_parameter_group'),
    )
      ? undefined
      : violation;

/** `none` and -1 are PostgreSQL's way of switching them off. */
const logsStatements = (parameters: ReadonlyMap<string, string>): boolean =>
  ['ddl', 'mod', 'all'].includes(parameters.get('log_statement') ?? '') &&
  Number(parameters.get('log_min_duration_statement') ?? -1) >= 0;

/** In a global database the setting does nothing. Source: Aurora user guide, "Enabling automatic minor version upgrades". */
const judgeMinorUpgrades: Judge = (instance, model) => {
  if (instance.at('auto_minor_version_upgrade') === false) return 'auto_minor_version_upgrade is false';
  const isGlobal = model
    .references(instance, instance.at('cluster_identifier'))
    .some((cluster) => cluster.at('global_cluster_identifier') !== undefined);
  return isGlobal ? 'belongs to a global database, where automatic minor upgrades do nothing' : undefined;
};

const judgeBackupRetention: Judge = (cluster) => {
  const days = cluster.at('backup_retention_period');
  return typeof days === 'number' && days >= 2 && days <= 35
    ? undefined
    : `backup_retention_period is ${show(days)}; allowed: 2 to 35 days`;
};

const judgeEngineVersion: Judge = (cluster) => {
  const version = /^(\d+)\.(\d+)/.exec(cluster.text('engine_version'));
  const [major, minor] = [Number(version?.[1]), Number(version?.[2])];
  // log_fdw could read local files before these: https://aws.amazon.com/security/security-bulletins/AWS-2022-004/
  return version !== null && (major > 13 || (major === 13 && minor >= 3))
    ? undefined
    : `engine_version is ${show(cluster.at('engine_version'))}, not known to be 13.3 or newer`;
};

const judgeSnapshotKey: Judge = (snapshot, model) => {
  if (snapshot.type.endsWith('_copy')) return isCustomerKey('kms_key_id')(snapshot, model);
  const sources = model
    .references(snapshot, [snapshot.text('db_cluster_identifier'), snapshot.text('db_instance_identifier')])
    .filter(({ type }) => /^aws_(?:rds_cluster|db_instance)$/.test(type));
  const encrypted = all(is('storage_encrypted', true), isCustomerKey('kms_key_id'));
  return sources.length > 0 && sources.every((source) => encrypted(source, model) === undefined)
    ? undefined
    : 'is of a database that is not known to be encrypted with a customer key';
};

/** Aurora chooses the zone of an instance that names none. */
const judgeZones: Judge = (cluster, model) => {
  const instances = model.companions(cluster, INSTANCE, 'cluster_identifier', 'cluster_identifier');
  const members = instances.reduce((total, instance) => total + Number(instance.at('count') ?? 1), 0);
  if (members < 2)
    return `has ${members} instance${members === 1 ? '' : 's'}, so the loss of a zone stops it`;
  const zones = instances.map((instance) => instance.at('availability_zone'));
  return zones.includes(undefined) || new Set(zones).size > 1
    ? undefined
    : `has all its instances in ${show(zones[0])}, so the loss of that zone stops it`;
};

/** Databases: encryption, access, logs, backups and how they survive. */
export const RDS_CHECKS: readonly Check[] = [
  check('rds-cluster-encrypted', onEach([CLUSTER, 'aws_db_instance'], is('storage_encrypted', true))),
  check(
    'rds-global-encrypted',
    onEach('aws_rds_global_cluster', (cluster, model) =>
      cluster.at('source_db_cluster_identifier') === undefined
        ? is('storage_encrypted', true)(cluster, model)
        : undefined,
    ),
  ),
  check('rds-cluster-cmk', onEach([CLUSTER, 'aws_db_instance'], isCustomerKey('kms_key_id'))),
  check('rds-not-public', onEach([INSTANCE, 'aws_db_instance'], is('publicly_accessible', false))),
  check(
    'rds-logs-exported',
    onEach(CLUSTER, (cluster) =>
      cluster.strings('enabled_cloudwatch_logs_exports').includes('postgresql')
        ? undefined
        : 'does not export the postgresql log',
    ),
  ),
  check(
    'rds-query-logging',
    onEach(
      CLUSTER,
      requiresParameters(
        logsStatements,
        'its parameter group does not set log_statement to ddl, mod or all, and log_min_duration_statement to 0 or more',
      ),
    ),
  ),
  check(
    'rds-force-ssl',
    onEach(
      CLUSTER,
      requiresParameters(
        (parameters) => parameters.get('rds.force_ssl') === '1',
        'its parameter group does not set rds.force_ssl to 1',
      ),
    ),
  ),
  check('rds-backup-retention', onEach(CLUSTER, judgeBackupRetention)),
  check('rds-in-backup-plan', onEach(CLUSTER, judgeBackedUp('cluster_identifier', 'cluster:'))),
  check(
    'rds-deletion-protection',
    onEach(
      [CLUSTER, 'aws_rds_global_cluster'],
      all(is('deletion_protection', true), isNot('skip_final_snapshot', true)),
    ),
  ),
  check(
    'rds-enhanced-monitoring',
    onEach(
      INSTANCE,
      all(isOneOf('monitoring_interval', [1, 5, 10, 15, 30, 60]), isSet('monitoring_role_arn')),
    ),
  ),
  check('rds-auto-minor-upgrade', onEach(INSTANCE, judgeMinorUpgrades)),
  check('rds-multi-az', onEach(CLUSTER, judgeZones)),
  check('rds-iam-auth', onEach(CLUSTER, is('iam_database_authentication_enabled', true))),
  check('rds-performance-insights', onEach(INSTANCE, is('performance_insights_enabled', true))),
  check(
    'rds-performance-insights-cmk',
    onEachWhere(
      INSTANCE,
      (instance) => instance.at('performance_insights_enabled') === true,
      isCustomerKey('performance_insights_kms_key_id'),
    ),
  ),
  check('rds-copy-tags', onEach(CLUSTER, is('copy_tags_to_snapshot', true))),
  check(
    'rds-ca-modern',
    onEach(INSTANCE, (instance) => {
      const authority = instance.text('ca_cert_identifier');
      return authority === '' || authority.endsWith('-g1') ? undefined : `ca_cert_identifier is ${authority}`;
    }),
  ),
  check('rds-engine-not-vulnerable', onEachWhere(CLUSTER, isPostgres, judgeEngineVersion)),
  check('rds-snapshot-encrypted', onEach(SNAPSHOTS, judgeSnapshotKey)),
  check(
    'rds-snapshot-not-public',
    onEach(SNAPSHOTS, (snapshot) =>
      snapshot.strings('shared_accounts').includes('all') ? 'is shared with everybody' : undefined,
    ),
  ),
  check('rds-activity-stream-cmk', onEach('aws_rds_cluster_activity_stream', isCustomerKey('kms_key_id'))),
  check(
    'rds-autobackup-replication-cmk',
    onEach('aws_db_instance_automated_backups_replication', isCustomerKey('kms_key_id')),
  ),
  check(
    'rds-no-db-security-group',
    absent(['aws_db_security_group'], 'EC2-Classic is gone; use a VPC security group'),
  ),
  check(
    'rds-mysql-only',
    onEachWhere(
      CLUSTER,
      (cluster) => cluster.at('engine') === 'aurora-mysql',
      (cluster) =>
        cluster.strings('enabled_cloudwatch_logs_exports').includes('audit') &&
        Number(cluster.at('backtrack_window') ?? 0) > 0
          ? undefined
          : 'does not export the audit log, or cannot be backtracked',
    ),
  ),
];

function isPostgres(cluster: Resource): boolean {
  return cluster.text('engine').includes('postgresql');
}
