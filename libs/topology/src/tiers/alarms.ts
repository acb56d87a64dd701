import { z } from 'zod';

/**
 * The recovery point objective in milliseconds, the unit in which RDS publishes replication lag: 15 minutes are 900,000 ms.
 */
export const RPO_MILLISECONDS = 900_000;

const MIN_LAG_MILLISECONDS = 1_000;

const thresholdMilliseconds = z.custom<number>(
  (value) =>
    Number.isInteger(value) && Number(value) >= MIN_LAG_MILLISECONDS && Number(value) <= RPO_MILLISECONDS,
  {
    error: (issue) =>
      `is ${String(issue.input)}; allowed: whole milliseconds, ${MIN_LAG_MILLISECONDS} (one second) to ` +
      `${RPO_MILLISECONDS} (15 minutes, the recovery point objective)`,
  },
);

const evaluationPeriods = z.custom<number>(
  (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 15,
  { error: (issue) => `is ${String(issue.input)}; allowed: 1 to 15 minutes in a row` },
);

/** When somebody is told. */
export const alarmsSchema = z
  .strictObject({
    /** When the standby counts as too far behind to be promoted within the recovery point objective. */
    replicationLag: z
      .strictObject({
        /** The lag beyond which a minute counts, in milliseconds. */
        thresholdMilliseconds: thresholdMilliseconds.default(RPO_MILLISECONDS),
        /** How many minutes in a row it takes. */
        evaluationPeriods: evaluationPeriods.default(3),
      })
      .prefault({}),
  })
  .prefault({});
