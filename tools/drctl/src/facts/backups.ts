import { vaultName } from '@healthcare-dr/backup/contract';
import { ask, type Answer } from '../answer';
import type { RegionClients } from '../pair';
import { datapoints, type Datapoint, type MetricQuery } from './metrics';

const DAY_MS = 86_400_000;

/** How far back is looked, in days: past a week and a day, for what is tested every week. */
const DAYS = 9;

/** What AWS Backup says of the vault of a Region. */
export interface Backups {
  /** The newest hour in which a recovery point of this vault was completed, within the last nine days. */
  readonly lastRecoveryPoint: Datapoint | undefined;
  /** The newest hour in which a restore was completed; in dr, every week's test is one. */
  readonly lastRestore: Datapoint | undefined;
  /** The newest in which one failed. */
  readonly lastFailedRestore: Datapoint | undefined;
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
        restored: metric('NumberOfRestoreJobsCompleted'),
      },
      { now, lengthMs: DAYS * DAY_MS },
      options,
    );
    const ofDay = (list: readonly Datapoint[]) =>
      list.filter(({ at }) => now - at <= DAY_MS).reduce((sum, { value }) => sum + value, 0);
    const newest = (list: readonly Datapoint[]) =>
      list.filter(({ value }) => value > 0).toSorted((a, b) => b.at - a.at)[0];
    return {
      lastRecoveryPoint: newest([...found.points, ...found.jobs]),
      lastRestore: newest(found.restored),
      lastFailedRestore: newest(found.restore),
      failedOfDay: { backup: ofDay(found.backup), copy: ofDay(found.copy), restore: ofDay(found.restore) },
    };
  });
