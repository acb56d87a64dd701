import { policy, type Fixture } from '@healthcare-dr/testing';
import { KEY_ARN, single, type CheckFixture } from '../describe-checks';

const rule = (attributes: Record<string, unknown> = {}) => ({
  rule: [
    { rule_name: 'daily', schedule: 'cron(0 5 * * ? *)', lifecycle: { delete_after: 35 }, ...attributes },
  ],
});
const vault = (beside: Fixture): Fixture => ({
  aws_backup_vault: { v: { name: 'healthcare-vault-prod' } },
  ...beside,
});
const vaultPolicy = (statement: Record<string, unknown>): Fixture =>
  vault({
    aws_backup_vault_policy: { p: { backup_vault_name: 'healthcare-vault-prod', policy: policy(statement) } },
  });
const DENY = {
  Effect: 'Deny',
  Principal: '*',
  Action: [
    'backup:DeleteRecoveryPoint',
    'backup:UpdateRecoveryPointLifecycle',
    'backup:PutBackupVaultAccessPolicy',
  ],
  Resource: '*',
};

/** What each check must accept and refuse. */
export const BACKUP_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'backup-vault-cmk': single('aws_backup_vault', { kms_key_arn: KEY_ARN }, { absent: {} }),
  'backup-plan-frequency-retention': single(
    'aws_backup_plan',
    rule({ copy_action: [{ lifecycle: { delete_after: 90 } }] }),
    {
      'no rule': {},
      weekly: rule({ schedule: 'cron(0 5 ? * SUN *)' }),
      'not kept': rule({ lifecycle: { delete_after: 34 } }),
      'a copy that is not kept': rule({ copy_action: [{ lifecycle: { delete_after: 7 } }] }),
    },
  ),
  'backup-no-manual-delete': {
    good: [
      vault({
        aws_backup_vault_lock_configuration: { l: { backup_vault_name: '${aws_backup_vault.v.name}' } },
      }),
      vaultPolicy(DENY),
    ],
    bad: {
      neither: vault({}),
      'two of three': vaultPolicy({ ...DENY, Action: DENY.Action.slice(1) }),
      allowed: vaultPolicy({ ...DENY, Effect: 'Allow' }),
      'one principal': vaultPolicy({ ...DENY, Principal: { AWS: 'x' } }),
    },
  },
};
