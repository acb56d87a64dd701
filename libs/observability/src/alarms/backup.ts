import { BACKED_UP, vaultName, type BackedUpType } from '@healthcare-dr/backup/contract';
import { TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';
import { RUNBOOKS } from '../runbooks';
import { Alarm, alarmName, MISSING_DATA, type AlarmProps } from './alarm';

const HOUR_SECONDS = 60 * 60;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** In the names of alarms. */
const IN_NAMES: Readonly<Record<BackedUpType, string>> = { Aurora: 'aurora', S3: 's3' };

/**
 * The jobs of the vault of a Region, each type of resource apart: the backup of every hour of the one would hide that the other has none.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
 */
export class BackupAlarms extends Construct {
  /** A copy for the other Region has failed, of a type each. */
  readonly copyFailed: readonly Alarm[];
  /** A restore has failed: in dr, every week's test is one. */
  readonly restoreFailed: Alarm;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vault = vaultName(TierStack.of(this).naming);
    const perType = (add: (type: BackedUpType, name: string) => Alarm): Alarm[] =>
      BACKED_UP.map((type) => add(type, IN_NAMES[type]));

    perType((type, name) =>
      this.#failed(
        `backup-failed-${name}`,
        'NumberOfBackupJobsFailed',
        type,
        `A backup of ${type} to ${vault} has failed.`,
      ),
    );
    this.copyFailed = perType((type, name) =>
      this.#failed(
        `backup-copy-failed-${name}`,
        'NumberOfCopyJobsFailed',
        type,
        `A copy of ${type} between ${vault} and the vault of the other Region has failed.`,
      ),
    );
    this.restoreFailed = this.#failed(
      'backup-restore-failed',
      'NumberOfRestoreJobsFailed',
      undefined,
      `A restore from ${vault}, be it a test, has failed: what is kept there may be of no use.`,
    );
    perType((type, name) =>
      this.#missing(
        `backup-missing-${name}`,
        'NumberOfBackupJobsCompleted',
        type,
        `No backup of ${type} to ${vault} has been completed for a day.`,
      ),
    );
    perType((type, name) =>
      this.#missing(
        `backup-copy-missing-${name}`,
        'NumberOfCopyJobsCompleted',
        type,
        `No copy of ${type} between ${vault} and the vault of the other Region has been completed for a day.`,
      ),
    );
  }

  #failed(what: string, metricName: string, type: BackedUpType | undefined, text: string): Alarm {
    return this.#add(what, metricName, type, HOUR_SECONDS, {
      severity: 'page',
      text,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: 1,
      // A failure is counted when it happens; no zero is published.
      missingData: MISSING_DATA.isNothing,
    });
  }

  #missing(what: string, metricName: string, type: BackedUpType, text: string): Alarm {
    return this.#add(what, metricName, type, DAY_SECONDS, {
      severity: 'ticket',
      text,
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      evaluationPeriods: 1,
      // Nothing completed is nothing published: the silence is what it is about.
      missingData: MISSING_DATA.isFailure,
    });
  }

  #add(
    what: string,
    metricName: string,
    type: BackedUpType | undefined,
    period: number,
    props: Pick<
      AlarmProps,
      'severity' | 'text' | 'comparisonOperator' | 'threshold' | 'evaluationPeriods' | 'missingData'
    >,
  ): Alarm {
    const { naming } = TierStack.of(this);
    const BackupVaultName = vaultName(naming);
    return new Alarm(this, what, {
      alarmName: alarmName(naming, what),
      runbook: RUNBOOKS.restore,
      watches: {
        namespace: 'AWS/Backup',
        metricName,
        dimensions: type === undefined ? { BackupVaultName } : { BackupVaultName, ResourceType: type },
        statistic: 'Sum',
        period,
      },
      ...props,
    });
  }
}
