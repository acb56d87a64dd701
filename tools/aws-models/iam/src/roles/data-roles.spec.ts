import {
  bucket,
  callerOf,
  environment,
  key,
  outcomeOf,
  regionOf,
  trustOf,
  type DocumentedCall,
} from '../__fixtures__/standing-account';
import { CLUSTER_RESOURCE_ID, secretArn } from '../__fixtures__/stack-policies';
import { evaluate } from '../evaluation/evaluate';

const { accountId, suffix } = environment;
const [PRIMARY, DR] = [regionOf('primary'), regionOf('dr')];
const arn = (service: string, resource: string, region = DR) =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;
const bucketArn = (role: 'primary' | 'dr', what = 'data') => `arn:aws:s3:::${bucket(role, what)}`;
const via = (service: string, region = DR) => ({ 'kms:ViaService': `${service}.${region}.amazonaws.com` });
const copyTo = (vault: string) => ({
  'backup:CopyTargets': [`arn:aws:backup:${PRIMARY}:${accountId}:backup-vault:${vault}`],
});
const grant = { 'kms:GrantIsForAWSResource': 'true' };

/** Calls that must be allowed, and calls that must not, of a role. */
function holdTo(
  stack: string,
  role: string,
  service: string,
  { may, mayNot }: { readonly may: readonly DocumentedCall[]; readonly mayNot: readonly DocumentedCall[] },
  sourceArn?: string,
): void {
  describe(`${role} of ${stack}`, () => {
    const caller = callerOf(stack, role);

    it(`is assumed by ${service}`, () => {
      const assume = (principal: string, account = accountId) =>
        evaluate(
          {
            principal: { kind: 'service', service: principal },
            action: 'sts:AssumeRole',
            resource: 'arn:aws:iam::role',
            context: { 'aws:SourceAccount': account, ...(sourceArn && { 'aws:SourceArn': sourceArn }) },
          },
          { identity: [], resource: trustOf(stack, role), resourceMustAllow: true },
        ).outcome;
      expect(assume(service)).toBe('allowed');
      expect(assume('ec2.amazonaws.com')).toBe('implicit-deny');
    });

    it.each(may.map((call) => ({ call })))('may $call.0 on $call.1', ({ call }) => {
      expect(outcomeOf(caller, call)).toBe('allowed');
    });

    it.each(mayNot.map((call) => ({ call })))('may not $call.0 on $call.1', ({ call }) => {
      expect(outcomeOf(caller, call)).not.toBe('allowed');
    });
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html */
const [source, target] = [bucketArn('primary'), bucketArn('dr')];
const context = (bucketOf: string) => ({ 'kms:EncryptionContext:aws:s3:arn': bucketOf });
holdTo('primary-s3-replication', 's3-replication_to-dr_role', 's3.amazonaws.com', {
  may: [
    ['s3:GetReplicationConfiguration', source],
    ['s3:ListBucket', source],
    ['s3:GetObjectVersionForReplication', `${source}/a/b`],
    ['s3:GetObjectVersionAcl', `${source}/a/b`],
    ['s3:GetObjectVersionTagging', `${source}/a/b`],
    ['s3:ReplicateObject', `${target}/a/b`],
    ['s3:ReplicateDelete', `${target}/a/b`],
    ['s3:ReplicateTags', `${target}/a/b`],
    ['kms:Decrypt', key('primary', 'data'), { ...via('s3', PRIMARY), ...context(source) }],
    ['kms:Decrypt', key('primary', 'data'), { ...via('s3', PRIMARY), ...context(`${source}/a/b`) }],
    ['kms:GenerateDataKey', key('dr', 'data'), { ...via('s3'), ...context(target) }],
    ['kms:Encrypt', key('dr', 'data'), { ...via('s3'), ...context(`${target}/a/b`) }],
  ],
  mayNot: [
    ['s3:GetObject', `${source}/a/b`],
    ['s3:ReplicateObject', `${source}/a/b`],
    ['s3:ReplicateObject', `${bucketArn('dr', 'trail')}/a/b`],
    ['s3:ReplicateObject', `${target}/a/b`, { 'aws:SecureTransport': 'false' }],
    ['s3:ObjectOwnerOverrideToBucketOwner', `${target}/a/b`],
    ['kms:Decrypt', key('primary', 'data'), context(source)],
    [
      'kms:Decrypt',
      key('primary', 'data'),
      { ...via('s3', PRIMARY), ...context(bucketArn('primary', 'trail')) },
    ],
    ['kms:Decrypt', key('dr', 'data'), { ...via('s3'), ...context(target) }],
    ['kms:GenerateDataKey', key('dr', 'database'), { ...via('s3'), ...context(target) }],
  ],
});

/**
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html and …S3Backup.html: what of
 * it an Aurora cluster and a bucket take.
 */
const CLUSTER = arn('rds', `cluster:healthcare-aurora-${suffix}`);
const POINT = arn('rds', 'cluster-snapshot:awsbackup:job-1');
holdTo('dr-backup', 'backup_backup-role', 'backup.amazonaws.com', {
  may: [
    ['rds:DescribeDBClusters', arn('rds', 'cluster:*')],
    ['rds:DescribeDBClusterSnapshots', arn('rds', 'cluster-snapshot:*')],
    ['rds:CreateDBClusterSnapshot', CLUSTER],
    ['rds:CreateDBClusterSnapshot', POINT],
    ['rds:AddTagsToResource', POINT],
    ['rds:ListTagsForResource', CLUSTER],
    ['rds:ModifyDBCluster', CLUSTER],
    ['rds:CopyDBClusterSnapshot', POINT],
    ['rds:CopyDBClusterSnapshot', arn('rds', 'cluster-snapshot:awsbackup:copyjob-1', PRIMARY)],
    ['rds:DeleteDBClusterSnapshot', POINT],
    ['rds:DeleteDBClusterAutomatedBackup', arn('rds', 'cluster-auto-backup:ab-1')],
    ['kms:DescribeKey', key('dr', 'database')],
    ['kms:DescribeKey', key('dr', 'backup')],
    ['kms:CreateGrant', key('dr', 'database'), { ...via('rds'), ...grant }],
    ['kms:CreateGrant', key('dr', 'backup'), { ...via('rds'), ...grant }],
    ['kms:CreateGrant', key('dr', 'backup'), { ...via('backup'), ...grant }],
    ['kms:CreateGrant', key('primary', 'backup'), { ...via('rds', PRIMARY), ...grant }],
    ['kms:DescribeKey', key('primary', 'backup')],
    ['backup:CopyIntoBackupVault', arn('backup', `backup-vault:healthcare-backup-${suffix}`, PRIMARY)],
    // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
    ['backup:CopyFromBackupVault', POINT, copyTo(`healthcare-backup-${suffix}`)],
    ['backup:CopyFromBackupVault', arn('backup', 'recovery-point:1'), copyTo(`healthcare-backup-${suffix}`)],
    ['backup:CopyFromBackupVault', POINT],
    ['backup:DescribeBackupVault', arn('backup', `backup-vault:healthcare-backup-${suffix}`)],
    ['backup:TagResource', arn('backup', 'recovery-point:1')],
    ['s3:GetBucketVersioning', target],
    ['s3:GetInventoryConfiguration', target],
    ['s3:PutInventoryConfiguration', target],
    ['s3:GetBucketNotification', target],
    ['s3:PutBucketNotification', target],
    ['s3:ListBucketVersions', target],
    ['s3:GetObjectVersion', `${target}/a/b`],
    ['s3:GetObjectVersionAcl', `${target}/a/b`],
    ['s3:GetObjectVersionTagging', `${target}/a/b`],
    ['kms:Decrypt', key('dr', 'data'), via('s3')],
    ['events:PutRule', arn('events', 'rule/AwsBackupManagedRule1')],
    ['events:ListRules', arn('events', 'rule/*')],
    ['cloudwatch:GetMetricData', '*'],
    ['tag:GetResources', '*'],
  ],
  mayNot: [
    ['rds:DeleteDBCluster', CLUSTER],
    ['rds:DeleteDBClusterSnapshot', arn('rds', `cluster-snapshot:healthcare-failover-1-${suffix}`)],
    ['rds:CreateDBClusterSnapshot', arn('rds', 'cluster:another')],
    ['kms:CreateGrant', key('dr', 'database'), via('rds')],
    ['kms:CreateGrant', key('dr', 'data'), { ...via('s3'), ...grant }],
    ['kms:CreateGrant', key('primary', 'database'), { ...via('rds', PRIMARY), ...grant }],
    ['kms:Decrypt', key('dr', 'data')],
    ['s3:PutObject', `${target}/a/b`],
    ['s3:GetObjectVersion', `${bucketArn('dr', 'trail')}/a/b`],
    ['events:PutRule', arn('events', 'rule/mine')],
    ['backup:DeleteRecoveryPoint', arn('backup', 'recovery-point:1')],
    ['backup:CopyFromBackupVault', POINT, copyTo('another')],
  ],
});

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForRestores.html and …S3Restore.html */
const RESTORED = arn('rds', 'cluster:awsbackup-restore-test-1');
const restoredBucket = bucketArn('dr', 'restored');
holdTo('dr-backup', 'backup_restore-role', 'backup.amazonaws.com', {
  may: [
    ['rds:DescribeDBClusterSnapshots', arn('rds', 'cluster-snapshot:*')],
    ['rds:RestoreDBClusterFromSnapshot', POINT],
    ['rds:RestoreDBClusterFromSnapshot', RESTORED],
    ['rds:RestoreDBClusterFromSnapshot', arn('rds', `subgrp:healthcare-aurora-${suffix}`)],
    ['rds:RestoreDBClusterToPointInTime', CLUSTER],
    // What is left of a cluster that is gone.
    ['rds:RestoreDBClusterToPointInTime', arn('rds', 'cluster-auto-backup:ab-1')],
    ['rds:AddTagsToResource', RESTORED],
    ['rds:CreateDBInstance', arn('rds', 'db:awsbackup-restore-test-1')],
    ['rds:DeleteDBInstance', arn('rds', 'db:awsbackup-restore-test-1')],
    ['rds:DeleteDBCluster', RESTORED],
    ['kms:DescribeKey', key('dr', 'backup')],
    ['kms:CreateGrant', key('dr', 'database'), { ...via('rds'), ...grant }],
    ['kms:CreateGrant', key('dr', 'backup'), { ...via('rds'), ...grant }],
    ['s3:CreateBucket', restoredBucket],
    ['s3:GetBucketVersioning', target],
    ['s3:PutObject', `${restoredBucket}/a`],
    ['s3:PutObject', `${target}/a`],
    ['s3:PutObjectTagging', `${target}/a`],
    ['kms:GenerateDataKey', key('dr', 'data'), via('s3')],
    ['kms:Decrypt', key('dr', 'data'), via('s3')],
  ],
  mayNot: [
    ['rds:DeleteDBCluster', CLUSTER],
    ['rds:DeleteDBInstance', arn('rds', `db:healthcare-aurora-1-${suffix}`)],
    ['rds:RestoreDBClusterFromSnapshot', arn('rds', 'cluster:another')],
    ['s3:PutObject', `${bucketArn('dr', 'trail')}/a`],
    ['s3:PutObject', `${target}/a`, { 's3:x-amz-server-side-encryption': 'AES256' }],
    ['kms:Decrypt', key('dr', 'database')],
    ['kms:CreateGrant', key('dr', 'database'), via('rds')],
  ],
});

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html */
const taskOf = arn('ecs', `task/healthcare-cluster-${suffix}/1`);
const SECRET = secretArn(accountId, DR);
const GROUP = arn('logs', `log-group:/aws/ecs/healthcare-service-${suffix}`);
holdTo(
  'dr-compute',
  'compute_task-roles_execution-role',
  'ecs-tasks.amazonaws.com',
  {
    may: [
      ['logs:CreateLogStream', `${GROUP}:log-stream:`],
      ['logs:PutLogEvents', `${GROUP}:log-stream:service/1`],
    ],
    mayNot: [
      ['logs:CreateLogGroup', `${GROUP}:log-stream:`],
      ['secretsmanager:GetSecretValue', SECRET],
      ['kms:Decrypt', key('dr', 'database'), via('secretsmanager')],
    ],
  },
  taskOf,
);

const MIGRATION_GROUP = arn('logs', `log-group:/aws/ecs/healthcare-migration-${suffix}`);
holdTo(
  'dr-compute',
  'compute_migration_execution-role',
  'ecs-tasks.amazonaws.com',
  {
    may: [
      ['logs:CreateLogStream', `${MIGRATION_GROUP}:log-stream:`],
      ['logs:PutLogEvents', `${MIGRATION_GROUP}:log-stream:migration/1`],
      ['secretsmanager:GetSecretValue', SECRET],
      ['kms:Decrypt', key('dr', 'database'), via('secretsmanager')],
    ],
    mayNot: [
      ['logs:CreateLogStream', `${GROUP}:log-stream:`],
      ['secretsmanager:PutSecretValue', SECRET],
      ['secretsmanager:GetSecretValue', `${SECRET}-other`],
      ['kms:Decrypt', key('dr', 'database')],
      ['kms:Decrypt', key('dr', 'data'), via('secretsmanager')],
    ],
  },
  taskOf,
);

holdTo(
  'dr-compute',
  'compute_task-roles_task-role',
  'ecs-tasks.amazonaws.com',
  {
    may: [
      ['s3:ListBucket', target],
      ['s3:GetObject', `${target}/a`],
      ['s3:PutObject', `${target}/a`],
      [
        's3:PutObject',
        `${target}/a`,
        {
          's3:x-amz-server-side-encryption': 'aws:kms',
          's3:x-amz-server-side-encryption-aws-kms-key-id': key('dr', 'data'),
        },
      ],
      ['s3:DeleteObject', `${target}/a`],
      ['rds-db:connect', arn('rds-db', `dbuser:${CLUSTER_RESOURCE_ID}/healthcare_service`)],
      ['kms:GenerateDataKey', key('dr', 'data'), via('s3')],
      ['kms:Decrypt', key('dr', 'data'), via('s3')],
    ],
    mayNot: [
      ['s3:GetObject', `${source}/a`],
      ['s3:DeleteObjectVersion', `${target}/a`],
      ['s3:PutObject', `${target}/a`, { 's3:x-amz-server-side-encryption': 'AES256' }],
      [
        's3:PutObject',
        `${target}/a`,
        {
          's3:x-amz-server-side-encryption': 'aws:kms',
          's3:x-amz-server-side-encryption-aws-kms-key-id': key('dr', 'backup'),
        },
      ],
      ['s3:GetObject', `${target}/a`, { 'aws:SecureTransport': 'false' }],
      ['s3:GetObject', `${target}/a`, { 's3:TlsVersion': '1.1' }],
      ['kms:Decrypt', key('dr', 'data')],
      ['rds-db:connect', arn('rds-db', 'dbuser:cluster-OTHER/healthcare_service')],
      ['rds-db:connect', arn('rds-db', `dbuser:${CLUSTER_RESOURCE_ID}/clusteradmin`)],
      ['secretsmanager:GetSecretValue', SECRET],
    ],
  },
  taskOf,
);

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonRDSEnhancedMonitoringRole.html */
const OS_METRICS = arn('logs', 'log-group:RDSOSMetrics');
holdTo(
  'dr-aurora',
  'aurora_cluster_monitoring_role',
  'monitoring.rds.amazonaws.com',
  {
    may: [
      ['logs:CreateLogGroup', `${OS_METRICS}:log-stream:`],
      ['logs:PutRetentionPolicy', `${OS_METRICS}:log-stream:`],
      ['logs:CreateLogStream', `${OS_METRICS}:log-stream:db-1`],
      ['logs:PutLogEvents', `${OS_METRICS}:log-stream:db-1`],
      ['logs:DescribeLogStreams', `${OS_METRICS}:log-stream:db-1`],
      ['logs:GetLogEvents', `${OS_METRICS}:log-stream:db-1`],
    ],
    mayNot: [
      ['logs:CreateLogGroup', `${arn('logs', 'log-group:other')}:log-stream:`],
      ['logs:DeleteLogGroup', `${OS_METRICS}:log-stream:`],
    ],
  },
  arn('rds', `db:healthcare-aurora-1-${suffix}`),
);

const TOPIC = arn('sns', `healthcare-notifications-${suffix}`);
const ofTopic = (topic: string) => ({ ...via('sns'), 'kms:EncryptionContext:aws:sns:topicArn': topic });

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html */
describe.each([
  ['dr-backup', 'backup_notifications_failures-role'],
  ['dr-backup', 'backup_restore-testing_failures-role'],
  ['dr-aurora', 'aurora_events_rule-role'],
])('a rule of EventBridge', (stack, role) => {
  holdTo(stack, role, 'events.amazonaws.com', {
    may: [
      ['sns:Publish', TOPIC],
      ['kms:GenerateDataKey', key('dr', 'notifications'), ofTopic(TOPIC)],
      ['kms:Decrypt', key('dr', 'notifications'), ofTopic(TOPIC)],
    ],
    mayNot: [
      ['sns:Publish', arn('sns', 'another')],
      ['sns:Subscribe', TOPIC],
      ['kms:Decrypt', key('dr', 'notifications')],
      ['kms:GenerateDataKey', key('dr', 'data'), ofTopic(TOPIC)],
    ],
  });
});
