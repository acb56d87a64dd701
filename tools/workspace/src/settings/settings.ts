/** What becomes of an attribute that goes with its resource. */
export const GONE = Symbol('gone');

/** A setting of an environment as somebody changes it, and what of a stack has to follow. */
export interface SettingChange {
  /** The field, such as `database.minAcu`, or a group of them that belongs together. */
  readonly setting: string;
  readonly value: unknown;
  /** `<stack> <type of resource> <attribute>`; the attribute without positions in lists. */
  readonly where: string;
  /** What the attribute becomes; a pattern where it is one piece of a document; {@link GONE} if it goes. */
  readonly becomes: unknown;
  /** Other settings that have to be changed along, because the configuration is refused otherwise. @default - none */
  readonly along?: Readonly<Record<string, unknown>>;
  /** Whether something with a state goes, as whoever sets it wants it. @default false */
  readonly removes?: true;
  /** Whether it says only what is created: a deployment leaves what stands alone. @default false */
  readonly leftAlone?: true;
}

const change = (
  setting: string,
  value: unknown,
  where: string,
  becomes: unknown = value,
  more: Pick<SettingChange, 'along' | 'removes' | 'leftAlone'> = {},
): SettingChange => ({ setting, value, where, becomes, ...more });

const optOut = { enabled: false, optOutReason: 'Another team does it for all accounts.' };
const certificate = (region: string) =>
  `arn:aws:acm:${region}:222222222222:certificate/0a1b2c3d-0000-4000-8000-000000000000`;
const IMAGE = `public.ecr.aws/docker/library/python@sha256:${'1'.repeat(64)}`;

const CLUSTER = 'primary-aurora aws_rds_cluster';
const PARAMETERS = 'dr-aurora aws_rds_cluster_parameter_group parameter.value';
const SERVICE = 'primary-compute aws_ecs_service';
const TASK = 'primary-compute aws_ecs_task_definition';
const CONTAINER = `${TASK} container_definitions`;
const THRESHOLD = 'primary-observability aws_cloudwatch_metric_alarm threshold';
const PERIODS = 'dr-observability aws_cloudwatch_metric_alarm evaluation_periods';
const POLICY = 'dr-failover-lambda aws_ssm_parameter insecure_value';

/** Every setting that an environment that stands may change, once, in the production fixture. */
export const SETTINGS: readonly SettingChange[] = [
  change(
    'permissionsBoundary',
    'arn:aws:iam::222222222222:policy/boundary',
    'dr-backup aws_iam_role permissions_boundary',
  ),
  change('deletionPolicy', 'ephemeral', `${CLUSTER} deletion_protection`, false),
  change(
    'primary.certificateArn',
    certificate('eu-west-2'),
    'primary-compute aws_lb_listener certificate_arn',
    certificate('eu-west-2'),
    { along: { 'dr.certificateArn': certificate('eu-west-1') } },
  ),
  change(
    'dr.certificateArn',
    certificate('eu-west-1'),
    'dr-compute aws_lb_listener certificate_arn',
    certificate('eu-west-1'),
    { along: { 'primary.certificateArn': certificate('eu-west-2') } },
  ),
  change('retention.logDays', 90, 'primary-compute aws_cloudwatch_log_group retention_in_days'),
  change('retention.auditLogDays', 2557, 'dr-networking aws_cloudwatch_log_group retention_in_days'),
  change('interfaceEndpoints', optOut, 'primary-networking aws_vpc_endpoint private_dns_enabled', GONE),
  change('trail', optOut, 'dr-observability aws_cloudtrail name', GONE, { removes: true }),

  change('database.engineVersion', '15.12', 'primary-aurora aws_rds_global_cluster engine_version', '15.12', {
    leftAlone: true,
  }),
  change('database.minAcu', 12, `${CLUSTER} serverlessv2_scaling_configuration.min_capacity`),
  change('database.maxAcu', 64, `${CLUSTER} serverlessv2_scaling_configuration.max_capacity`),
  change(
    'database.instances.primary',
    3,
    'primary-aurora aws_rds_cluster_instance identifier',
    'healthcare-aurora-3-prod',
  ),
  change(
    'database.instances.dr',
    3,
    'dr-aurora aws_rds_cluster_instance identifier',
    'healthcare-aurora-3-prod',
  ),
  change('database.masterPasswordVersion', 2, `${CLUSTER} master_password_wo_version`),
  change('database.backupWindow', '05:00-06:00', `${CLUSTER} preferred_backup_window`, '05:00-06:00', {
    leftAlone: true,
  }),
  change('database.maintenanceWindow', 'mon:07:00-mon:08:00', `${CLUSTER} preferred_maintenance_window`),
  change('database.slowQueryMilliseconds', 250, PARAMETERS, '250'),
  change('database.logStatement', 'mod', PARAMETERS),
  change('database.audit.classes', ['write', 'role'], PARAMETERS, 'write,role'),
  change('database.audit.parameters', false, PARAMETERS, '0'),
  change('database.monitoringIntervalSeconds', 15, 'dr-aurora aws_rds_cluster_instance monitoring_interval'),

  change('backup.continuousDays', 14, `${CLUSTER} backup_retention_period`),
  change('backup.snapshotDays', 60, 'primary-backup aws_backup_plan rule.lifecycle.delete_after'),
  change('backup.copyDays', 90, 'primary-backup aws_backup_plan rule.copy_action.lifecycle.delete_after'),
  change('backup.lock.minDays', 14, 'dr-backup aws_backup_vault_lock_configuration min_retention_days', 14, {
    along: { 'backup.continuousDays': 14 },
    removes: true,
  }),
  change('backup.lock.maxDays', 730, 'dr-backup aws_backup_vault_lock_configuration max_retention_days'),

  change('service.container.image', IMAGE, CONTAINER, new RegExp(IMAGE)),
  change('service.container.port', 9443, 'primary-compute aws_lb_target_group port', 9443, {
    along: { 'service.container.healthCommand': ['CMD', '/check'] },
  }),
  change('service.container.healthPath', '/health', 'primary-compute aws_lb_target_group health_check.path'),
  change('service.container.endpointPath', '/reach', 'primary-dns aws_route53_health_check resource_path'),
  change('service.container.healthCommand', ['CMD', '/check'], CONTAINER, /"CMD","\/check"/),
  change('service.container.command', ['/serve'], CONTAINER, /"command":\["\/serve"\]/),
  change('service.container.migrationCommand', ['/migrate'], CONTAINER, /"command":\["\/migrate"\]/),
  change('service.container.databaseCaFile', '/etc/ssl/rds.pem', CONTAINER, /"\/etc\/ssl\/rds\.pem"/),
  change('service.container.user', '2000:2000', CONTAINER, /"user":"2000:2000"/),
  change('service.container.writablePaths', ['/var/cache'], CONTAINER, /"containerPath":"\/var\/cache"/),
  change(
    'service.container.environment',
    { LOG_LEVEL: 'debug' },
    CONTAINER,
    /"name":"LOG_LEVEL","value":"debug"/,
  ),
  change('service.cpu', 1024, `${TASK} cpu`, '1024', { along: { 'service.memoryMiB': 2048 } }),
  change('service.memoryMiB', 2048, `${TASK} memory`, '2048'),
  change('service.cpuArchitecture', 'ARM64', `${TASK} runtime_platform.cpu_architecture`),
  change('service.tasks.min', 4, 'primary-compute aws_appautoscaling_target min_capacity'),
  change('service.tasks.max', 20, 'dr-compute aws_appautoscaling_target max_capacity'),
  change('service.tasks.drMin', 3, 'dr-compute aws_appautoscaling_target min_capacity', 3, {
    leftAlone: true,
  }),
  change(
    'service.spotPercent',
    50,
    `${SERVICE} capacity_provider_strategy.capacity_provider`,
    'FARGATE_SPOT',
  ),
  change(
    'service.cpuTargetPercent',
    45,
    'dr-compute aws_appautoscaling_policy target_tracking_scaling_policy_configuration.target_value',
  ),
  change(
    'service.memoryTargetPercent',
    55,
    'dr-compute aws_appautoscaling_policy target_tracking_scaling_policy_configuration.target_value',
  ),
  change('service.healthCheckGracePeriodSeconds', 120, `${SERVICE} health_check_grace_period_seconds`),
  change(
    'service.deregistrationDelaySeconds',
    30,
    'primary-compute aws_lb_target_group deregistration_delay',
    '30',
  ),
  change('service.databaseUser', 'records', CONTAINER, /"value":"records"/),
  change(
    'service.waf.requestsPerFiveMinutes',
    5000,
    'dr-compute aws_wafv2_web_acl rule.statement.rate_based_statement.limit',
  ),
  change(
    'service.waf.countedRules',
    ['SizeRestrictions_BODY'],
    'dr-compute aws_wafv2_web_acl rule.statement.managed_rule_group_statement.rule_action_override.name',
    'SizeRestrictions_BODY',
  ),

  change('dns.hostedZoneId', 'Z0123456789ABC', 'primary-dns aws_route53_record zone_id'),
  change(
    'dns.hostedZoneRoleArn',
    'arn:aws:iam::999999999999:role/hosted-zone',
    'primary-dns aws_route53_record provider',
    'aws.hosted_zone',
    {
      along: { 'dns.queryLogging': optOut },
      removes: true,
    },
  ),
  change('dns.recordLabel', 'records', 'primary-dns aws_route53_record name', 'records.healthcare.example'),
  change(
    'dns.healthCheck.requestIntervalSeconds',
    30,
    'primary-dns aws_route53_health_check request_interval',
  ),
  change('dns.healthCheck.failureThreshold', 5, 'primary-dns aws_route53_health_check failure_threshold'),
  change('dns.queryLogging', optOut, 'primary-dns aws_route53_query_log zone_id', GONE, {
    removes: true,
  }),
  change(
    'notifications.subscriptions',
    [{ protocol: 'email', address: 'other@healthcare.example', severity: 'page' }],
    'dr-notifications aws_sns_topic_subscription endpoint',
    'other@healthcare.example',
  ),
  change(
    'notifications.watchRegion',
    'eu-north-1',
    'primary-failover-lambda aws_lambda_function environment.variables.BACKUP_TOPIC_ARN',
    /^arn:aws:sns:eu-north-1:/,
  ),

  change(
    'alarms.replicationLag.thresholdMilliseconds',
    60_000,
    'primary-dns aws_route53_health_check triggers.threshold',
    '60000',
  ),
  change(
    'alarms.replicationLag.evaluationPeriods',
    5,
    'primary-observability aws_cloudwatch_metric_alarm evaluation_periods',
  ),
  change('alarms.rpoLag.thresholdMilliseconds', 120_000, THRESHOLD),
  change('alarms.rpoLag.evaluationPeriods', 4, PERIODS),
  change('alarms.database.cpuPercent', 70, THRESHOLD),
  change('alarms.database.connectionsPercent', 60, THRESHOLD, 3000),
  change('alarms.database.freeableMemoryPercent', 20, THRESHOLD, 13_743_895_347),
  change('alarms.database.capacityPercent', 90, THRESHOLD),
  change('alarms.database.deadlocksPerMinute', 6, THRESHOLD, 0.1),
  change('alarms.database.minutes', 7, PERIODS),
  change('alarms.loadBalancer.serverErrorsPerMinute', 50, THRESHOLD),
  change('alarms.loadBalancer.latencyMilliseconds', 900, THRESHOLD, 0.9),
  change('alarms.loadBalancer.minutes', 4, PERIODS),
  change('alarms.service.cpuPercent', 90, THRESHOLD),
  change('alarms.service.memoryPercent', 80, THRESHOLD),
  change('alarms.service.minutes', 12, PERIODS),
  change('alarms.dataReplication.latencySeconds', 600, THRESHOLD),
  change('alarms.dataReplication.pendingOperations', 500, THRESHOLD),
  change('alarms.dataReplication.pendingMebibytes', 2048, THRESHOLD, 2_147_483_648),
  change('alarms.dataReplication.minutes', 10, PERIODS),
  change('alarms.controller.silentMinutes', 5, PERIODS),
  change('alarms.audit.unauthorizedCalls', 25, THRESHOLD),
  change('alarms.audit.failedSignIns', 6, THRESHOLD),

  change('failover.mode', 'approval', POLICY, /"mode":"approval"/),
  change('failover.lagBoundSeconds', 800, POLICY, /"lagBoundMs":800000/),
  change('failover.lagMaxAgeSeconds', 240, POLICY, /"lagMaxAgeMs":240000/),
  change('failover.confirmationSeconds', 240, POLICY, /"confirmationMs":240000/),
  change('failover.failoverWhileReplicatingAfterMinutes', 30, POLICY, /1800000/),
  change('failover.cooldownMinutes', 120, POLICY, /"cooldownMs":7200000/),
  change('failover.plannedLagSeconds', 5, POLICY, /"plannedLagMs":5000/),
  change('failover.operationDeadlineMinutes', 30, POLICY, /"operationDeadlineMs":1800000/),
  change('failover.reissueAfterSeconds', 240, POLICY, /"reissueAfterMs":240000/),
  change('failover.approvalMinutes', 30, POLICY, /"approvalMs":1800000/),
  change(
    'failover.reservedConcurrency',
    optOut,
    'dr-failover-lambda aws_lambda_function reserved_concurrent_executions',
    GONE,
  ),
  change('failover.capacity.minTasks', 6, POLICY, /"capacity":\{"minTasks":6/),
  change('failover.capacity.minAcu', 16, POLICY, /"minAcu":16/),
  change('timeouts.createMinutes', 30, `${CLUSTER} timeouts.create`, '30m'),
  change('timeouts.updateMinutes', 20, `${CLUSTER} timeouts.update`, '20m'),
  change('timeouts.deleteMinutes', 25, `${CLUSTER} timeouts.delete`, '25m'),
];

/** What an environment that stands cannot change, or what no resource shows, with the reason. */
export const NOT_CHANGED: Readonly<Record<string, string>> = {
  suffix: 'Every name ends in it: another one is another environment.',
  accountId: 'Another account is another environment.',
  'primary.region': 'The data stands there: another pair of Regions is another environment.',
  'dr.region': 'The data stands there: another pair of Regions is another environment.',
  'primary.vpcCidr': 'Forces a new VPC.',
  'dr.vpcCidr': 'Forces a new VPC.',
  'primary.zones': 'Adds or removes subnets, and moves the blocks of others.',
  'dr.zones': 'Adds or removes subnets, and moves the blocks of others.',
  'database.databaseName': 'Forces a new cluster.',
  'database.masterUsername': 'Forces a new cluster.',
  'dns.domainName': 'The names that users know; another zone.',
  'dns.hostedZone': 'Who owns the zone is decided once.',
  'service.container.livenessPath':
    'Stands in the default health command alone, which is given whole in an environment that is parsed.',
  'failover.lagBoundReason': 'A reason, which drctl describe and the compliance report show.',
  'failover.egressAnchors': 'Its own spec: libs/topology/src/egress-anchors.ts.',
  tags: 'On the provider, not on a resource: libs/platform/src/stack.spec.ts.',
};
