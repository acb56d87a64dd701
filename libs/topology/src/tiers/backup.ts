import { z } from 'zod';

/** How long recovery points are kept. */
export const backupSchema = z
  .strictObject({
    /** How far back a point-in-time restore reaches, in days; Aurora's own backup retention is the same. */
    continuousDays: z.number().int().default(7),
    /** How long daily snapshots and their copies in the other Region are kept, in days. */
    snapshotDays: z.number().int().default(35),
  })
  .prefault({});
