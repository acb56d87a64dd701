import { breakGlassRoleName } from '@healthcare-dr/backup/contract';
import type { Naming } from '@healthcare-dr/platform';

/** One statement of a vault's access policy, in IAM's vocabulary. */
export interface VaultPolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*' | { readonly AWS: string };
  readonly Action: string | readonly string[];
  readonly Resource: '*';
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The ways to lose a recovery point before its time. */
const LOSING_RECOVERY_POINTS = [
  'backup:DeleteRecoveryPoint',
  // Ends a continuous backup and hands the recovery point over to the database, whose owner may delete it.
  'backup:DisassociateRecoveryPoint',
  'backup:UpdateRecoveryPointLifecycle',
];

/** The ways to make the first ones possible, or to fail without anybody being told. */
const LOSING_PROTECTION = [
  'backup:DeleteBackupVault',
  'backup:DeleteBackupVaultAccessPolicy',
  'backup:DeleteBackupVaultLockConfiguration',
  'backup:DeleteBackupVaultNotifications',
  'backup:PutBackupVaultAccessPolicy',
  'backup:PutBackupVaultLockConfiguration',
];

/** Props of {@link vaultPolicy}. */
export interface VaultPolicyProps {
  readonly naming: Naming;
  readonly accountId: string;
  /** Whether Terraform must be able to destroy the vault, and so to take its policy and lock away. */
  readonly destroyable: boolean;
}

/**
 * The access policy of a vault. A deny in it holds for administrators too, and for the deployment itself, once it stands.
 *
 * The one role that is left out of the denials keeps the vault from becoming unmanageable: denied to everybody, a policy could
 * never be changed again. Expiry needs no permission of the vault: AWS Backup deletes what has come of age by the snapshot.
 */
export function vaultPolicy({ naming, accountId, destroyable }: VaultPolicyProps): {
  readonly Version: '2012-10-17';
  readonly Statement: readonly VaultPolicyStatement[];
} {
  const denied = (Sid: string, Action: readonly string[]): VaultPolicyStatement => ({
    Sid,
    Effect: 'Deny',
    Principal: '*',
    Action,
    Resource: '*',
    Condition: { ArnNotEquals: { 'aws:PrincipalArn': naming.iamArn(`role/${breakGlassRoleName(naming)}`) } },
  });
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'CopyWithinTheAccount',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'backup:CopyIntoBackupVault',
        Resource: '*',
      },
      denied('KeepRecoveryPoints', LOSING_RECOVERY_POINTS),
      ...(destroyable ? [] : [denied('KeepProtection', LOSING_PROTECTION)]),
    ],
  };
}
