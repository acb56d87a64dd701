import { BackupVaultNotifications } from '@cdktf/provider-aws/lib/backup-vault-notifications';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { expectResource } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { backupStack, dev, GIVEN, reference } from './__fixtures__/stacks';

/** Events that AWS Backup still accepts and never sends. */
const SILENT = [
  'BACKUP_JOB_SUCCESSFUL',
  'BACKUP_JOB_FAILED',
  'BACKUP_JOB_EXPIRED',
  'RESTORE_JOB_SUCCESSFUL',
  'RESTORE_JOB_FAILED',
  'BACKUP_PLAN_CREATED',
  'BACKUP_PLAN_MODIFIED',
];

interface Pattern {
  readonly source: string[];
  readonly 'detail-type': string[];
  readonly detail: {
    readonly backupVaultName: string[];
    readonly $or: readonly { readonly state?: string[]; readonly status?: string[] }[];
  };
}

describe.each(ROLES)('the notifications of the %s Region', (role) => {
  const stack = backupStack(dev, role);
  const rule = expectResource(stack, CloudwatchEventRule, { name: 'healthcare-backup-failures-dev' });
  const pattern = JSON.parse(String(rule?.attributes['event_pattern'])) as Pattern;

  it('tell the Region’s topic of copies that failed and of how restores ended', () => {
    const { attributes } = expectResource(stack, BackupVaultNotifications, {
      backup_vault_name: reference(stack.resources('aws_backup_vault')[0], 'name'),
      backup_vault_events: ['COPY_JOB_FAILED', 'RESTORE_JOB_COMPLETED'],
      sns_topic_arn: GIVEN.topicArn,
    });
    expect((attributes['backup_vault_events'] as string[]).filter((event) => SILENT.includes(event))).toEqual(
      [],
    );
  });

  it('tell it of jobs that failed, expired or were stopped, which the vault no longer does', () => {
    expect(pattern.source).toEqual(['aws.backup']);
    expect(pattern['detail-type']).toContain('Backup Job State Change');
    expect(pattern.detail.$or).toContainEqual({ state: ['FAILED', 'EXPIRED', 'ABORTED'] });
  });

  it('tell it of recovery points that are none, a continuous backup that stopped among them', () => {
    expect(pattern['detail-type']).toContain('Recovery Point State Change');
    expect(pattern.detail.$or).toContainEqual({ status: ['PARTIAL', 'STOPPED', 'EXPIRED'] });
  });

  it('speak of this environment’s vault alone', () => {
    expect(pattern.detail.backupVaultName).toEqual(['healthcare-backup-dev']);
  });

  it('reach the topic from the rule', () => {
    expectResource(stack, CloudwatchEventTarget, { rule: reference(rule, 'name'), arn: GIVEN.topicArn });
  });
});
