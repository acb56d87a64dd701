import { clusterArn } from '@healthcare-dr/aurora/contract';
import { vaultArn } from '@healthcare-dr/backup/contract';
import { NAME_PREFIX, type Naming, type Suppression } from '@healthcare-dr/platform';

/** One statement of an identity policy that allows something. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What the policies of a Region name. */
export interface PolicyProps {
  /** Names of the Region whose cluster is backed up. */
  readonly naming: Naming;
  /** Names of the other Region, to which snapshots are copied. */
  readonly peerNaming: Naming;
  readonly suffix: string;
  /** The Region's key of the cluster and of the snapshots taken of it. */
  readonly databaseKeyArn: string;
  /** The Region's key of the copies that come from the other Region. */
  readonly backupKeyArn: string;
  /** The Region's key of the objects in the data bucket. */
  readonly dataKeyArn: string;
}

/** What AWS Backup calls its snapshots, in every environment: https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-aur.html */
const SNAPSHOTS = 'cluster-snapshot:awsbackup:*';

/** What is left of a cluster that is gone, by ids that RDS makes: a restore to a point in time acts on it. */
const RETAINED = 'cluster-auto-backup:*';

/** What a restore test calls what it restores: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html */
const RESTORE_TEST = 'awsbackup-restore-test-*';

const FOR_AWS_RESOURCES = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };

/** What backing up reads first, bound by AWS to no resource. */
export const LOOK: PolicyStatement = {
  Sid: 'Look',
  Effect: 'Allow',
  Action: [
    'cloudwatch:GetMetricData',
    'events:ListRules',
    'rds:DescribeDBClusterAutomatedBackups',
    'rds:DescribeDBClusterSnapshots',
    'rds:DescribeDBClusters',
    'rds:DescribeDBInstances',
    's3:ListAllMyBuckets',
    'tag:GetResources',
  ],
  Resource: '*',
};

/** Why {@link LOOK} is as wide as it is. */
export const LOOK_SUPPRESSIONS: readonly Suppression[] = [
  {
    check: 'iam-no-star-resource',
    reason:
      'AWS binds tag:GetResources to no resource, and it reads tags alone: AWS Backup asks for it to carry the tags of what it backs up over to its recovery points.',
    owner: 'storage',
  },
  {
    check: 'iam-s3-narrow',
    reason:
      'AWS binds s3:ListAllMyBuckets to no bucket, and it reads names alone: AWS Backup asks for it wherever it backs a bucket up.',
    owner: 'storage',
  },
];

/**
 * What backing the Region's cluster up takes: the Aurora part of AWSBackupServiceRolePolicyForBackup, with its wildcards filled in.
 * It can neither share a snapshot nor change a cluster other than its own.
 */
export function backupStatements(props: PolicyProps): PolicyStatement[] {
  const { naming, peerNaming, databaseKeyArn, backupKeyArn } = props;
  const cluster = clusterArn(naming);
  const snapshots = [naming, peerNaming].map((names) => names.arn('rds', SNAPSHOTS));
  const keys = [databaseKeyArn, backupKeyArn];
  return [
    {
      Sid: 'BackUpTheCluster',
      Effect: 'Allow',
      Action: ['rds:AddTagsToResource', 'rds:CreateDBClusterSnapshot', 'rds:ListTagsForResource'],
      Resource: [cluster, ...snapshots],
    },
    {
      // Continuous backup takes the cluster's own retention and window over.
      Sid: 'BackUpContinuously',
      Effect: 'Allow',
      Action: 'rds:ModifyDBCluster',
      Resource: cluster,
    },
    {
      Sid: 'ExpireContinuousBackup',
      Effect: 'Allow',
      Action: 'rds:DeleteDBClusterAutomatedBackup',
      Resource: naming.arn('rds', RETAINED),
    },
    {
      Sid: 'CopyAndExpireSnapshots',
      Effect: 'Allow',
      Action: ['rds:CopyDBClusterSnapshot', 'rds:DeleteDBClusterSnapshot'],
      Resource: snapshots,
    },
    {
      Sid: 'CopyBetweenTheVaults',
      Effect: 'Allow',
      Action: ['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'],
      Resource: [naming, peerNaming].map(vaultArn),
    },
    {
      // Of what is copied, by the ARN of a snapshot or of a recovery point. ForAllValues: AWS documents the key for who starts a copy, and a
      // request without it must not be refused.
      Sid: 'CopyFromTheVault',
      Effect: 'Allow',
      Action: 'backup:CopyFromBackupVault',
      Resource: [naming.arn('rds', SNAPSHOTS), naming.arn('backup', 'recovery-point:*')],
      Condition: { 'ForAllValues:ArnEquals': { 'backup:CopyTargets': vaultArn(peerNaming) } },
    },
    { Sid: 'KnowTheKeys', Effect: 'Allow', Action: 'kms:DescribeKey', Resource: keys },
    {
      Sid: 'EncryptSnapshots',
      Effect: 'Allow',
      Action: 'kms:CreateGrant',
      Resource: keys,
      Condition: FOR_AWS_RESOURCES,
    },
    ...copyKeyStatements(peerNaming),
  ];
}

/** The other Region's key is known by its alias: its ARN is chosen by AWS, and the dr side reads nothing of the primary Region. */
function copyKeyStatements(peerNaming: Naming): PolicyStatement[] {
  const Resource = peerNaming.arn('kms', 'key/*');
  const byAlias = {
    'ForAnyValue:StringEquals': { 'kms:ResourceAliases': peerNaming.name('keyAlias', 'backup') },
  };
  return [
    { Sid: 'KnowTheKeyOfCopies', Effect: 'Allow', Action: 'kms:DescribeKey', Resource, Condition: byAlias },
    {
      Sid: 'EncryptCopies',
      Effect: 'Allow',
      Action: 'kms:CreateGrant',
      Resource,
      Condition: { ...byAlias, ...FOR_AWS_RESOURCES },
    },
  ];
}

/** Where a restore lands: reads that AWS binds to no resource. */
export const LOOK_AT_NETWORK: PolicyStatement = {
  Sid: 'LookAtNetwork',
  Effect: 'Allow',
  Action: [
    'ec2:DescribeAccountAttributes',
    'ec2:DescribeAvailabilityZones',
    'ec2:DescribeInternetGateways',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
    'rds:DescribeDBClusterSnapshots',
    'rds:DescribeDBClusters',
    'rds:DescribeDBInstances',
  ],
  Resource: '*',
};

/**
 * What a restore of the cluster takes: the Aurora part of AWSBackupServiceRolePolicyForRestores. It makes clusters of this
 * environment, or of a restore test, and may delete only the latter: never the cluster that serves.
 */
export function restoreStatements(props: PolicyProps): PolicyStatement[] {
  const { naming, suffix, databaseKeyArn, backupKeyArn } = props;
  const own = `${NAME_PREFIX}-*-${suffix}`;
  const rds = (...resources: string[]) => resources.map((resource) => naming.arn('rds', resource));
  const keys = [databaseKeyArn, backupKeyArn];
  return [
    {
      Sid: 'Restore',
      Effect: 'Allow',
      Action: [
        'rds:AddTagsToResource',
        'rds:CreateDBInstance',
        'rds:ListTagsForResource',
        'rds:RestoreDBClusterFromSnapshot',
        'rds:RestoreDBClusterToPointInTime',
      ],
      Resource: rds(
        SNAPSHOTS,
        RETAINED,
        `cluster:${own}`,
        `cluster:${RESTORE_TEST}`,
        `db:${own}`,
        `db:${RESTORE_TEST}`,
        `subgrp:${own}`,
        `cluster-pg:${own}`,
        `pg:${own}`,
        'cluster-pg:default.aurora-postgresql*',
        'pg:default.aurora-postgresql*',
        'og:default:aurora-postgresql*',
      ),
    },
    {
      Sid: 'CleanUpTests',
      Effect: 'Allow',
      Action: ['rds:DeleteDBCluster', 'rds:DeleteDBInstance'],
      Resource: rds(`cluster:${RESTORE_TEST}`, `db:${RESTORE_TEST}`),
    },
    {
      Sid: 'Decrypt',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*'],
      Resource: keys,
    },
    {
      Sid: 'GrantToDatabase',
      Effect: 'Allow',
      Action: 'kms:CreateGrant',
      Resource: keys,
      Condition: FOR_AWS_RESOURCES,
    },
  ];
}
