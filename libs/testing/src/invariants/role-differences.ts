import type { DeclaredException } from './declared';

const REACHES_DR = 'the primary stack also works in the dr Region, to join the two sides';
const JOINS_BUCKETS =
  'the primary stack creates the replication of both data buckets and its roles, so that the dr side needs no primary';
const TESTS_RESTORES =
  'restores are tested where they have to work, from what arrived there: in dr, which reads its network for it';

/** The primary side of aurora makes what belongs to the pair. */
const FOUNDS_PAIR =
  'the primary side creates the global database, the master credentials and their replica, and publishes both in the two Regions';
const WRITES_FIRST =
  'the cluster that is created first has the database and the master credentials; the one that follows takes them over with the storage';
const FEWER_INSTANCES = 'dr may stand by with fewer instances, by configuration, and says so';

/** The alarms on the instance that dr, by default, does not have. */
const ALARMS_OF_SECOND_INSTANCE = [
  'observability_database_capacity-2_alarm_D88F8715',
  'observability_database_connections-2_alarm_62D81700',
  'observability_database_cpu-2_alarm_CF9AA1E1',
  'observability_database_deadlocks-2_alarm_8329E1DD',
  'observability_database_memory-2_alarm_D80765DE',
];

/** What vouches for a certificate is the same for both Regions, and dr must not need Route 53 for it. */
const VOUCHES_FOR_BOTH =
  'the primary side writes the records that validate both certificates; the dr side calls nothing but ACM in its own Region';

const ROUTE53_IN_PRIMARY =
  'all of Route 53 stands in the primary stack: its control plane is in us-east-1, and dr must not need that to plan or apply';
const CONTROL_IN_DR =
  'what holds traffic in dr must work without the primary: the alarm stands where the controller that acts does';

/**
 * Where the stacks of a tier differ between the primary and the dr side, and why. All else must be the same but for Region,
 * zones, addresses and the words for the roles; a difference that is declared and not there fails too.
 *
 * A tier that is not listed has none.
 */
export const ROLE_DIFFERENCES: Readonly<Record<string, readonly DeclaredException[]>> = {
  aurora: [
    { path: '//.metadata.overrides', reason: FOUNDS_PAIR },
    { path: 'provider.aws', reason: FOUNDS_PAIR },
    { path: 'ephemeral', reason: FOUNDS_PAIR },
    { path: 'data.aws_ssm_parameter.contract-{peer}-kms-databaseKeyArn', reason: FOUNDS_PAIR },
    { path: 'resource.aws_rds_global_cluster', reason: FOUNDS_PAIR },
    { path: 'resource.aws_secretsmanager_secret', reason: FOUNDS_PAIR },
    { path: 'resource.aws_secretsmanager_secret_version', reason: FOUNDS_PAIR },
    { path: 'resource.aws_ssm_parameter.contract-secretArn', reason: FOUNDS_PAIR },
    { path: 'resource.aws_ssm_parameter.contract-writerEndpoint', reason: FOUNDS_PAIR },
    { path: 'resource.aws_ssm_parameter.contract-{peer}-secretArn', reason: FOUNDS_PAIR },
    { path: 'resource.aws_ssm_parameter.contract-{peer}-writerEndpoint', reason: FOUNDS_PAIR },
    { path: 'resource.aws_rds_cluster.*.database_name', reason: WRITES_FIRST },
    { path: 'resource.aws_rds_cluster.*.master_username', reason: WRITES_FIRST },
    { path: 'resource.aws_rds_cluster.*.master_password_wo', reason: WRITES_FIRST },
    { path: 'resource.aws_rds_cluster.*.master_password_wo_version', reason: WRITES_FIRST },
    {
      path: 'resource.aws_rds_cluster.*.global_cluster_identifier',
      reason: 'dr knows the global database by its name alone, and so needs nothing of the primary stack',
    },
    {
      path: 'resource.aws_rds_cluster.*.source_region',
      reason: 'AWS wants the request for an encrypted secondary signed for the Region of the writer too',
    },
    { path: 'resource.aws_rds_cluster.*.//.suppressions', reason: FEWER_INSTANCES },
    { path: 'resource.aws_rds_cluster_instance', reason: FEWER_INSTANCES },
    { path: 'resource.aws_cloudwatch_event_rule.*.event_pattern', reason: FEWER_INSTANCES },
    { path: 'resource.aws_iam_role.*.assume_role_policy', reason: FEWER_INSTANCES },
  ],
  backup: [
    { path: 'resource.aws_backup_restore_testing_plan', reason: TESTS_RESTORES },
    { path: 'resource.aws_backup_restore_testing_selection', reason: TESTS_RESTORES },
    { path: 'resource.aws_db_subnet_group', reason: TESTS_RESTORES },
    { path: 'data.aws_ssm_parameter.contract-networking-isolatedSubnetIds', reason: TESTS_RESTORES },
    { path: 'data.aws_ssm_parameter.contract-networking-databaseSecurityGroupId', reason: TESTS_RESTORES },
  ],
  dns: [
    { path: '//.metadata.overrides', reason: ROUTE53_IN_PRIMARY },
    { path: 'provider.aws', reason: ROUTE53_IN_PRIMARY },
    { path: 'data', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_route53_health_check', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_route53_record', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_route53_query_log', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_cloudwatch_log_group', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_cloudwatch_log_resource_policy', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_kms_alias', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_kms_key', reason: ROUTE53_IN_PRIMARY },
    { path: 'resource.aws_cloudwatch_metric_alarm', reason: CONTROL_IN_DR },
  ],
  's3-replication': [
    { path: 'provider.aws', reason: REACHES_DR },
    { path: 'data.aws_ssm_parameter.contract-{peer}-kms-dataKeyArn', reason: REACHES_DR },
    { path: 'resource.aws_s3_bucket_replication_configuration', reason: JOINS_BUCKETS },
    { path: 'resource.aws_iam_role', reason: JOINS_BUCKETS },
    { path: 'resource.aws_iam_policy', reason: JOINS_BUCKETS },
    { path: 'resource.aws_iam_role_policy_attachment', reason: JOINS_BUCKETS },
  ],
  observability: [
    {
      path: 'resource.aws_cloudwatch_composite_alarm.*.alarm_rule',
      reason:
        'an alarm can be made from alarms of its own Region alone: the primary sees what leaves it for dr, dr what is there, and that its lag is unknown',
    },
    {
      path: 'resource.aws_cloudwatch_composite_alarm.*.depends_on',
      reason: 'it is made after the alarms of its rule',
    },
    ...['alarm_name', 'alarm_description', 'tags.Name'].map((attribute) => ({
      path: `resource.aws_cloudwatch_composite_alarm.*.${attribute}`,
      reason: 'it is about dr on both sides, and says so',
    })),
    ...ALARMS_OF_SECOND_INSTANCE.map((id) => ({
      path: `resource.aws_cloudwatch_metric_alarm.${id}`,
      reason: FEWER_INSTANCES,
    })),
    { path: 'resource.aws_cloudwatch_dashboard.*.dashboard_body', reason: FEWER_INSTANCES },
    {
      path: 'resource.aws_cloudtrail.*.event_selector',
      reason:
        'the trail of the primary records the objects of both buckets; the one of dr its own, so that it names nothing of the primary Region',
    },
  ],
  compute: [
    { path: 'data.aws_route53_zone', reason: VOUCHES_FOR_BOTH },
    { path: 'resource.aws_route53_record', reason: VOUCHES_FOR_BOTH },
    { path: 'resource.aws_acm_certificate.*.subject_alternative_names', reason: VOUCHES_FOR_BOTH },
    { path: 'resource.aws_acm_certificate_validation.*.validation_record_fqdns', reason: VOUCHES_FOR_BOTH },
    {
      path: 'resource.aws_appautoscaling_target.*.lifecycle',
      reason:
        'a failover raises the least number of tasks in dr, and a plan in the middle of it must not lower it again',
    },
  ],
};

/**
 * Where a dr stack names the primary Region as plain data, and why it needs nothing from there.
 *
 * A tier that is not listed names it nowhere.
 */
export const PRIMARY_REGION_MENTIONS: Readonly<Record<string, readonly DeclaredException[]>> = {
  aurora: [
    {
      path: 'resource.aws_rds_cluster.*.source_region',
      reason:
        'the provider signs the request that creates the cluster for that Region too, without calling it; afterwards it is read nowhere',
    },
  ],
  backup: [
    {
      path: 'resource.aws_backup_plan.*.rule.*.copy_action.*.destination_vault_arn',
      reason:
        'while dr writes, its snapshots are copied to the primary Region; AWS Backup looks for the vault when a copy begins, not when the plan is made',
    },
    {
      path: 'resource.aws_iam_policy.*.policy',
      reason: 'what the role may do to those copies is named by ARN; IAM takes it without the Region',
    },
  ],
  observability: [
    {
      path: 'resource.aws_cloudwatch_metric_alarm.*.dimensions.SourceBucket',
      reason:
        'S3 publishes in dr how far the replication from the primary bucket has come, under the names of both; CloudWatch looks for the metric in dr',
    },
    {
      path: 'resource.aws_cloudwatch_metric_alarm.*.dimensions.DestinationBucket',
      reason: 'and what failed on the way to the primary bucket, which it publishes in dr as well',
    },
    {
      path: 'resource.aws_cloudwatch_dashboard.*.dashboard_body',
      reason:
        'the graphs of the same metrics; every widget is of the dr Region, which an invariant holds it to',
    },
  ],
  'failover-lambda': [
    {
      path: 'resource.aws_lambda_function.*.environment.variables.*',
      reason:
        'the controller asks the primary Region, in bounded time, whether it is lost; every answer and none lead on, and nothing that it does for a failover goes there',
    },
    {
      path: 'resource.aws_iam_policy.*.policy',
      reason:
        'a failover names both members by ARN, and what is copied once the primary Region is back stands there; IAM takes both without the Region',
    },
  ],
};
