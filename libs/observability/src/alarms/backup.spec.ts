import { BACKED_UP } from '@healthcare-dr/backup/contract';
import { ROLES } from '@healthcare-dr/topology';
import { alarmOf, synthesize } from '../__fixtures__/stacks';

const VAULT = { BackupVaultName: 'healthcare-backup-dev' };

describe.each(ROLES)('the alarms on backups of the %s Region', (role) => {
  const stack = synthesize(role);
  const day = { period: 24 * 60 * 60, comparison_operator: 'LessThanThreshold', threshold: 1 };

  it.each(
    BACKED_UP.flatMap((type) => [
      [`backup-failed-${type.toLowerCase()}`, 'NumberOfBackupJobsFailed', type],
      [`backup-copy-failed-${type.toLowerCase()}`, 'NumberOfCopyJobsFailed', type],
    ]),
  )('%s pages for the first failure of the type, and takes silence for none', (what, metric, type) => {
    expect(alarmOf(stack, what)).toMatchObject({
      namespace: 'AWS/Backup',
      metric_name: metric,
      dimensions: { ...VAULT, ResourceType: type },
      statistic: 'Sum',
      threshold: 0,
      evaluation_periods: 1,
      treat_missing_data: 'notBreaching',
      alarm_description: expect.stringMatching(/^\[page\]/),
    });
  });

  it('backup-restore-failed pages for the first restore that fails, whatever it restores', () => {
    expect(alarmOf(stack, 'backup-restore-failed')).toMatchObject({
      metric_name: 'NumberOfRestoreJobsFailed',
      dimensions: VAULT,
      treat_missing_data: 'notBreaching',
      alarm_description: expect.stringMatching(/^\[page\]/),
    });
  });

  it.each(
    BACKED_UP.flatMap((type) => [
      [`backup-missing-${type.toLowerCase()}`, 'NumberOfBackupJobsCompleted', type],
      [`backup-copy-missing-${type.toLowerCase()}`, 'NumberOfCopyJobsCompleted', type],
    ]),
  )('%s tells of a day of which nothing is published of the type', (what, metric, type) => {
    expect(alarmOf(stack, what)).toMatchObject({
      ...day,
      metric_name: metric,
      dimensions: { ...VAULT, ResourceType: type },
      evaluation_periods: 1,
      treat_missing_data: 'breaching',
      alarm_description: expect.stringMatching(/^\[ticket\]/),
    });
  });
});
