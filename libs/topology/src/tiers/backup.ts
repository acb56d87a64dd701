import { z } from 'zod';
import { wholeNumber } from '../fields';

/** The least a point-in-time restore reaches back, in days: Aurora's own backups are kept no shorter. */
export const MIN_CONTINUOUS_DAYS = 7;

/** The longest a point-in-time restore may reach back, in days: AWS Backup's limit for continuous backups, and Aurora's own. */
export const MAX_CONTINUOUS_DAYS = 35;

/** The least time a snapshot or its copy is kept, in days: what HIPAA rule sets ask of a backup plan. */
export const MIN_SNAPSHOT_DAYS = 35;

/** The longest AWS Backup keeps anything, in days: a hundred years. */
const MAX_DAYS = 36_500;

const days = (least: number, most: number, why = '') =>
  wholeNumber(least, most, { unit: 'days', allowed: `whole days, ${least} to ${most}${why}` });

const kept = days(MIN_SNAPSHOT_DAYS, MAX_DAYS, ', the least that the compliance checks take').default(
  MIN_SNAPSHOT_DAYS,
);

/** How long recovery points are kept. */
export const backupSchema = z
  .strictObject({
    continuousDays: days(
      MIN_CONTINUOUS_DAYS,
      MAX_CONTINUOUS_DAYS,
      ', as far back as Aurora restores to a point in time; keep data for longer by snapshotDays',
    )
      .default(MIN_CONTINUOUS_DAYS)
      .describe(
        "How far back a point-in-time restore reaches, in days; Aurora's own backup retention is the " +
          'same.',
      ),
    snapshotDays: kept.describe('How long daily snapshots are kept in their own Region, in days.'),
    copyDays: kept.describe('How long their copies are kept in the other Region, in days.'),
    lock: z
      .strictObject({
        minDays: days(1, MAX_DAYS)
          .default(7)
          .describe('The shortest retention that the vaults take, in days.'),
        maxDays: days(1, MAX_DAYS)
          .default(365)
          .describe('The longest retention that the vaults take, in days.'),
      })
      .prefault({})
      .describe(
        'What the vaults of both Regions take, in days. A job or copy that wants to keep its recovery ' +
          'point for less or for more fails there, so everything above must lie within.',
      ),
  })
  .check((ctx) => {
    const { lock, ...retentions } = ctx.value;
    const reject = (path: string[], input: number, message: string) =>
      ctx.issues.push({ code: 'custom', input, path, message });
    if (lock.minDays > lock.maxDays) {
      reject(
        ['lock', 'minDays'],
        lock.minDays,
        `is ${lock.minDays}, more than lock.maxDays (${lock.maxDays}), so the vault would take nothing; allowed: 1 to ${lock.maxDays}`,
      );
      return;
    }
    for (const [field, value] of Object.entries(retentions)) {
      if (value >= lock.minDays && value <= lock.maxDays) continue;
      const bound = value < lock.minDays ? 'lower lock.minDays' : 'raise lock.maxDays';
      reject(
        [field],
        value,
        `is ${value}, which the locked vaults refuse; allowed: ${lock.minDays} to ${lock.maxDays} (lock.minDays to lock.maxDays); change it, or ${bound}`,
      );
    }
  })
  .prefault({});
