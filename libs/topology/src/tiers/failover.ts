import { z } from 'zod';
import { capacityUnits, wholeNumber } from '../fields';
import { optOut } from '../opt-out';
import { RPO_SECONDS, RTO_MINUTES } from '../objectives';

/** What the controller may do by itself. */
export const FAILOVER_MODES = ['automatic', 'approval', 'notify-only'] as const;

/** How often the controller's schedule calls it, in seconds. */
export const SCHEDULE_SECONDS = 60;

/** A description of a global cluster may be this much behind, in seconds **(u)**. */
const DESCRIBE_STALENESS_SECONDS = 30;

/** The controller's own bound on one call to AWS, in seconds. */
const CALL_SECONDS = 8;

/** An operation is asked for again only once a call that timed out must have shown its effect. */
const LEAST_REISSUE_SECONDS = DESCRIBE_STALENESS_SECONDS + CALL_SECONDS + SCHEDULE_SECONDS;

const whole = (least: number, most: number, unit: string, why = '') =>
  wholeNumber(least, most, {
    unit,
    allowed: `whole ${unit}, ${least} to ${most}${why === '' ? '' : `, ${why}`}`,
  });

const minAcu = capacityUnits('0.5 to 256 Aurora capacity units in steps of 0.5');

/** The least time over which rounds must agree, in seconds. */
const LEAST_CONFIRMATION_SECONDS = 180;

/** From when on replication counts as stopped, in seconds: the controller's `REPLICATION_STOPPED_MS`. */
const REPLICATION_STOPPED_SECONDS = 360;

/** The looks that come before the first round that counts, and the one after the last, in seconds. */
const LOOKS_SECONDS = 3 * SCHEDULE_SECONDS;

/** What the failover controller may do, and when. Its parameter holds the same in milliseconds. */
export const failoverSchema = z
  .strictObject({
    mode: z
      .enum(FAILOVER_MODES, {
        error: (issue) => `is '${String(issue.input)}'; allowed: ${FAILOVER_MODES.join(', ')}`,
      })
      .default('automatic')
      .describe(
        '`automatic` promotes dr by itself once everything below holds; `approval` waits for an ' +
          "operator's approval; `notify-only` acts on an operator's command alone.",
      ),
    lagBoundSeconds: whole(1, 24 * 60 * 60, 'seconds')
      .default(RPO_SECONDS)
      .describe(
        "The most data, as time, that a failover may lose without an operator's approval, in seconds.",
      ),
    lagBoundReason: z
      .string()
      .min(10, 'must say why, in ten characters or more')
      .optional()
      .describe('Why the bound is greater than the RPO of 15 minutes.'),
    lagMaxAgeSeconds: whole(
      120,
      60 * 60,
      'seconds',
      'because CloudWatch has one datapoint a minute, up to two minutes late',
    )
      .default(300)
      .describe(
        'A datapoint of the lag that is older than this allows no planned switchover or failback, in seconds.',
      ),
    confirmationSeconds: whole(
      LEAST_CONFIRMATION_SECONDS,
      30 * 60,
      'seconds',
      'because three rounds must agree, and an outage of the own network may last for minutes',
    )
      .default(LEAST_CONFIRMATION_SECONDS)
      .describe(
        'How far apart the first and the last of the rounds that confirm a lost Region must be at least, in seconds.',
      ),
    failoverWhileReplicatingAfterMinutes: whole(5, 24 * 60, 'minutes')
      .optional()
      .describe(
        'After how long a Region that is lost by every signal but replication is failed over by itself, in minutes. ' +
          'Its database still writes, and what it accepts after the promotion is lost without a bound: left out, an operator decides.',
      ),
    cooldownMinutes: whole(10, 30 * 24 * 60, 'minutes')
      .default(60)
      .describe('How long after an unplanned failover no other one is begun by itself, in minutes.'),
    plannedLagSeconds: whole(1, 60, 'seconds')
      .default(10)
      .describe('How much lag a planned switchover or failback accepts, in seconds.'),
    operationDeadlineMinutes: whole(
      5,
      RTO_MINUTES,
      'minutes',
      'because whoever is told later than the RTO is told too late',
    )
      .default(20)
      .describe('After how long an operation that has not ended is reported as stuck, in minutes.'),
    reissueAfterSeconds: whole(
      LEAST_REISSUE_SECONDS,
      30 * 60,
      'seconds',
      'because a description may be behind, and a call that timed out may have had its effect',
    )
      .default(180)
      .describe('After how long an operation of which nothing is seen is asked for again, in seconds.'),
    approvalMinutes: whole(1, 24 * 60, 'minutes')
      .default(60)
      .describe("How long an operator's approval is valid, in minutes."),
    reservedConcurrency: optOut
      .default({ enabled: true })
      .describe(
        "One execution of the controller's function that Lambda keeps free, and no second beside it. An account with fewer " +
          'than 101 concurrent executions cannot give it away: the lease alone then keeps two runs apart.',
      ),
    egressAnchors: z
      .array(
        z.string().regex(/^https:\/\/[^\s,]+$/, {
          error: (issue) => `is '${String(issue.input)}'; allowed: an https URL without comma or space`,
        }),
      )
      .min(
        2,
        'lists fewer than two; allowed: two or more, because one that is out of order must not look like a closed way out',
      )
      .optional()
      .describe(
        "`https:` URLs outside both Regions that show whether a Region's way out is open; any HTTP status " +
          'counts. Two or more, each in a failure domain of its own.',
      ),
    capacity: z
      .strictObject({
        minTasks: whole(1, 1000, 'tasks').optional().describe('The minimum task count of the service.'),
        minAcu: minAcu
          .optional()
          .describe('The minimum capacity of each database instance, in Aurora capacity units.'),
      })
      .prefault({})
      .describe('The minimum capacity in the Region that was promoted; what is left out stays as it is.'),
  })
  .check((ctx) => {
    const { lagBoundSeconds, lagBoundReason, lagMaxAgeSeconds } = ctx.value;
    const { reissueAfterSeconds, operationDeadlineMinutes } = ctx.value;
    const reject = (field: keyof typeof ctx.value, message: string) =>
      ctx.issues.push({ code: 'custom', input: ctx.value[field], path: [field], message });
    if (lagBoundSeconds > RPO_SECONDS && lagBoundReason === undefined)
      reject(
        'lagBoundSeconds',
        `is ${lagBoundSeconds}, more than the RPO of ${RPO_SECONDS} seconds; allowed: ${RPO_SECONDS} or less, or more with a lagBoundReason`,
      );
    if (lagBoundSeconds <= RPO_SECONDS && lagBoundReason !== undefined)
      reject(
        'lagBoundReason',
        `is given although lagBoundSeconds is ${lagBoundSeconds}; allowed: only with more than ${RPO_SECONDS}`,
      );
    // By the time that a loss is confirmed, this much of data may be lost already.
    const detectionSeconds = REPLICATION_STOPPED_SECONDS + ctx.value.confirmationSeconds + LOOKS_SECONDS;
    if (ctx.value.mode === 'automatic' && lagBoundSeconds < detectionSeconds)
      reject(
        'lagBoundSeconds',
        `is ${lagBoundSeconds}, and a lost Region is confirmed ${detectionSeconds} seconds after the last datapoint at the latest; allowed: ${detectionSeconds} or more, a shorter confirmationSeconds, or mode approval, because the controller could never act by itself`,
      );
    if (lagMaxAgeSeconds > lagBoundSeconds)
      reject(
        'lagMaxAgeSeconds',
        `is ${lagMaxAgeSeconds}, more than lagBoundSeconds, which is ${lagBoundSeconds}; allowed: at most that, because the age of the datapoint counts as lost data`,
      );
    if (reissueAfterSeconds >= operationDeadlineMinutes * 60)
      reject(
        'reissueAfterSeconds',
        `is ${reissueAfterSeconds}, no less than operationDeadlineMinutes, which is ${operationDeadlineMinutes} (${operationDeadlineMinutes * 60} seconds); allowed: less, or the operation is stuck before it is asked for again`,
      );
  })
  .prefault({});

/** What the controller may do, and when. */
export type FailoverConfiguration = z.output<typeof failoverSchema>;

/**
 * What is wrong with the least capacity after a promotion beside the most that the service and the database may have.
 *
 * @returns the field below `failover.capacity` and the message, or `undefined`
 */
export function capacityProblem(
  { capacity: { minTasks = 0, minAcu: acu = 0 } }: FailoverConfiguration,
  maxTasks: number,
  maxAcu: number,
): { readonly field: 'minTasks' | 'minAcu'; readonly message: string } | undefined {
  if (minTasks > maxTasks)
    return {
      field: 'minTasks',
      message: `is ${minTasks}, more than service.tasks.max, which is ${maxTasks}; allowed: at most that`,
    };
  if (acu > maxAcu)
    return {
      field: 'minAcu',
      message: `is ${acu}, more than database.maxAcu, which is ${maxAcu}; allowed: at most that`,
    };
  return undefined;
}
