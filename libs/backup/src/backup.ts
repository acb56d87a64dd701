import { clusterArn } from '@healthcare-dr/aurora/contract';
import { vaultArn, vaultName } from '@healthcare-dr/backup/contract';
import type { TierStack } from '@healthcare-dr/platform';
import { bucketArn, dataBucketName } from '@healthcare-dr/s3-replication/contract';
import { peerOf } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { BackupNotifications } from './notifications';
import { BackupPlans } from './plans';
import { RestoreTesting } from './restore-testing';
import { backupRole, restoreRole } from './roles';
import { Vault } from './vault';

/** What the tier needs on either side of the pair. */
export interface CommonBackupProps {
  /** The Region's key for recovery points, from the contract of the kms tier. */
  readonly backupKeyArn: string;
  /** The Region's key of the cluster, from the same contract. */
  readonly databaseKeyArn: string;
  /** The Region's key of the objects in the data bucket, from the same contract. */
  readonly dataKeyArn: string;
  /** The Region's topic, which is told of what fails. */
  readonly topicArn: string;
}

/** What the tier needs where restores are tested. */
export interface DrBackupProps extends CommonBackupProps {
  readonly role: 'dr';
  /** Where a restored cluster lands, from the contract of the networking tier. */
  readonly isolatedSubnetIds: string[];
  /** The security group of a restored cluster, from the same contract. */
  readonly databaseSecurityGroupId: string;
}

/** What the tier is given on either side of the pair; what only one side needs belongs to that side's arm. */
export type BackupProps = ({ readonly role: 'primary' } & CommonBackupProps) | DrBackupProps;

/** What the tier hands to its stack: the vault, by the names its contract computes. */
export interface BackupOutputs {
  readonly vaultName: string;
  readonly vaultArn: string;
}

/**
 * The backups of one Region: a locked vault, point-in-time restore for the cluster, a daily snapshot of cluster and data bucket
 * with a copy in the other Region, notifications of what fails, and in dr a weekly restore of what arrived there.
 *
 * Both sides back up what is theirs, so that whoever writes is protected.
 */
export class Backup extends Construct {
  readonly outputs: BackupOutputs;

  /**
   * @throws ValidationError if the props are those of the other side of the pair
   */
  constructor(stack: TierStack, id: string, props: BackupProps) {
    super(stack, id);
    stack.assertRole(props.role, this);
    const { naming, environment } = stack;
    const { backupKeyArn, databaseKeyArn, dataKeyArn, topicArn } = props;
    const { accountId, suffix, backup } = environment;
    const peerNaming = stack.namingFor(peerOf(stack.role));
    const policyProps = { naming, peerNaming, suffix, databaseKeyArn, backupKeyArn, dataKeyArn };

    const vault = new Vault(this, 'vault', {
      naming,
      accountId,
      kmsKeyArn: backupKeyArn,
      minRetentionDays: backup.lock.minDays,
      maxRetentionDays: backup.lock.maxDays,
      destroyable: stack.ephemeral,
    });
    new BackupNotifications(this, 'notifications', { naming, vault, topicArn });
    new BackupPlans(this, 'plans', {
      naming,
      peerNaming,
      vault,
      role: backupRole(this, 'backup-role', policyProps),
      clusterArn: clusterArn(naming),
      dataBucketArn: bucketArn(dataBucketName(naming)),
      continuousDays: backup.continuousDays,
      snapshotDays: backup.snapshotDays,
      copyDays: backup.copyDays,
    });
    const role = restoreRole(this, 'restore-role', policyProps);
    if (props.role === 'dr') {
      new RestoreTesting(this, 'restore-testing', {
        naming,
        vault,
        role,
        isolatedSubnetIds: props.isolatedSubnetIds,
        securityGroupId: props.databaseSecurityGroupId,
        kmsKeyArn: backupKeyArn,
      });
    }
    this.outputs = { vaultName: vaultName(naming), vaultArn: vaultArn(naming) };
  }
}
