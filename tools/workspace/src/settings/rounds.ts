import type { GateFinding } from '@healthcare-dr/delivery';
import { ROLES } from '@healthcare-dr/topology';
import { SETTINGS, type SettingChange } from './settings';

/** Settings that are changed in an environment that stands, by one deployment. */
export interface Round {
  readonly name: string;
  readonly changes: readonly SettingChange[];
  /** The findings that stop it until they are allowed, as {@link askOf} writes them: exactly these. */
  readonly asks: readonly string[];
}

/** A finding of the gate as `<code> <stack>/<address>`, the address without the hash that CDKTF appends. */
export const askOf = ({ code, name }: Pick<GateFinding, 'code' | 'name'>): string =>
  `${code} ${name.replace(/_[0-9A-F]{8}$/, '')}`;

/** The same of the tier in each Region. */
const inBoth = (code: GateFinding['code'], names: readonly string[]): string[] =>
  ROLES.flatMap((role) => names.map((name) => askOf({ code, name: `${role}-${name}` })));

/** What is decided before the first deployment, with the reason. */
export const NOT_APPLIED: Readonly<Record<string, string>> = {
  'dns.hostedZoneRoleArn':
    'By the role Terraform may not read the records that stand in the zone of this account.',
};

/** What would hide what another setting does, and so comes after it. */
const APART = [
  'deletionPolicy',
  'primary.certificateArn',
  'dr.certificateArn',
  'database.maxAcu',
  'failover.capacity.minTasks',
  'failover.capacity.minAcu',
];

/** What takes something with a state away, which production keeps: an environment has to be ephemeral by then. */
const TAKES = ['trail', 'backup.lock.minDays', 'dns.queryLogging'];

const named = (names: readonly string[]) => SETTINGS.filter(({ setting }) => names.includes(setting));

/** Every setting that an environment that stands may change, in the order in which it is. */
export const ROUNDS: readonly Round[] = [
  {
    name: 'what keeps all that holds data',
    changes: SETTINGS.filter(
      ({ setting }) => ![...APART, ...TAKES, ...Object.keys(NOT_APPLIED)].includes(setting),
    ),
    asks: [],
  },
  {
    name: 'what would hide another, and that the environment may be deleted',
    changes: named(APART),
    asks: [
      ...inBoth('protection-lost', [
        's3-replication/aws_s3_bucket.s3-replication_access-logs_bucket',
        's3-replication/aws_s3_bucket.s3-replication_data_bucket',
        's3-replication/aws_s3_bucket.s3-replication_trail_bucket',
        'backup/aws_backup_vault.backup_vault',
        'aurora/aws_rds_cluster.aurora_cluster',
        'failover-lambda/aws_dynamodb_table.failover-lambda_journal_table',
        'compute/aws_lb.compute_load-balancer_alb',
      ]),
      'protection-lost primary-aurora/aws_rds_global_cluster.aurora_global_global-cluster',
      'protection-lost primary-aurora/aws_secretsmanager_secret.aurora_master_secret',
    ],
  },
  {
    name: 'what takes away something with a state',
    changes: named(TAKES),
    asks: [
      ...inBoth('stateful-destroyed', [
        's3-replication/aws_s3_bucket.s3-replication_trail_bucket',
        'observability/aws_cloudtrail.observability_trail',
        'observability/aws_cloudwatch_log_group.observability_trail_logs_log-group',
      ]),
      ...inBoth('protection-lost', [
        's3-replication/aws_s3_bucket_object_lock_configuration.s3-replication_trail_object-lock',
        's3-replication/aws_s3_bucket_policy.s3-replication_trail_policy',
        's3-replication/aws_s3_bucket_public_access_block.s3-replication_trail_public-access-block',
        's3-replication/aws_s3_bucket_server_side_encryption_configuration.s3-replication_trail_encryption',
        's3-replication/aws_s3_bucket_versioning.s3-replication_trail_versioning',
      ]),
      'stateful-destroyed primary-dns/aws_cloudwatch_log_group.dns_query-logging_log-group',
      'stateful-destroyed primary-dns/aws_kms_key.dns_query-logging_key',
    ],
  },
];
