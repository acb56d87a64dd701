import { clusterArn } from '@healthcare-dr/aurora/contract';
import { TierStack, type PropsFor } from '@healthcare-dr/platform';
import { bucketArn, dataBucketName } from '@healthcare-dr/s3-replication/contract';
import { peerOf, type Role } from '@healthcare-dr/topology';
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
  /** The key of that topic, from the contract of the kms tier. */
  readonly topicKeyArn: string;
}

/** What the tier needs where restores are tested. */
export interface DrBackupProps extends CommonBackupProps {
  readonly role: 'dr';
  /** Where a restored cluster lands, from the contract of the networking tier. */
  readonly isolatedSubnetIds: string[];
  /** The security group of a restored cluster, from the same contract. */
  readonly databaseSecurityGroupId: string;
}

/** Props of {@link Backup}; what only one side needs belongs to that side's arm. */
export type BackupProps = ({ readonly role: 'primary' } & CommonBackupProps) | DrBackupProps;

/**
 * The backups of one Region: a locked vault, point-in-time restore for the cluster, a daily snapshot of cluster and data bucket
 * with a copy in the other Region, notifications of what fails, and in dr a weekly restore of what arrived there.
 *
 * Both sides back up what is theirs, so that whoever writes is protected.
 */
export class Backup<R extends Role> extends Construct {
  constructor(scope: TierStack<R>, id: string, props: PropsFor<R, BackupProps>) {
    super(scope, id);
    const stack = TierStack.of(this);
    const side = scope.withRole<BackupProps>(props);
    const { naming, environment } = stack;
    const { backupKeyArn, databaseKeyArn, dataKeyArn, topicArn, topicKeyArn } = side;
    const { suffix, backup } = environment;
    const peerNaming = stack.namingFor(peerOf(stack.role));
    const policyProps = { naming, peerNaming, suffix, databaseKeyArn, backupKeyArn, dataKeyArn };

    const fills = backupRole(this, 'backup-role', policyProps);
    const vault = new Vault(this, 'vault', {
      kmsKeyArn: backupKeyArn,
      minRetentionDays: backup.lock.minDays,
      maxRetentionDays: backup.lock.maxDays,
      destroyable: stack.ephemeral,
      filledBy: fills.attachments,
    });
    new BackupNotifications(this, 'notifications', { vault, topicArn, topicKeyArn });
    new BackupPlans(this, 'plans', {
      vault,
      role: fills,
      clusterArn: clusterArn(naming),
      dataBucketArn: bucketArn(dataBucketName(naming)),
      continuousDays: backup.continuousDays,
      snapshotDays: backup.snapshotDays,
      copyDays: backup.copyDays,
    });
    const role = restoreRole(this, 'restore-role', policyProps);
    if (side.role === 'dr') {
      new RestoreTesting(this, 'restore-testing', {
        vault,
        role,
        isolatedSubnetIds: side.isolatedSubnetIds,
        securityGroupId: side.databaseSecurityGroupId,
        kmsKeyArn: backupKeyArn,
        topicArn,
        topicKeyArn,
      });
    }
  }
}
