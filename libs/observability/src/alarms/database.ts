import { instanceName } from '@healthcare-dr/aurora/contract';
import { TierStack } from '@healthcare-dr/platform';
import type { Environment } from '@healthcare-dr/topology';
import { Construct } from 'constructs';
import { RUNBOOKS } from '../runbooks';
import { Alarm, alarmName, MISSING_DATA, type AlarmProps } from './alarm';

/** Memory of an Aurora capacity unit, in bytes: 2 GiB. */
export const BYTES_PER_ACU = 2 * 1024 ** 3;

/**
 * How many connections PostgreSQL accepts at a capacity, by Aurora's default for `max_connections`:
 * `LEAST({DBInstanceClassMemory/9531392}, 5000)`, with no more than 2,000 where the minimum is half a unit.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
 */
export function connectionLimit({
  minAcu,
  maxAcu,
}: Pick<Environment['database'], 'minAcu' | 'maxAcu'>): number {
  const byMemory = Math.floor((maxAcu * BYTES_PER_ACU) / 9_531_392);
  return Math.min(byMemory, minAcu <= 0.5 ? 2_000 : 5_000);
}

/** What all alarms of an instance have in common. */
type Common = 'stack' | 'alarmName' | 'runbook' | 'watches' | 'missingData';

/** The health of every instance of the cluster of a Region. */
export class DatabaseAlarms extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = TierStack.of(this);
    const instances = stack.environment.database.instances[stack.role];
    for (let number = 1; number <= instances; number += 1) this.#watch(stack, number);
  }

  #watch(stack: TierStack, number: number): void {
    const { naming, environment } = stack;
    const bounds = environment.alarms.database;
    const instance = instanceName(naming, number);
    const add = (
      what: string,
      metricName: string,
      period: number,
      props: Omit<AlarmProps, Common | 'severity'> & { readonly severity?: 'page' | 'ticket' },
    ) =>
      new Alarm(this, `${what}-${number}`, {
        alarmName: alarmName(naming, `database-${what}-${number}`),
        severity: 'ticket',
        runbook: RUNBOOKS.database,
        watches: {
          namespace: 'AWS/RDS',
          metricName,
          dimensions: { DBInstanceIdentifier: instance },
          statistic: 'Average',
          period,
        },
        // An instance that runs says it every minute; one that is silent is gone, replaced, or in a Region that is lost.
        missingData: MISSING_DATA.isUnknown,
        ...props,
      });

    const { minutes } = bounds;
    add('cpu', 'CPUUtilization', 60, {
      severity: 'page',
      text: `${instance} has used more than ${bounds.cpuPercent} % of its CPU for ${minutes} minutes.`,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: bounds.cpuPercent,
      evaluationPeriods: minutes,
    });
    const connections = Math.floor((connectionLimit(environment.database) * bounds.connectionsPercent) / 100);
    add('connections', 'DatabaseConnections', 60, {
      text: `${instance} has more than ${connections} connections, ${bounds.connectionsPercent} % of what it accepts.`,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: connections,
      evaluationPeriods: minutes,
    });
    // Of Serverless v2, what would be free at the maximum capacity, whatever the present one is.
    const bytes = Math.floor(
      (environment.database.maxAcu * BYTES_PER_ACU * bounds.freeableMemoryPercent) / 100,
    );
    add('memory', 'FreeableMemory', 60, {
      text: `${instance} has less than ${bounds.freeableMemoryPercent} % of its memory left at maximum capacity.`,
      comparisonOperator: 'LessThanThreshold',
      threshold: bytes,
      evaluationPeriods: minutes,
    });
    add('capacity', 'ACUUtilization', 60, {
      text: `${instance} has been at its maximum capacity of ${environment.database.maxAcu} ACU for 15 minutes and can grow no more.`,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: bounds.capacityPercent,
      evaluationPeriods: 15,
    });
    add('deadlocks', 'Deadlocks', 300, {
      text: `${instance} has had more than ${bounds.deadlocksPerMinute} deadlocks a minute.`,
      comparisonOperator: 'GreaterThanThreshold',
      // RDS publishes deadlocks a second.
      threshold: Number((bounds.deadlocksPerMinute / 60).toFixed(4)),
      evaluationPeriods: 1,
    });
  }
}
