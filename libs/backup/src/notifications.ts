import { BackupVaultNotifications } from '@cdktf/provider-aws/lib/backup-vault-notifications';
import { vaultName } from '@healthcare-dr/backup/contract';
import { TierStack } from '@healthcare-dr/platform';
import { addTopicRule } from '@healthcare-dr/platform/topic-rule';
import { Construct } from 'constructs';
import type { Vault } from './vault';

/**
 * What the vault itself reports. BACKUP_JOB_FAILED, BACKUP_JOB_EXPIRED and RESTORE_JOB_FAILED are still accepted and never sent:
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultNotifications.html
 *
 * A completed restore is reported with its outcome, whichever it is.
 */
export const VAULT_EVENTS = ['COPY_JOB_FAILED', 'RESTORE_JOB_COMPLETED'];

/** How a backup job ends that has backed up nothing; EXPIRED is one that never began within its start window. */
export const FAILED_JOB_STATES = ['FAILED', 'EXPIRED', 'ABORTED'];

/** What becomes of a recovery point that is none; EXPIRED is one past its lifecycle that could not be deleted. */
export const FAILED_RECOVERY_POINT_STATES = ['PARTIAL', 'STOPPED', 'EXPIRED'];

/** Props of {@link BackupNotifications}. */
export interface BackupNotificationsProps {
  readonly vault: Vault;
  /** The Region's topic; its policy admits AWS Backup. */
  readonly topicArn: string;
  /** The key of that topic. */
  readonly topicKeyArn: string;
}

/** Tells the Region's topic of every backup, copy and recovery point that failed or expired, and how restores ended. */
export class BackupNotifications extends Construct {
  constructor(scope: Construct, id: string, props: BackupNotificationsProps) {
    super(scope, id);
    const { naming } = TierStack.of(this);
    const { vault, topicArn, topicKeyArn } = props;
    new BackupVaultNotifications(this, 'vault', {
      backupVaultName: vault.name,
      backupVaultEvents: VAULT_EVENTS,
      snsTopicArn: topicArn,
    });

    addTopicRule(this, 'failures', {
      what: 'backup-failures',
      description: `Backup jobs and recovery points of ${vaultName(naming)} that failed or expired`,
      topicArn,
      topicKeyArn,
      pattern: {
        source: ['aws.backup'],
        'detail-type': ['Backup Job State Change', 'Recovery Point State Change'],
        detail: {
          backupVaultName: [vaultName(naming)],
          // Jobs have a state, recovery points a status.
          $or: [{ state: FAILED_JOB_STATES }, { status: FAILED_RECOVERY_POINT_STATES }],
        },
      },
    });
  }
}
