import type { Command, Trigger } from '../domain/events';
import type { EventProblem, FieldProblem } from '../domain/protocol';

type Fields = Readonly<Record<string, unknown>>;

/** What the schedule of the stack sends. */
export const SCHEDULE_INPUT = { trigger: 'schedule' } as const;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

type PlainProblem = Exclude<EventProblem['code'], 'operation-unknown' | 'command-invalid'>;

const unknown = (code: PlainProblem): Trigger => ({ kind: 'unknown', problem: { code } });

/**
 * What called the function. Never throws: what cannot be understood is `unknown`, with the problem. A batch of SNS holds several
 * messages, so there may be several triggers; there is always one.
 *
 * | caller | shape |
 * |---|---|
 * | CloudWatch alarm, directly | https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html |
 * | SNS, with an alarm or an RDS event | https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html |
 * | EventBridge, with an RDS event or an alarm | https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-cloud-watch-events.html |
 * | the schedule | {@link SCHEDULE_INPUT} |
 * | an operator | a {@link Command} |
 */
export function parseEvent(event: unknown): readonly [Trigger, ...Trigger[]] {
  if (!isFields(event)) return [unknown('not-an-object')];
  const { Records } = event;
  if (Records === undefined) return [parseOne(event)];
  if (!Array.isArray(Records)) return [unknown('records-not-a-list')];
  const [first = unknown('records-empty'), ...rest] = Records.map(parseRecord);
  return [first, ...rest];
}

function parseOne(event: Fields): Trigger {
  if (event['trigger'] === SCHEDULE_INPUT.trigger) return { kind: 'schedule' };
  if ('operation' in event) return parseCommand(event);
  return parseEventBridge(event) ?? parseAlarm(event) ?? unknown('unknown-shape');
}

/** Only alarms and RDS events come by SNS: whoever may publish to the topic may not command the controller. */
function parseRecord(record: unknown): Trigger {
  const { Sns, EventSource } = fieldsOf(record);
  const message = textOf(fieldsOf(Sns)['Message']);
  if (EventSource !== 'aws:sns' || message === undefined) return unknown('record-not-sns');
  let body: unknown;
  try {
    body = JSON.parse(message);
  } catch {
    return unknown('message-not-json');
  }
  if (!isFields(body)) return unknown('message-not-an-object');
  return parseAlarmMessage(body) ?? parseEventBridge(body) ?? unknown('message-unknown');
}

/** The action of an alarm, metric or composite: `alarmData` holds its name and state. */
function parseAlarm({ source, alarmArn, alarmData }: Fields): Trigger | undefined {
  if (source !== 'aws.cloudwatch' || textOf(alarmArn) === undefined) return undefined;
  const { alarmName, state } = fieldsOf(alarmData);
  return alarm(alarmName, fieldsOf(state)['value']);
}

/** An alarm as SNS carries it. */
function parseAlarmMessage({ AlarmName, NewStateValue }: Fields): Trigger | undefined {
  return AlarmName === undefined ? undefined : alarm(AlarmName, NewStateValue);
}

function alarm(name: unknown, state: unknown): Trigger {
  const [alarmName, value] = [textOf(name), textOf(state)];
  if (alarmName === undefined || value === undefined) return unknown('alarm-incomplete');
  return { kind: 'alarm', alarmName, state: value };
}

const RDS_EVENT = /^RDS-EVENT-\d+$/;

function parseEventBridge({ source, detail, 'detail-type': type }: Fields): Trigger | undefined {
  if (type === undefined) return undefined;
  const { EventID, Message, alarmName, state } = fieldsOf(detail);
  if (source === 'aws.rds') return rdsEvent(EventID, Message);
  if (source === 'aws.cloudwatch' && type === 'CloudWatch Alarm State Change')
    return alarm(alarmName, fieldsOf(state)['value']);
  if (type === 'Scheduled Event') return { kind: 'schedule' };
  return unknown('event-bridge-unknown');
}

function rdsEvent(id: unknown, message: unknown): Trigger {
  const eventId = textOf(id);
  if (eventId === undefined || !RDS_EVENT.test(eventId)) return unknown('rds-event-without-id');
  return { kind: 'rds', eventId, message: textOf(message) ?? '' };
}

const OPERATIONS = {
  status: [],
  failover: ['requestId', 'requestedBy', 'acceptDataLoss', 'overrideReason', 'dryRun'],
  acknowledge: ['requestId', 'requestedBy'],
  switchover: ['requestId', 'requestedBy', 'dryRun'],
  failback: ['requestId', 'requestedBy', 'dryRun'],
  approve: ['requestId', 'requestedBy', 'incidentId', 'acceptDataLoss'],
} as const satisfies Record<Command['operation'], readonly string[]>;

const FLAGS = ['acceptDataLoss', 'dryRun'];

/** What is not required: an approval is told from another one by who gave it to what. */
const OPTIONAL: Readonly<Record<string, readonly string[]>> = {
  approve: ['requestId'],
  failover: ['overrideReason'],
};

/**
 * A command. A field that is missing, misspelt or of another type makes it none: a `dryrun` that is left aside would promote.
 */
function parseCommand(event: Fields): Trigger {
  const operation = String(event['operation']);
  if (!isOperation(operation))
    return {
      kind: 'unknown',
      problem: { code: 'operation-unknown', allowed: Object.keys(OPERATIONS) },
    };
  const fields: readonly string[] = OPERATIONS[operation];
  const problems: FieldProblem[] = Object.keys(event)
    .filter((name) => name !== 'operation' && !fields.includes(name))
    .map((name) => ({ field: name, problem: 'unknown' }));
  for (const name of fields) {
    const value = event[name];
    if (value === undefined && OPTIONAL[operation]?.includes(name) === true) continue;
    if (FLAGS.includes(name)) {
      if (typeof value !== 'boolean') problems.push({ field: name, problem: 'not-a-boolean' });
    } else if (textOf(value) === undefined) problems.push({ field: name, problem: 'not-a-text' });
  }
  if (problems.length > 0)
    return { kind: 'unknown', problem: { code: 'command-invalid', operation, fields: problems } };
  // Each field was looked at by name and type above.
  return { kind: 'command', command: event as unknown as Command };
}

function isOperation(name: string): name is Command['operation'] {
  return Object.hasOwn(OPERATIONS, name);
}
