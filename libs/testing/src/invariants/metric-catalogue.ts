import {
  CONTROLLER_DIMENSION,
  CONTROLLER_METRICS,
  controllerNamespace,
} from '@healthcare-dr/failover-lambda/contract';
import type { Environment } from '@healthcare-dr/topology';
import type { DimensionRule, MetricRule } from './metric-rule';

const each = (names: readonly string[], rule: MetricRule): Record<string, MetricRule> =>
  Object.fromEntries(names.map((name) => [name, rule]));

const under = (...dimensions: readonly (readonly string[])[]): MetricRule => ({ dimensions });

const BALANCER = ['LoadBalancer'];
const TARGETS = ['LoadBalancer', 'TargetGroup'];
const REPLICATION = ['SourceBucket', 'DestinationBucket', 'RuleId'];

/** The metrics of AWS that a stack may watch or show. */
const OF_AWS: Readonly<Record<string, Readonly<Record<string, MetricRule>>>> = {
  'AWS/ApplicationELB': {
    ...each(['HTTPCode_ELB_5XX_Count'], under(BALANCER)),
    ...each(['RequestCount', 'TargetResponseTime', 'HTTPCode_Target_5XX_Count'], under(BALANCER, TARGETS)),
    ...each(['HealthyHostCount', 'UnHealthyHostCount'], under(TARGETS)),
  },
  'AWS/Backup': each(
    [
      'NumberOfBackupJobsCompleted',
      'NumberOfBackupJobsFailed',
      'NumberOfCopyJobsCompleted',
      'NumberOfCopyJobsFailed',
      'NumberOfRestoreJobsCompleted',
      'NumberOfRestoreJobsFailed',
    ],
    under(['BackupVaultName'], ['BackupVaultName', 'ResourceType']),
  ),
  'AWS/CertificateManager': each(['DaysToExpiry'], under(['CertificateArn'])),
  'AWS/DynamoDB': each(['WriteThrottleEvents'], under(['TableName'])),
  'AWS/ECS': each(
    ['CPUUtilization', 'MemoryUtilization'],
    under(['ClusterName'], ['ClusterName', 'ServiceName']),
  ),
  'AWS/Lambda': each(['DeadLetterErrors', 'Errors', 'Throttles'], under(['FunctionName'])),
  'AWS/RDS': {
    ...each(['AuroraGlobalDBReplicationLag', 'AuroraGlobalDBRPOLag'], under(['DBClusterIdentifier'])),
    ...each(
      [
        'ACUUtilization',
        'CommitThroughput',
        'CPUUtilization',
        'DatabaseConnections',
        'Deadlocks',
        'FreeableMemory',
        'ServerlessDatabaseCapacity',
      ],
      under(['DBInstanceIdentifier'], ['DBClusterIdentifier']),
    ),
  },
  'AWS/S3': {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
    ...each(['BytesPendingReplication', 'OperationsPendingReplication', 'ReplicationLatency'], {
      dimensions: [REPLICATION],
      publishedWith: 'DestinationBucket',
    }),
    ...each(['OperationsFailedReplication'], { dimensions: [REPLICATION], publishedWith: 'SourceBucket' }),
  },
  'AWS/SQS': each(['ApproximateNumberOfMessagesVisible'], under(['QueueName'])),
  'ECS/ContainerInsights': each(
    ['DesiredTaskCount', 'RunningTaskCount'],
    under(['ClusterName', 'ServiceName']),
  ),
};

const OF_THE_CONTROLLER = each(Object.values(CONTROLLER_METRICS), under([CONTROLLER_DIMENSION]));

/**
 * Every metric that a stack of an environment may watch or show, by namespace and name. One that is missing fails the suite: CloudWatch
 * takes any name, and an alarm on a metric that nobody publishes is silent for ever.
 *
 * Sources: the pages "metrics and dimensions" of each service's user guide.
 */
export const metricCatalogue = (
  environment: Pick<Environment, 'suffix'>,
): Readonly<Record<string, Readonly<Record<string, MetricRule>>>> => ({
  ...OF_AWS,
  [controllerNamespace(environment)]: OF_THE_CONTROLLER,
});

/** Every dimension whose value is an attribute of one resource. */
export const DIMENSION_RULES: Readonly<Record<string, DimensionRule>> = {
  BackupVaultName: { type: 'aws_backup_vault', attribute: 'name' },
  CertificateArn: { type: 'aws_acm_certificate_validation', attribute: 'certificate_arn' },
  ClusterName: { type: 'aws_ecs_cluster', attribute: 'name' },
  DBClusterIdentifier: { type: 'aws_rds_cluster', attribute: 'cluster_identifier' },
  DBInstanceIdentifier: { type: 'aws_rds_cluster_instance', attribute: 'identifier' },
  DestinationBucket: { type: 'aws_s3_bucket', attribute: 'bucket' },
  FunctionName: { type: 'aws_lambda_function', attribute: 'function_name' },
  LoadBalancer: { type: 'aws_lb', attribute: 'arn_suffix' },
  QueueName: { type: 'aws_sqs_queue', attribute: 'name' },
  ServiceName: { type: 'aws_ecs_service', attribute: 'name' },
  SourceBucket: { type: 'aws_s3_bucket', attribute: 'bucket' },
  TableName: { type: 'aws_dynamodb_table', attribute: 'name' },
  TargetGroup: { type: 'aws_lb_target_group', attribute: 'arn_suffix' },
};
