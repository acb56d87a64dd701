import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault';
import { BackupVaultLockConfiguration } from '@cdktf/provider-aws/lib/backup-vault-lock-configuration';
import { expectResource } from '@healthcare-dr/testing';
import { parseEnvironment, ROLES } from '@healthcare-dr/topology';
import {
  backupStack,
  dev,
  GIVEN,
  listed,
  prod,
  reference,
  regionsOf,
  statementsOf,
} from './__fixtures__/stacks';

const KEPT = [
  'backup:DeleteRecoveryPoint',
  'backup:DisassociateRecoveryPoint',
  'backup:UpdateRecoveryPointLifecycle',
];
const PROTECTION = [
  'backup:DeleteBackupVault',
  'backup:DeleteBackupVaultAccessPolicy',
  'backup:DeleteBackupVaultLockConfiguration',
  'backup:DeleteBackupVaultNotifications',
  'backup:PutBackupVaultAccessPolicy',
  'backup:PutBackupVaultLockConfiguration',
];

describe.each(ROLES)('the vault of the %s Region', (role) => {
  const stack = backupStack(dev, role);
  const production = backupStack(prod, role);
  const { own } = regionsOf(prod, role);
  const [vault] = stack.resources('aws_backup_vault');
  const statement = (sid: string, of = production) =>
    statementsOf(of.resources('aws_backup_vault_policy')[0]).find(({ Sid }) => Sid === sid);

  it('is encrypted with the Region’s key for backups', () => {
    expectResource(stack, BackupVault, { name: 'healthcare-backup-dev', kms_key_arn: GIVEN.backupKeyArn });
  });

  it('goes before what its role may do, or AWS Backup could not delete its recovery points any more', () => {
    const attachments = stack
      .resources('aws_iam_role_policy_attachment')
      .map(({ address }) => address)
      .filter((address) => address.includes('_backup-role_'));
    expect(attachments.length).toBeGreaterThan(0);
    expect(vault?.attributes['depends_on']).toEqual(expect.arrayContaining(attachments));
  });

  it('is locked in governance mode, within the configured retentions', () => {
    for (const locked of [stack, production]) {
      const { attributes } = expectResource(locked, BackupVaultLockConfiguration, {
        backup_vault_name: reference(locked.resources('aws_backup_vault')[0], 'name'),
        min_retention_days: 7,
        max_retention_days: 365,
      });
      expect(attributes).not.toHaveProperty('changeable_for_days');
    }
  });

  it('takes the lock from configuration', () => {
    const environment = parseEnvironment({ ...dev, backup: { lock: { minDays: 1, maxDays: 400 } } });
    expectResource(backupStack(environment, role), BackupVaultLockConfiguration, {
      min_retention_days: 1,
      max_retention_days: 400,
    });
  });

  it('refuses to lose a recovery point, whoever asks, but for the role that breaks the glass', () => {
    for (const [of, region, account, suffix] of [
      [stack, regionsOf(dev, role).own, dev.accountId, 'dev'],
      [production, own, prod.accountId, 'prod'],
    ] as const) {
      expect(statement('KeepRecoveryPoints', of)).toEqual({
        Sid: 'KeepRecoveryPoints',
        Effect: 'Deny',
        Principal: '*',
        Action: KEPT,
        Resource: '*',
        Condition: {
          ArnNotEquals: {
            'aws:PrincipalArn': `arn:aws:iam::${account}:role/healthcare-break-glass-${region}-${suffix}`,
          },
        },
      });
    }
  });

  it('refuses in production to lose its policy, its lock and itself', () => {
    expect(statement('KeepProtection')).toMatchObject({ Effect: 'Deny', Principal: '*', Action: PROTECTION });
    expect(statement('KeepProtection')?.Condition).toEqual(statement('KeepRecoveryPoints')?.Condition);
  });

  it('admits copies from this account and nobody else', () => {
    const allowed = statementsOf(production.resources('aws_backup_vault_policy')[0]).filter(
      ({ Effect }) => Effect === 'Allow',
    );
    expect(allowed).toEqual([
      {
        Sid: 'CopyWithinTheAccount',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::222222222222:root' },
        Action: 'backup:CopyIntoBackupVault',
        Resource: '*',
      },
    ]);
  });

  it('is locked before its policy forbids to lock it', () => {
    const [policy] = production.resources('aws_backup_vault_policy');
    expect(policy?.attributes['depends_on']).toEqual([
      production.resources('aws_backup_vault_lock_configuration')[0]?.address,
    ]);
  });

  it('goes with an ephemeral environment: nothing forbids Terraform to take policy, lock and vault away', () => {
    expect(vault?.attributes).toMatchObject({ force_destroy: true, timeouts: { delete: '15m' } });
    expect(vault?.attributes).not.toHaveProperty('lifecycle');
    const denied = statementsOf(stack.resources('aws_backup_vault_policy')[0])
      .filter(({ Effect }) => Effect === 'Deny')
      .flatMap(({ Action }) => listed(Action));
    expect(denied.filter((action) => PROTECTION.includes(action))).toEqual([]);
  });

  it('stays in production, with what it holds', () => {
    expectResource(production, BackupVault, { force_destroy: false });
    expect(production.resources('aws_backup_vault')[0]?.attributes).toMatchObject({
      lifecycle: { prevent_destroy: true },
    });
  });
});
