import { describeChecks, KEY_ARN, policy, single, type Fixture } from '../describe-checks';
import { BACKUP_CHECKS, isDaily } from './backup';

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

describeChecks(BACKUP_CHECKS, {
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
});

it.each(['cron(0 */1 * * ? *)', 'cron(30 2 ? * * *)', 'rate(12 hours)', 'rate(1 day)'])(
  '%s runs every day',
  (schedule) => {
    expect(isDaily(schedule)).toBe(true);
  },
);

it.each([
  'cron(0 5 1 * ? *)',
  'cron(0 5 ? * MON-FRI *)',
  'cron(0 5 * 1 ? *)',
  'rate(2 days)',
  'cron(0 5 * *)',
  '',
])('%s does not', (schedule) => {
  expect(isDaily(schedule)).toBe(false);
});
