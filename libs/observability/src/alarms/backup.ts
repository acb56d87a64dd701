import { vaultName } from '@healthcare-dr/backup/contract';
import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { RUNBOOKS } from '../runbooks';
import { Alarm, alarmName, MISSING_DATA, type AlarmProps } from './alarm';

const HOUR_SECONDS = 60 * 60;

/** The jobs of the vault of a Region: https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html */
export class BackupAlarms extends Construct {
  /** A copy for the other Region has failed. */
  readonly copyFailed: Alarm;
  /** A restore has failed: in dr, every week's test is one. */
  readonly restoreFailed: Alarm;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const { naming } = stack;
    const vault = vaultName(naming);
    const add = (
      what: string,
      metricName: string,
      period: number,
      props: Pick<AlarmProps, 'severity' | 'text' | 'comparisonOperator' | 'threshold' | 'missingData'>,
    ) =>
      new Alarm(this, what, {
        alarmName: alarmName(naming, what),
        runbook: RUNBOOKS.restore,
        watches: {
          namespace: 'AWS/Backup',
          metricName,
          dimensions: { BackupVaultName: vault },
          statistic: 'Sum',
          period,
        },
        evaluationPeriods: 1,
        ...props,
      });
    const failed = (what: string, metricName: string, text: string) =>
      add(what, metricName, HOUR_SECONDS, {
        severity: 'page',
        text,
        comparisonOperator: 'GreaterThanThreshold',
        threshold: 0,
        // A failure is counted when it happens; no zero is published.
        missingData: MISSING_DATA.isNothing,
      });

    failed('backup-failed', 'NumberOfBackupJobsFailed', `A backup to ${vault} has failed.`);
    this.copyFailed = failed(
      'backup-copy-failed',
      'NumberOfCopyJobsFailed',
      `A copy between ${vault} and the vault of the other Region has failed.`,
    );
    this.restoreFailed = failed(
      'backup-restore-failed',
      'NumberOfRestoreJobsFailed',
      `A restore from ${vault}, be it a test, has failed: what is kept there may be of no use.`,
    );
    add('backup-missing', 'NumberOfBackupJobsCompleted', 24 * HOUR_SECONDS, {
      severity: 'ticket',
      text: `No backup to ${vault} has been completed for a day.`,
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      // Nothing completed is nothing published: the silence is what it is about.
      missingData: MISSING_DATA.isFailure,
    });
  }
}
