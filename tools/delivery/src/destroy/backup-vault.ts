import {
  type BackupClient,
  DeleteBackupSelectionCommand,
  DeleteBackupVaultAccessPolicyCommand,
  DeleteBackupVaultLockConfigurationCommand,
  DeleteRecoveryPointCommand,
  paginateListBackupPlans,
  paginateListBackupSelections,
  paginateListBackupVaults,
  paginateListRecoveryPointsByBackupVault,
} from '@aws-sdk/client-backup';

/** A recovery point, as far as its deletion goes. */
export interface RecoveryPoint {
  readonly arn: string;
  /** `EXPIRED`: AWS Backup was to delete it and could not. */
  readonly status: string;
  /** The role that made it, and that AWS Backup deletes it with. */
  readonly roleArn: string;
}

/** The vault of a Region and the plans that fill it. */
export class RegionalBackups {
  constructor(
    private readonly client: BackupClient,
    private readonly names: { readonly vault: string; readonly plans: readonly string[] },
  ) {}

  /** Whether the vault is there. A vault that is not there cannot be told from one that is hidden, but by the list of all. */
  async vaultExists(): Promise<boolean> {
    for await (const { BackupVaultList: vaults = [] } of paginateListBackupVaults(
      { client: this.client },
      {},
    )) {
      if (vaults.some(({ BackupVaultName: name }) => name === this.names.vault)) return true;
    }
    return false;
  }

  /** Takes from the plans what they back up, so that no job begins any more. Plans and the rest are Terraform's to delete. */
  async stopPlans(): Promise<void> {
    const { client } = this;
    for await (const { BackupPlansList: plans = [] } of paginateListBackupPlans({ client }, {})) {
      for (const { BackupPlanId: plan, BackupPlanName: name = '' } of plans) {
        if (plan === undefined || !this.names.plans.includes(name)) continue;
        const pages = paginateListBackupSelections({ client }, { BackupPlanId: plan });
        for await (const { BackupSelectionsList: selections = [] } of pages) {
          for (const { SelectionId: selection } of selections) {
            await client.send(
              new DeleteBackupSelectionCommand({ BackupPlanId: plan, SelectionId: selection }),
            );
          }
        }
      }
    }
  }

  /** Takes policy and lock off the vault, which deny a deletion to everybody. */
  async unlock(): Promise<void> {
    const vault = { BackupVaultName: this.names.vault };
    await this.client.send(new DeleteBackupVaultAccessPolicyCommand(vault));
    await this.client.send(new DeleteBackupVaultLockConfigurationCommand(vault));
  }

  /** What the vault holds. */
  async recoveryPoints(): Promise<RecoveryPoint[]> {
    const found: RecoveryPoint[] = [];
    const pages = paginateListRecoveryPointsByBackupVault(
      { client: this.client },
      { BackupVaultName: this.names.vault },
    );
    for await (const { RecoveryPoints: points = [] } of pages) {
      for (const { RecoveryPointArn: arn, Status: status = '', IamRoleArn: roleArn = '' } of points)
        if (arn !== undefined) found.push({ arn, status, roleArn });
    }
    return found;
  }

  /** Asks for the deletion of a recovery point, which goes on after the answer. */
  async deleteRecoveryPoint({ arn }: RecoveryPoint): Promise<void> {
    await this.client.send(
      new DeleteRecoveryPointCommand({ BackupVaultName: this.names.vault, RecoveryPointArn: arn }),
    );
  }

  close(): void {
    this.client.destroy();
  }
}
