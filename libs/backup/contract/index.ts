import type { Naming } from '@healthcare-dr/platform';

/** The types of what is backed up, as AWS Backup calls them in its metrics and events. */
export const BACKED_UP = ['Aurora', 'S3'] as const;

/** A type of {@link BACKED_UP}. */
export type BackedUpType = (typeof BACKED_UP)[number];

/** The vault of a Region. */
export const vaultName = (naming: Naming): string => naming.name('resource', 'backup');

/** The ARN of {@link vaultName}. */
export const vaultArn = (naming: Naming): string => naming.arn('backup', `backup-vault:${vaultName(naming)}`);

/** The plan of a Region that lets its cluster be restored to any second of the last days. */
export const continuousPlanName = (naming: Naming): string => naming.name('resource', 'backup-continuous');

/** The plan of a Region that takes a snapshot a day and copies it to the other Region. */
export const dailyPlanName = (naming: Naming): string => naming.name('resource', 'backup-daily');

/** The plan, in the dr Region alone, that restores what was copied there. */
export const restoreTestingPlanName = (naming: Naming): string =>
  naming.name('restoreTestingPlan', 'restore-test');

/** The role that AWS Backup backs the Region up with, and deletes what it made. */
export const backupRoleName = (naming: Naming): string => naming.name('role', 'backup');

/** The role an operator's restore is started with: AWS Backup acts as it, within what a restore of cluster or bucket takes. */
export const restoreRoleName = (naming: Naming): string => naming.name('role', 'restore');

/** The only bucket beside the data bucket that a restore may write to; it makes it if it is not there. */
export const restoredBucketName = (naming: Naming): string => naming.name('bucket', 'restored');

/** The only role that may take the protection off the vault of a Region. Nothing here creates it: see the tier's README. */
export const breakGlassRoleName = (naming: Naming): string => naming.name('role', 'break-glass');
