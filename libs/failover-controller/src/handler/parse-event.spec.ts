import * as fc from 'fast-check';
import * as events from '../__fixtures__/events';
import type { Trigger } from '../domain/events';
import type { EventProblem, FieldProblem } from '../domain/protocol';
import { parseEvent, SCHEDULE_INPUT } from './parse-event';

const invalid = (
  operation: string,
  ...fields: readonly (readonly [string, FieldProblem['problem']])[]
): EventProblem => ({
  code: 'command-invalid',
  operation,
  fields: fields.map(([field, problem]) => ({ field, problem })),
});

describe('parseEvent', () => {
  it.each<[string, unknown, Trigger]>([
    [
      'the action of a metric alarm',
      events.metricAlarm,
      { kind: 'alarm', alarmName: 'healthcare-replication-lag-dev', state: 'ALARM' },
    ],
    [
      'the action of a composite alarm',
      events.compositeAlarm,
      { kind: 'alarm', alarmName: 'healthcare-primary-lost-dev', state: 'ALARM' },
    ],
    [
      'an alarm by SNS',
      events.sns(events.alarmMessage),
      { kind: 'alarm', alarmName: 'healthcare-database-cpu-dev', state: 'OK' },
    ],
    [
      'an event of RDS by EventBridge and SNS',
      events.sns(events.rdsEvent),
      { kind: 'rds', eventId: 'RDS-EVENT-0239', message: 'Global failover completed' },
    ],
    [
      'an event of RDS by EventBridge',
      events.rdsEvent,
      { kind: 'rds', eventId: 'RDS-EVENT-0239', message: 'Global failover completed' },
    ],
    [
      'an alarm by EventBridge',
      events.alarmStateChange,
      { kind: 'alarm', alarmName: 'healthcare-replication-lag-dev', state: 'ALARM' },
    ],
    ['the schedule', SCHEDULE_INPUT, { kind: 'schedule' }],
    ['a rule without an input', events.scheduledEvent, { kind: 'schedule' }],
  ])('knows %s', (_, event, trigger) => {
    expect(parseEvent(event)).toEqual([trigger]);
  });

  it('takes every record of a batch, in order, the ones that say nothing included', () => {
    const batch = events.sns(events.rdsEvent, 'An AWS Backup job failed.', events.alarmMessage);

    expect(parseEvent(batch).map(({ kind }) => kind)).toEqual(['rds', 'unknown', 'alarm']);
  });

  it.each([
    [{ operation: 'status' }],
    [{ operation: 'failover', requestId: 'r1', requestedBy: 'kim', acceptDataLoss: true, dryRun: false }],
    [{ operation: 'switchover', requestId: 'r1', requestedBy: 'kim', dryRun: true }],
    [{ operation: 'failback', requestId: 'r1', requestedBy: 'kim', dryRun: false }],
    [{ operation: 'approve', incidentId: 'i1', requestedBy: 'kim', acceptDataLoss: false }],
    [{ operation: 'approve', requestId: 'r2', incidentId: 'i1', requestedBy: 'kim', acceptDataLoss: false }],
  ])('takes the command %j as it is', (command) => {
    expect(parseEvent(command)).toEqual([{ kind: 'command', command }]);
  });

  it.each<[string, unknown, EventProblem]>([
    ['nothing', undefined, { code: 'not-an-object' }],
    ['a text', 'schedule', { code: 'not-an-object' }],
    ['a list', [events.metricAlarm], { code: 'not-an-object' }],
    ['an empty object', {}, { code: 'unknown-shape' }],
    ['an alarm without data', { ...events.metricAlarm, alarmData: null }, { code: 'alarm-incomplete' }],
    ['records that are no list', { Records: {} }, { code: 'records-not-a-list' }],
    ['no record', { Records: [] }, { code: 'records-empty' }],
    ['a record of S3', { Records: [{ eventSource: 'aws:s3', s3: {} }] }, { code: 'record-not-sns' }],
    ['a message of SNS that is a list', events.sns('[]'), { code: 'message-not-an-object' }],
    [
      'its own notification',
      events.sns({ source: 'failover-controller', severity: 'page', id: '1', subject: 's', body: 'b' }),
      { code: 'message-unknown' },
    ],
    [
      'a command by SNS, which whoever publishes could send',
      events.sns({
        operation: 'failover',
        requestId: 'r',
        requestedBy: 'x',
        acceptDataLoss: true,
        dryRun: false,
      }),
      { code: 'message-unknown' },
    ],
    [
      'an event of another service',
      { ...events.rdsEvent, source: 'aws.ec2' },
      { code: 'event-bridge-unknown' },
    ],
    ['an event of RDS without an id', { ...events.rdsEvent, detail: {} }, { code: 'rds-event-without-id' }],
    [
      'an unknown operation',
      { operation: 'explode' },
      {
        code: 'operation-unknown',
        allowed: ['status', 'failover', 'acknowledge', 'switchover', 'failback', 'approve'],
      },
    ],
    [
      'an operation of Object',
      { operation: 'constructor' },
      {
        code: 'operation-unknown',
        allowed: ['status', 'failover', 'acknowledge', 'switchover', 'failback', 'approve'],
      },
    ],
    [
      'a dry run that is misspelt',
      { operation: 'switchover', requestId: 'r', requestedBy: 'x', dryrun: true },
      invalid('switchover', ['dryrun', 'unknown'], ['dryRun', 'not-a-boolean']),
    ],
    [
      'an acceptance as a text',
      { operation: 'failover', requestId: 'r', requestedBy: 'x', acceptDataLoss: 'no', dryRun: false },
      invalid('failover', ['acceptDataLoss', 'not-a-boolean']),
    ],
    [
      'a command of nobody',
      { operation: 'failback', requestId: 'r', requestedBy: ' ', dryRun: false },
      invalid('failback', ['requestedBy', 'not-a-text']),
    ],
    [
      'a command without an id',
      { operation: 'failback', requestedBy: 'x', dryRun: false },
      invalid('failback', ['requestId', 'not-a-text']),
    ],
    [
      'an approval of no incident',
      { operation: 'approve', requestedBy: 'x', acceptDataLoss: true },
      invalid('approve', ['incidentId', 'not-a-text']),
    ],
  ])('does not understand %s', (_, event, problem) => {
    expect(parseEvent(event)).toEqual([{ kind: 'unknown', problem }]);
  });

  it('says nothing of what an unknown event holds', () => {
    const event = { operation: 'MRN 4711 John Doe', Records: undefined, patient: 'John Doe' };

    expect(JSON.stringify(parseEvent(event))).not.toMatch(/John Doe/);
  });

  it('never throws, whatever comes', () => {
    const kinds = ['schedule', 'alarm', 'rds', 'command', 'unknown'];
    const keys = [
      'source',
      'alarmArn',
      'alarmData',
      'Records',
      'detail',
      'detail-type',
      'operation',
      'trigger',
    ];
    const events = fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...keys), fc.anything()));
    fc.assert(
      fc.property(events, (event) => {
        expect(kinds).toEqual(expect.arrayContaining(parseEvent(event).map(({ kind }) => kind)));
      }),
      { numRuns: 1_000 },
    );
  });
});
