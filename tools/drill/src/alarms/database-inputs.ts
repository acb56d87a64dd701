import { clusterName, instanceName } from '@healthcare-dr/aurora/contract';
import { MINUTE_SECONDS, nameOf, type AlarmInput, type AlarmScope } from './alarm-input';

const MINUTE_MILLISECONDS = 60_000;

/** Aurora's memory for one capacity unit, in bytes: "approximately 2 GiB". */
const BYTES_PER_ACU = 2 * 1024 ** 3;

/**
 * The connections that Aurora PostgreSQL accepts at a maximum capacity, as AWS lists them.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
 */
const MAX_CONNECTIONS: readonly (readonly [number, number])[] = [
  [1, 189],
  [4, 823],
  [8, 1_669],
  [16, 3_360],
  [32, 5_000],
  [256, 5_000],
];

/** The connections that are accepted at a capacity, in proportion between those that AWS lists. */
export function acceptedConnections(acu: number): number {
  const above = MAX_CONNECTIONS.findIndex(([listed]) => listed >= acu);
  const [high, most] = MAX_CONNECTIONS[Math.max(above, 1)] ?? [acu, 5_000];
  const [low, least] = MAX_CONNECTIONS[Math.max(above, 1) - 1] ?? [0, 0];
  return Math.round(least + ((most - least) * (acu - low)) / (high - low));
}

/** How far the standby may be behind, and the health of every instance. */
export function databaseInputs(side: AlarmScope): AlarmInput[] {
  const { environment, role } = side;
  return [
    ...lagInputs(side),
    ...Array.from({ length: environment.database.instances[role] }, (_, index) =>
      instanceInputs(side, index + 1),
    ).flat(),
  ];
}

function lagInputs(side: AlarmScope): AlarmInput[] {
  const { replicationLag, rpoLag } = side.environment.alarms;
  const lags = [
    ['replication-lag', 'AuroraGlobalDBReplicationLag', replicationLag, 'storage is'],
    ['rpo-lag', 'AuroraGlobalDBRPOLag', rpoLag, 'transactions are'],
  ] as const;
  return lags.map(([what, metricName, { thresholdMilliseconds, evaluationPeriods }, who]): AlarmInput => {
    const behind = (minutes: number) => ({
      says: `${who} ${minutes} min behind`,
      values: [minutes * MINUTE_MILLISECONDS],
    });
    const bound = thresholdMilliseconds / MINUTE_MILLISECONDS;
    return {
      alarmName: nameOf(side, what),
      over: 'replication lag',
      publishes: [
        {
          namespace: 'AWS/RDS',
          metricName,
          dimensions: { DBClusterIdentifier: clusterName(side.naming) },
          unit: 'Milliseconds',
        },
      ],
      everySeconds: MINUTE_SECONDS,
      goesOff: behind(bound + 1),
      minutes: evaluationPeriods,
      staysQuiet: behind(Math.max(bound - 1, 0)),
      silence: 'INSUFFICIENT_DATA',
    };
  });
}

function instanceInputs(side: AlarmScope, number: number): AlarmInput[] {
  const { alarms, database } = side.environment;
  const bounds = alarms.database;
  const { minutes } = bounds;
  const input = (
    what: string,
    metricName: string,
    unit: string,
    rest: Pick<AlarmInput, 'goesOff' | 'staysQuiet' | 'minutes'>,
  ): AlarmInput => ({
    alarmName: nameOf(side, `database-${what}-${number}`),
    over: 'database',
    publishes: [
      {
        namespace: 'AWS/RDS',
        metricName,
        dimensions: { DBInstanceIdentifier: instanceName(side.naming, number) },
        unit,
      },
    ],
    everySeconds: MINUTE_SECONDS,
    silence: 'INSUFFICIENT_DATA',
    ...rest,
  });
  const percent = (value: number, of: string) => ({ says: `${value} % of ${of}`, values: [value] });
  const connections = (share: number) => {
    const open = Math.floor((acceptedConnections(database.maxAcu) * share) / 100);
    return { says: `${open} connections at ${database.maxAcu} ACU`, values: [open] };
  };
  const free = (share: number) => {
    const mebibytes = Math.round((database.maxAcu * BYTES_PER_ACU * share) / 100 / 1024 ** 2);
    return { says: `${mebibytes} MiB free of ${database.maxAcu} ACU`, values: [mebibytes * 1024 ** 2] };
  };
  const deadlocks = (aMinute: number) => ({ says: `${aMinute} deadlocks a minute`, values: [aMinute / 60] });
  const { cpuPercent, connectionsPercent, freeableMemoryPercent, capacityPercent, deadlocksPerMinute } =
    bounds;
  return [
    input('cpu', 'CPUUtilization', 'Percent', {
      goesOff: percent(cpuPercent + 1, 'CPU'),
      staysQuiet: percent(cpuPercent - 1, 'CPU'),
      minutes,
    }),
    // What AWS lists is somewhat less than what its formula gives.
    input('connections', 'DatabaseConnections', 'Count', {
      goesOff: connections(Math.min(connectionsPercent + 15, 100)),
      staysQuiet: connections(Math.max(connectionsPercent - 15, 0)),
      minutes,
    }),
    input('memory', 'FreeableMemory', 'Bytes', {
      goesOff: free(freeableMemoryPercent - 1),
      staysQuiet: free(freeableMemoryPercent + 1),
      minutes,
    }),
    input('capacity', 'ACUUtilization', 'Percent', {
      goesOff: percent(100, 'the maximum capacity'),
      staysQuiet: percent(capacityPercent - 1, 'the maximum capacity'),
      minutes: 15,
    }),
    input('deadlocks', 'Deadlocks', 'Count/Second', {
      goesOff: deadlocks(deadlocksPerMinute + 1),
      staysQuiet: deadlocks(deadlocksPerMinute / 2),
      minutes: 5,
    }),
  ];
}
