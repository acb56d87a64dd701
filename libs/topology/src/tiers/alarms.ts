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
    thresholdMilliseconds: thresholdMilliseconds
      .default(RPO_MILLISECONDS)
      .describe('The lag beyond which a minute counts, in milliseconds.'),
    evaluationPeriods: evaluationPeriods.default(3).describe('How many minutes in a row it takes.'),
  })
  .prefault({});

/** When somebody is told. */
export const alarmsSchema = z
  .strictObject({
    replicationLag: lag.describe(
      "When the standby's storage counts as too far behind to be promoted within the recovery point " +
        'objective.',
    ),
    rpoLag: lag.describe('The same for the transactions of users, which RDS measures apart.'),
    database: z
      .strictObject({
        cpuPercent: percent().default(80).describe('CPU use beyond which a minute counts, in percent.'),
        connectionsPercent: percent()
          .default(80)
          .describe(
            'Connections beyond which a minute counts, in percent of what PostgreSQL accepts at the maximum ' +
              'capacity.',
          ),
        freeableMemoryPercent: whole(
          1,
          50,
          'whole percent of the memory at maximum capacity',
          'because a database uses half of it in health',
        )
          .default(10)
          .describe(
            'Memory that is left, below which a minute counts, in percent of what the maximum capacity has.',
          ),
        capacityPercent: percent()
          .default(95)
          .describe(
            'Use of the maximum capacity beyond which a minute counts, in percent: at 100 it can grow no ' +
              'more.',
          ),
        deadlocksPerMinute: whole(0, 10_000, 'whole deadlocks a minute')
          .default(1)
          .describe('Deadlocks a minute, on average over five minutes, beyond which somebody is told.'),
        minutes: evaluationPeriods
          .default(5)
          .describe('How many minutes in a row CPU, connections or memory must be beyond their bound.'),
      })
      .prefault({})
      .describe('Each instance of the cluster of a Region.'),
    loadBalancer: z
      .strictObject({
        serverErrorsPerMinute: whole(0, 1_000_000, 'whole answers a minute')
          .default(10)
          .describe('Answers with a status of 500 and more in a minute, beyond which the minute counts.'),
        latencyMilliseconds: whole(
          10,
          60_000,
          'whole milliseconds',
          'because the load balancer gives up after a minute',
        )
          .default(2_000)
          .describe(
            'The time that 95 in 100 requests stay below, in milliseconds; beyond it a minute counts.',
          ),
        minutes: evaluationPeriods.default(3).describe('How many minutes in a row it takes.'),
      })
      .prefault({})
      .describe('The load balancer of a Region.'),
    service: z
      .strictObject({
        cpuPercent: percent()
          .default(85)
          .describe('CPU use of the tasks beyond which a minute counts, in percent.'),
        memoryPercent: percent()
          .default(85)
          .describe('Memory use of the tasks beyond which a minute counts, in percent.'),
        minutes: evaluationPeriods
          .default(10)
          .describe('How many minutes in a row it takes, also for fewer tasks than are asked for.'),
      })
      .prefault({})
      .describe('The tasks of a Region.'),
    dataReplication: z
      .strictObject({
        latencySeconds: whole(
          60,
          RPO_SECONDS,
          'whole seconds',
          'because more is beyond the recovery point objective',
        )
          .default(RPO_SECONDS)
          .describe('By how much a bucket may be behind the other, in seconds. S3 promises 15 minutes.'),
        pendingOperations: whole(1, 100_000_000, 'whole operations')
          .default(10_000)
          .describe('Operations that may wait.'),
        pendingMebibytes: whole(1, 100_000_000, 'whole MiB')
          .default(10_240)
          .describe('Data that may wait, in MiB.'),
        minutes: evaluationPeriods.default(15).describe('How many minutes in a row it takes.'),
      })
      .prefault({})
      .describe('The replication of the data buckets.'),
    controller: z
      .strictObject({
        silentMinutes: whole(
          2,
          10,
          'minutes',
          'because one minute may be late, and a failover must not wait for longer',
        )
          .default(3)
          .describe('How many minutes the controller may be silent. It is called every minute.'),
      })
      .prefault({})
      .describe('The failover controller.'),
    audit: z
      .strictObject({
        unauthorizedCalls: whole(1, 10_000, 'whole calls in five minutes')
          .default(10)
          .describe('Calls in five minutes that IAM refused, beyond which somebody is told.'),
        failedSignIns: whole(1, 100, 'whole sign-ins in five minutes')
          .default(3)
          .describe('Sign-ins to the console in five minutes that failed, beyond which somebody is told.'),
      })
      .prefault({})
      .describe('What the trail shows.'),
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
