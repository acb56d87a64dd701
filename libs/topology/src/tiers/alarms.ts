import { z } from 'zod';
import { wholeNumber } from '../fields';
import { RPO_MILLISECONDS, RPO_SECONDS } from '../objectives';

const MIN_LAG_MILLISECONDS = 1_000;

/** A whole number between two others, both included. */
const whole = (least: number, most: number, unit: string, why = '') =>
  wholeNumber(least, most, {
    unit: unit.replace(/^whole /, ''),
    allowed: `${unit}, ${least} to ${most}${why === '' ? '' : `, ${why}`}`,
  });

const percent = (why = '') => whole(1, 99, 'whole percent', why);

const thresholdMilliseconds = wholeNumber(MIN_LAG_MILLISECONDS, RPO_MILLISECONDS, {
  unit: 'milliseconds',
  allowed:
    `whole milliseconds, ${MIN_LAG_MILLISECONDS} (one second) to ` +
    `${RPO_MILLISECONDS} (15 minutes, the recovery point objective)`,
});

const evaluationPeriods = wholeNumber(1, 15, { unit: 'minutes', allowed: '1 to 15 minutes in a row' });

/** A bound on how far the standby may be behind. */
const lag = z
  .strictObject({
    /** The lag beyond which a minute counts, in milliseconds. */
    thresholdMilliseconds: thresholdMilliseconds.default(RPO_MILLISECONDS),
    /** How many minutes in a row it takes. */
    evaluationPeriods: evaluationPeriods.default(3),
  })
  .prefault({});

/** When somebody is told. */
export const alarmsSchema = z
  .strictObject({
    /** When the standby's storage counts as too far behind to be promoted within the recovery point objective. */
    replicationLag: lag,
    /** The same for the transactions of users, which RDS measures apart. */
    rpoLag: lag,
    /** Each instance of the cluster of a Region. */
    database: z
      .strictObject({
        /** CPU use beyond which a minute counts, in percent. */
        cpuPercent: percent().default(80),
        /** Connections beyond which a minute counts, in percent of what PostgreSQL accepts at the maximum capacity. */
        connectionsPercent: percent().default(80),
        /** Memory that is left, below which a minute counts, in percent of what the maximum capacity has. */
        freeableMemoryPercent: whole(
          1,
          50,
          'whole percent of the memory at maximum capacity',
          'because a database uses half of it in health',
        ).default(10),
        /** Use of the maximum capacity beyond which a minute counts, in percent: at 100 it can grow no more. */
        capacityPercent: percent().default(95),
        /** Deadlocks a minute, on average over five minutes, beyond which somebody is told. */
        deadlocksPerMinute: whole(0, 10_000, 'whole deadlocks a minute').default(1),
        /** How many minutes in a row CPU, connections or memory must be beyond their bound. */
        minutes: evaluationPeriods.default(5),
      })
      .prefault({}),
    loadBalancer: z
      .strictObject({
        /** Answers with a status of 500 and more in a minute, beyond which the minute counts. */
        serverErrorsPerMinute: whole(0, 1_000_000, 'whole answers a minute').default(10),
        /** The time that 95 in 100 requests stay below, in milliseconds; beyond it a minute counts. */
        latencyMilliseconds: whole(
          10,
          60_000,
          'whole milliseconds',
          'because the load balancer gives up after a minute',
        ).default(2_000),
        /** How many minutes in a row it takes. */
        minutes: evaluationPeriods.default(3),
      })
      .prefault({}),
    service: z
      .strictObject({
        /** CPU use of the tasks beyond which a minute counts, in percent. */
        cpuPercent: percent().default(85),
        /** Memory use of the tasks beyond which a minute counts, in percent. */
        memoryPercent: percent().default(85),
        /** How many minutes in a row it takes, also for fewer tasks than are asked for. */
        minutes: evaluationPeriods.default(10),
      })
      .prefault({}),
    dataReplication: z
      .strictObject({
        /** By how much a bucket may be behind the other, in seconds. S3 promises 15 minutes. */
        latencySeconds: whole(
          60,
          RPO_SECONDS,
          'whole seconds',
          'because more is beyond the recovery point objective',
        ).default(RPO_SECONDS),
        /** Operations that may wait. */
        pendingOperations: whole(1, 100_000_000, 'whole operations').default(10_000),
        /** Data that may wait, in MiB. */
        pendingMebibytes: whole(1, 100_000_000, 'whole MiB').default(10_240),
        /** How many minutes in a row it takes. */
        minutes: evaluationPeriods.default(15),
      })
      .prefault({}),
    controller: z
      .strictObject({
        /** How many minutes the controller may be silent. It is called every minute. */
        silentMinutes: whole(
          2,
          10,
          'minutes',
          'because one minute may be late, and a failover must not wait for longer',
        ).default(3),
      })
      .prefault({}),
    audit: z
      .strictObject({
        /** Calls in five minutes that IAM refused, beyond which somebody is told. */
        unauthorizedCalls: whole(1, 10_000, 'whole calls in five minutes').default(10),
        /** Sign-ins to the console in five minutes that failed, beyond which somebody is told. */
        failedSignIns: whole(1, 100, 'whole sign-ins in five minutes').default(3),
      })
      .prefault({}),
  })
  .prefault({});

/** When somebody is told. */
export type AlarmsConfiguration = z.output<typeof alarmsSchema>;

/**
 * What is wrong with the bounds on the service beside the targets that its scaling keeps to: a bound below the target rings while
 * scaling works as it should.
 *
 * @returns the field below `alarms.service` and the message for each
 */
export function scalingProblems(
  { service: bounds }: AlarmsConfiguration,
  service: { readonly cpuTargetPercent: number; readonly memoryTargetPercent: number },
): { readonly field: 'cpuPercent' | 'memoryPercent'; readonly message: string }[] {
  const targets = [
    { field: 'cpuPercent', target: 'cpuTargetPercent' },
    { field: 'memoryPercent', target: 'memoryTargetPercent' },
  ] as const;
  return targets
    .filter(({ field, target }) => bounds[field] <= service[target])
    .map(({ field, target }) => ({
      field,
      message: `is ${bounds[field]}, and scaling keeps to service.${target}, which is ${service[target]}; allowed: more than that, or it rings while all is well`,
    }));
}
