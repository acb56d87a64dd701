import { EXTRA_PERIODS } from '@healthcare-dr/aws-models/cloudwatch';
import { controlAlarmName, homeControlAlarmName } from '@healthcare-dr/dns/contract';
import {
  CONTROLLER_DIMENSION,
  CONTROLLER_METRICS,
  controllerDeadLetterQueueName,
  controllerFunctionName,
  controllerNamespace,
  journalTableName,
  watchedHeartbeat,
} from '@healthcare-dr/failover-lambda/contract';
import { watchNamingOf } from '@healthcare-dr/platform';
import { ROLES, type Environment } from '@healthcare-dr/topology';
import {
  MINUTE_SECONDS,
  nameOf,
  type AlarmInput,
  type PublishedMetric,
  type AlarmScope,
  type PublishedData,
} from './alarm-input';

const FIVE_MINUTES = 5;

/** Throttled calls in five minutes that are nothing to tell of: reserved concurrency is one, and calls meet. */
const HARMLESS_THROTTLES = 10;

/** What counts the minutes in which a signal tells nothing, by what its alarm is called. */
const UNKNOWN: Readonly<Record<string, string>> = {
  probe: CONTROLLER_METRICS.probeUnknown,
  checkers: CONTROLLER_METRICS.checkersUnknown,
  'control-plane': CONTROLLER_METRICS.controlPlaneUnknown,
  replication: CONTROLLER_METRICS.replicationUnknown,
  egress: CONTROLLER_METRICS.egressUnknown,
};

/** The failover controller of a Region, and the switch by which it holds traffic there. */
export function controllerInputs(side: AlarmScope): AlarmInput[] {
  const { suffix, alarms } = side.environment;
  const { silentMinutes } = alarms.controller;
  const own = (metricName: string): Omit<PublishedMetric, 'unit'> => ({
    namespace: controllerNamespace(side.environment),
    metricName,
    dimensions: { [CONTROLLER_DIMENSION]: suffix },
  });
  const lambda = (metricName: string): Omit<PublishedMetric, 'unit'> => ({
    namespace: 'AWS/Lambda',
    metricName,
    dimensions: { FunctionName: controllerFunctionName(side.naming) },
  });
  const times = (value: number, of: string): PublishedData => ({ says: `${value} ${of}`, values: [value] });
  const input = (
    what: string,
    metric: Omit<PublishedMetric, 'unit'>,
    rest: Pick<AlarmInput, 'goesOff' | 'staysQuiet'> & Partial<AlarmInput>,
  ): AlarmInput => ({
    alarmName: nameOf(side, `controller-${what}`),
    over: 'controller',
    publishes: [{ ...metric, unit: 'Count' }],
    everySeconds: FIVE_MINUTES * MINUTE_SECONDS,
    minutes: FIVE_MINUTES,
    silence: 'OK',
    ...rest,
  });
  const anyOf = (of: string, most = 0) => ({ goesOff: times(most + 1, of), staysQuiet: times(most, of) });
  return [
    input('silent', own(CONTROLLER_METRICS.heartbeat), {
      everySeconds: MINUTE_SECONDS,
      goesOff: { says: 'no heartbeat', values: 'silence' },
      minutes: silentMinutes + EXTRA_PERIODS,
      staysQuiet: { says: 'a heartbeat a minute', values: [1] },
      silence: 'INSUFFICIENT_DATA',
    }),
    ...Object.entries(UNKNOWN).map(([what, metricName]) =>
      input(`${what}-unknown`, own(metricName), {
        everySeconds: MINUTE_SECONDS,
        goesOff: { says: `nothing known by ${what}, minute after minute`, values: [1] },
        minutes: 2 * FIVE_MINUTES,
        staysQuiet: { says: 'every minute known', values: [0] },
      }),
    ),
    input('errors', own(CONTROLLER_METRICS.errors), {
      everySeconds: MINUTE_SECONDS,
      ...anyOf('runs a minute that fail or see nothing'),
      minutes: silentMinutes,
    }),
    input(
      'unknown-events',
      own(CONTROLLER_METRICS.unknownEvents),
      anyOf('events that it does not understand'),
    ),
    input('crashes', lambda('Errors'), anyOf('crashes')),
    input('throttles', lambda('Throttles'), anyOf('throttled calls', HARMLESS_THROTTLES)),
    input('dead-letter-errors', lambda('DeadLetterErrors'), anyOf('events that are lost')),
    input(
      'dead-letters',
      {
        namespace: 'AWS/SQS',
        metricName: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: controllerDeadLetterQueueName(side.naming) },
      },
      // SQS stops publishing for a queue to which nothing happens.
      { ...anyOf('dead letters'), silence: 'kept' },
    ),
    input(
      'journal',
      {
        namespace: 'AWS/DynamoDB',
        metricName: 'WriteThrottleEvents',
        dimensions: { TableName: journalTableName(side.naming) },
      },
      anyOf('throttled writes to the journal'),
    ),
    (side.role === 'dr' ? trafficInput : homeInput)(side, own(CONTROLLER_METRICS.trafficEngaged)),
  ];
}

/** The dead man's switch in the watch Region: the silence of the controller of each Region of the pair. */
export function watchInputs(environment: Environment): AlarmInput[] {
  const naming = watchNamingOf(environment);
  return ROLES.map((role) => ({
    alarmName: naming.name('resource', `controller-unheard-${role}`),
    over: 'controller',
    publishes: [
      {
        namespace: controllerNamespace(environment),
        metricName: watchedHeartbeat(role),
        dimensions: { [CONTROLLER_DIMENSION]: environment.suffix },
        unit: 'Count',
      },
    ],
    everySeconds: MINUTE_SECONDS,
    goesOff: { says: 'no heartbeat from outside', values: 'silence' },
    // Ten at most: from then on a controller that cannot get out is to have been told of.
    minutes: Math.min(10, FIVE_MINUTES + EXTRA_PERIODS),
    staysQuiet: { says: 'a heartbeat a minute', values: [1] },
    silence: 'INSUFFICIENT_DATA',
  }));
}

/** The alarm that Route 53 follows is in ALARM while all is as it should be: traffic is not held in dr. */
function trafficInput(side: AlarmScope, metric: Omit<PublishedMetric, 'unit'>): AlarmInput {
  return {
    alarmName: controlAlarmName(side.naming),
    over: 'controller',
    publishes: [{ ...metric, unit: 'Count' }],
    everySeconds: MINUTE_SECONDS,
    goesOff: { says: 'traffic is not held in dr', values: [0] },
    minutes: 1,
    staysQuiet: { says: 'traffic is held in dr', values: [1] },
    silence: 'INSUFFICIENT_DATA',
  };
}

/** The alarm that Route 53 follows to keep clients away from a dr that does not write. */
function homeInput(side: AlarmScope, metric: Omit<PublishedMetric, 'unit'>): AlarmInput {
  return {
    alarmName: homeControlAlarmName(side.naming),
    over: 'controller',
    publishes: [{ ...metric, unit: 'Count' }],
    everySeconds: MINUTE_SECONDS,
    goesOff: { says: 'traffic is held in the primary Region', values: [1] },
    minutes: 1,
    staysQuiet: { says: 'traffic is not held there', values: [0] },
    silence: 'OK',
  };
}
