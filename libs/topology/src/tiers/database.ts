import { z } from 'zod';

/** The database of both Regions: one definition, so that what is promoted can carry what the writer carried. */
export const databaseSchema = z
  .strictObject({
    /** Aurora PostgreSQL engine version, the same in both Regions. */
    engineVersion: z.string().default('15.10'),
    /** The least capacity of an instance, in Aurora capacity units. */
    minAcu: z.number().default(0.5),
    /** The most capacity of an instance, in Aurora capacity units. */
    maxAcu: z.number().default(2),
  })
  .prefault({});
