import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault';
import { BackupVaultLockConfiguration } from '@cdktf/provider-aws/lib/backup-vault-lock-configuration';
import { BackupVaultPolicy } from '@cdktf/provider-aws/lib/backup-vault-policy';
import { vaultName } from '@healthcare-dr/backup/contract';
import { TierStack } from '@healthcare-dr/platform';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { vaultPolicy } from './vault-policy';

/** Props of {@link Vault}. */
export interface VaultProps {
  /** The key of recovery points copied here, and of every service whose backups AWS Backup encrypts by itself. */
  readonly kmsKeyArn: string;
  /** The shortest retention the vault takes, in days. */
  readonly minRetentionDays: number;
  /** The longest retention the vault takes, in days. */
  readonly maxRetentionDays: number;
  /** Whether the vault goes with the environment, recovery points included. */
  readonly destroyable: boolean;
  /**
   * What lets the role that fills the vault do its work. The vault goes before it: AWS Backup deletes a recovery point with the role
   * that made it, and keeps as EXPIRED what that role may not delete.
   */
  readonly filledBy: readonly ITerraformDependable[];
}

/** The vault of a Region, locked in governance mode, with a policy that keeps its recovery points. */
export class Vault extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: VaultProps) {
    super(scope, id);
    const { naming, environment } = TierStack.of(this);
    const { destroyable } = props;
    const name = vaultName(naming);
    const vault = new BackupVault(this, 'vault', {
      name,
      kmsKeyArn: props.kmsKeyArn,
      forceDestroy: destroyable,
      tags: { Name: name },
      dependsOn: [...props.filledBy],
      ...(destroyable ? {} : { lifecycle: { preventDestroy: true } }),
    });
    const lock = new BackupVaultLockConfiguration(this, 'lock', {
      backupVaultName: vault.name,
      minRetentionDays: props.minRetentionDays,
      maxRetentionDays: props.maxRetentionDays,
      // No changeableForDays: that would be compliance mode, which after its grace period nobody can ever undo.
    });
    new BackupVaultPolicy(this, 'policy', {
      backupVaultName: vault.name,
      policy: JSON.stringify(vaultPolicy({ naming, accountId: environment.accountId, destroyable })),
      // The policy of a production vault denies the lock to whoever comes after it.
      dependsOn: [lock],
    });
    this.name = vault.name;
    this.arn = vault.arn;
  }
}
