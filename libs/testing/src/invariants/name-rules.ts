/** Where a name must be unique: nowhere, within a Region, within an account, or in all the world. */
export type Namespace = 'none' | 'region' | 'account' | 'world';

/** Which attributes of a resource type are its names. */
export interface NameRule {
  /** Paths to attributes that must be set, such as `name` or `tags.Name`. A `tags.Name` is looked at wherever it is set. */
  readonly names: readonly string[];
  readonly namespace: Namespace;
}

const named = (namespace: Namespace, ...names: string[]): NameRule => ({ names, namespace });

/** A type whose only name is its tag. */
const TAGGED = named('none', 'tags.Name');
const REGIONAL = named('region', 'name');
const ACCOUNT_WIDE = named('account', 'name');
/** A type that only configures or joins others and has no name of its own. */
const NAMELESS = named('none');

/**
 * Every resource type that a stack may use. A type that is missing fails the suite, so nobody forgets to ask whether it has a
 * name and how far that name reaches.
 */
export const NAME_RULES: Readonly<Record<string, NameRule>> = {
  // Names that the whole world or the whole account shares.
  aws_s3_bucket: named('world', 'bucket'),
  aws_iam_role: ACCOUNT_WIDE,
  aws_iam_policy: ACCOUNT_WIDE,
  aws_iam_instance_profile: ACCOUNT_WIDE,
  // A multi-Region trail takes its name in every Region.
  aws_cloudtrail: ACCOUNT_WIDE,
  aws_cloudwatch_dashboard: named('account', 'dashboard_name'),
  aws_rds_global_cluster: named('account', 'global_cluster_identifier'),

  // Names within a Region.
  aws_appautoscaling_policy: named('none', 'name'),
  aws_backup_plan: REGIONAL,
  aws_backup_restore_testing_plan: REGIONAL,
  aws_backup_selection: named('none', 'name'),
  aws_backup_vault: REGIONAL,
  aws_cloudwatch_composite_alarm: named('region', 'alarm_name'),
  aws_cloudwatch_event_rule: REGIONAL,
  aws_cloudwatch_log_group: REGIONAL,
  aws_cloudwatch_log_metric_filter: named('none', 'name'),
  aws_cloudwatch_metric_alarm: named('region', 'alarm_name'),
  aws_cloudwatch_query_definition: REGIONAL,
  aws_db_parameter_group: REGIONAL,
  aws_db_subnet_group: REGIONAL,
  aws_dynamodb_table: REGIONAL,
  aws_ecr_repository: REGIONAL,
  aws_ecs_cluster: REGIONAL,
  aws_ecs_service: named('none', 'name'),
  aws_ecs_task_definition: named('region', 'family'),
  aws_kms_alias: REGIONAL,
  aws_lambda_alias: NAMELESS,
  aws_lambda_function: named('region', 'function_name'),
  aws_lb: REGIONAL,
  aws_lb_target_group: REGIONAL,
  aws_rds_cluster: named('region', 'cluster_identifier'),
  aws_rds_cluster_instance: named('region', 'identifier'),
  aws_rds_cluster_parameter_group: REGIONAL,
  aws_scheduler_schedule: REGIONAL,
  aws_scheduler_schedule_group: REGIONAL,
  aws_secretsmanager_secret: REGIONAL,
  aws_security_group: REGIONAL,
  aws_sns_topic: REGIONAL,
  aws_sqs_queue: REGIONAL,
  aws_ssm_document: REGIONAL,
  aws_ssm_parameter: REGIONAL,
  aws_wafv2_web_acl: REGIONAL,

  // Nothing but a tag.
  aws_acm_certificate: TAGGED,
  aws_default_security_group: TAGGED,
  aws_eip: TAGGED,
  aws_flow_log: TAGGED,
  aws_internet_gateway: TAGGED,
  aws_kms_key: TAGGED,
  aws_nat_gateway: TAGGED,
  aws_network_acl: TAGGED,
  aws_route53_health_check: TAGGED,
  aws_route_table: TAGGED,
  aws_subnet: TAGGED,
  aws_vpc: TAGGED,
  aws_vpc_endpoint: TAGGED,
  aws_vpc_security_group_egress_rule: TAGGED,
  aws_vpc_security_group_ingress_rule: TAGGED,

  // Parts of others.
  aws_acm_certificate_validation: NAMELESS,
  aws_appautoscaling_target: NAMELESS,
  aws_backup_restore_testing_selection: NAMELESS,
  aws_backup_vault_lock_configuration: NAMELESS,
  aws_backup_vault_notifications: NAMELESS,
  aws_backup_vault_policy: NAMELESS,
  aws_cloudwatch_event_target: NAMELESS,
  aws_cloudwatch_log_resource_policy: named('region', 'policy_name'),
  aws_ecs_cluster_capacity_providers: NAMELESS,
  aws_iam_role_policies_exclusive: NAMELESS,
  aws_iam_role_policy_attachment: NAMELESS,
  aws_iam_role_policy_attachments_exclusive: NAMELESS,
  aws_kms_key_policy: NAMELESS,
  aws_lambda_event_source_mapping: NAMELESS,
  aws_lambda_function_event_invoke_config: NAMELESS,
  aws_lambda_permission: NAMELESS,
  aws_lb_listener: NAMELESS,
  aws_lb_listener_rule: NAMELESS,
  aws_route: NAMELESS,
  aws_route53_hosted_zone_dnssec: NAMELESS,
  aws_route53_key_signing_key: NAMELESS,
  aws_route53_query_log: NAMELESS,
  // The name of a zone or a record is a domain, given from outside.
  aws_route53_record: NAMELESS,
  aws_route53_zone: NAMELESS,
  aws_route_table_association: NAMELESS,
  aws_s3_bucket_intelligent_tiering_configuration: NAMELESS,
  aws_s3_bucket_lifecycle_configuration: NAMELESS,
  aws_s3_bucket_logging: NAMELESS,
  aws_s3_bucket_notification: NAMELESS,
  aws_s3_bucket_object_lock_configuration: NAMELESS,
  aws_s3_bucket_ownership_controls: NAMELESS,
  aws_s3_bucket_policy: NAMELESS,
  aws_s3_bucket_public_access_block: NAMELESS,
  aws_s3_bucket_replication_configuration: NAMELESS,
  aws_s3_bucket_server_side_encryption_configuration: NAMELESS,
  aws_s3_bucket_versioning: NAMELESS,
  aws_secretsmanager_secret_policy: NAMELESS,
  aws_secretsmanager_secret_rotation: NAMELESS,
  aws_secretsmanager_secret_version: NAMELESS,
  aws_sns_topic_policy: NAMELESS,
  aws_sns_topic_subscription: NAMELESS,
  aws_sqs_queue_policy: NAMELESS,
  aws_wafv2_web_acl_association: NAMELESS,
  aws_wafv2_web_acl_logging_configuration: NAMELESS,
};
