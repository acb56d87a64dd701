import { blocksOf, type JsonObject } from '@healthcare-dr/testing';
import { check, type Check } from '../check';
import { isCustomerKey, onEach, type Judge } from '../judge';
import { allows, coversAction, isForEverybody, statementsOf } from '@healthcare-dr/testing';

const KEPT_DAYS = 35;

/** Whether an AWS cron or rate expression fires every day or more often. */
export function isDaily(schedule: string): boolean {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule);
  if (rate !== null) return rate[2] !== 'day' || rate[1] === '1';
  const fields = /^cron\((.+)\)$/.exec(schedule)?.[1]?.split(' ') ?? [];
  const [, , dayOfMonth, month, dayOfWeek] = fields;
  const every = (field: string | undefined) => field !== undefined && /^(?:\*|\?|\*\/1)$/.test(field);
  return fields.length === 6 && every(dayOfMonth) && every(month) && every(dayOfWeek);
}

const keptDays = (block: JsonObject) => Number(blocksOf(block['lifecycle'])[0]?.['delete_after'] ?? Infinity);

const judgePlan: Judge = (plan) => {
  const rules = plan.blocks('rule');
  if (rules.length === 0) return 'has no rule';
  for (const rule of rules) {
    const name = String(rule['rule_name']);
    if (!isDaily(String(rule['schedule'])))
      return `rule ${name} runs less than daily: ${String(rule['schedule'])}`;
    const days = Math.min(keptDays(rule), ...blocksOf(rule['copy_action']).map(keptDays));
    if (days < KEPT_DAYS) return `rule ${name} keeps recovery points ${days} days, less than ${KEPT_DAYS}`;
  }
  return undefined;
};

const FORBIDDEN = [
  'backup:DeleteRecoveryPoint',
  'backup:UpdateRecoveryPointLifecycle',
  'backup:PutBackupVaultAccessPolicy',
];

const judgeManualDelete: Judge = (vault, model) => {
  const locked =
    model.companions(vault, 'aws_backup_vault_lock_configuration', 'backup_vault_name', 'name').length > 0;
  const policies = model.companions(vault, 'aws_backup_vault_policy', 'backup_vault_name', 'name');
  const denied = policies
    .flatMap((policy) => statementsOf(model, policy, policy.at('policy')) ?? [])
    .filter((statement) => !allows(statement) && isForEverybody(statement));
  const refuses = FORBIDDEN.every((action) => denied.some((statement) => coversAction(statement, action)));
  return locked || refuses ? undefined : 'has neither a lock nor a policy against deleting recovery points';
};

/** Backups: encrypted, frequent, and safe from the hand that would delete them. */
export const BACKUP_CHECKS: readonly Check[] = [
  check('backup-vault-cmk', onEach('aws_backup_vault', isCustomerKey('kms_key_arn'))),
  check('backup-plan-frequency-retention', onEach('aws_backup_plan', judgePlan)),
  check('backup-no-manual-delete', onEach('aws_backup_vault', judgeManualDelete)),
];
