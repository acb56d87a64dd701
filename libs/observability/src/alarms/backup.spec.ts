import { ROLES } from '@healthcare-dr/topology';
import { alarmOf, synthesize } from '../__fixtures__/stacks';

describe.each(ROLES)('the alarms on backups of the %s Region', (role) => {
  const stack = synthesize(role);
  const ofVault = { BackupVaultName: 'healthcare-backup-dev' };

  it.each([
    ['backup-failed', 'NumberOfBackupJobsFailed'],
    ['backup-copy-failed', 'NumberOfCopyJobsFailed'],
    ['backup-restore-failed', 'NumberOfRestoreJobsFailed'],
  ])('%s pages for the first failure, and takes silence for none', (what, metric) => {
    expect(alarmOf(stack, what)).toMatchObject({
      namespace: 'AWS/Backup',
      metric_name: metric,
      dimensions: ofVault,
      statistic: 'Sum',
      threshold: 0,
      evaluation_periods: 1,
      treat_missing_data: 'notBreaching',
      alarm_description: expect.stringMatching(/^\[page\]/),
    });
  });

  it('tell of a day without a backup, of which nothing is published', () => {
    expect(alarmOf(stack, 'backup-missing')).toMatchObject({
      metric_name: 'NumberOfBackupJobsCompleted',
      dimensions: ofVault,
      comparison_operator: 'LessThanThreshold',
      threshold: 1,
      period: 24 * 60 * 60,
      evaluation_periods: 1,
      treat_missing_data: 'breaching',
    });
  });
});
