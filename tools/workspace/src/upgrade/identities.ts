/**
 * The types of resources whose replacement loses data, an address that others know or a history, and the attributes whose change makes
 * Terraform's provider replace them.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs: "Forces new resource"
 */
export const IDENTITIES: Readonly<Record<string, readonly string[]>> = {
  aws_backup_vault: ['name', 'kms_key_arn'],
  aws_backup_vault_lock_configuration: ['backup_vault_name', 'changeable_for_days', 'min_retention_days'],
  aws_cloudtrail: ['name'],
  aws_cloudwatch_log_group: ['name', 'name_prefix', 'log_group_class'],
  aws_db_subnet_group: ['name'],
  aws_dynamodb_table: ['name', 'hash_key', 'range_key', 'local_secondary_index'],
  aws_ecs_cluster: ['name'],
  aws_eip: ['domain', 'public_ipv4_pool', 'network_border_group'],
  aws_kms_alias: ['name', 'name_prefix'],
  aws_kms_key: ['customer_master_key_spec', 'key_usage', 'multi_region', 'custom_key_store_id'],
  aws_lb: ['name', 'internal', 'load_balancer_type'],
  aws_nat_gateway: ['allocation_id', 'connectivity_type', 'subnet_id'],
  aws_rds_cluster: [
    'availability_zones',
    'cluster_identifier',
    'database_name',
    'db_subnet_group_name',
    'engine',
    'engine_mode',
    'kms_key_id',
    'master_username',
    'snapshot_identifier',
    'source_region',
    'storage_encrypted',
  ],
  aws_rds_cluster_instance: [
    'availability_zone',
    'cluster_identifier',
    'db_subnet_group_name',
    'engine',
    'identifier',
    'performance_insights_kms_key_id',
  ],
  aws_rds_global_cluster: [
    'database_name',
    'engine',
    'global_cluster_identifier',
    'source_db_cluster_identifier',
    'storage_encrypted',
  ],
  aws_route53_zone: ['name'],
  aws_s3_bucket: ['bucket', 'bucket_prefix', 'object_lock_enabled'],
  aws_secretsmanager_secret: ['name', 'name_prefix'],
  aws_sns_topic: ['name', 'fifo_topic'],
  aws_sqs_queue: ['name', 'fifo_queue'],
  aws_subnet: ['availability_zone', 'cidr_block', 'vpc_id'],
  aws_vpc: ['cidr_block', 'ipv4_ipam_pool_id'],
};
