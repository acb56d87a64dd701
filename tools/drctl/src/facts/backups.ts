import { vaultName } from '@healthcare-dr/backup/contract';
import { ask, type Answer } from '../answer';
import type { RegionClients } from '../pair';
import { datapoints, type Datapoint, type MetricQuery } from './metrics';

const DAY_MS = 86_400_000;

/** What AWS Backup says of the vault of a Region. */
export interface Backups {
  /** The newest hour in which a recovery point of this vault was completed, within the last week. */
  readonly lastRecoveryPoint: Datapoint | undefined;
  /** How many jobs of each kind failed in the last day. */
  readonly failedOfDay: { readonly backup: number; readonly copy: number; readonly restore: number };
}

/**
 * The metrics of the vault, which is what AWS Backup tells whoever may not read vaults.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
 */
export const askBackups = ({ cloudWatch, naming }: RegionClients, now: number): Promise<Answer<Backups>> =>
  ask(async (options) => {
    const metric = (metricName: string): MetricQuery => ({
      namespace: 'AWS/Backup',
      metricName,
      dimensions: { BackupVaultName: vaultName(naming) },
      statistic: 'Sum',
      periodSeconds: 3_600,
    });
    const found = await datapoints(
      cloudWatch,
      {
        points: metric('NumberOfRecoveryPointsCompleted'),
        jobs: metric('NumberOfBackupJobsCompleted'),
        backup: metric('NumberOfBackupJobsFailed'),
        copy: metric('NumberOfCopyJobsFailed'),
        restore: metric('NumberOfRestoreJobsFailed'),
      },
      { now, lengthMs: 7 * DAY_MS },
      options,
    );
    const ofDay = (list: readonly Datapoint[]) =>
      list.filter(({ at }) => now - at <= DAY_MS).reduce((sum, { value }) => sum + value, 0);
    return {
      lastRecoveryPoint: [...found.points, ...found.jobs]
        .filter(({ value }) => value > 0)
        .sort((a, b) => b.at - a.at)[0],
      failedOfDay: { backup: ofDay(found.backup), copy: ofDay(found.copy), restore: ofDay(found.restore) },
    };
  });
