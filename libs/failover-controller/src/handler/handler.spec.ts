import { metricAlarm, sns } from '../__fixtures__/events';
import type { Telemetry } from '../adapters';
import { handler, respond, type Controller } from './handler';
import { EMPTY_JOURNAL } from '../domain/journal';
import type { Outcome } from '../domain/outcome';
import type { Ports } from '../domain/ports';
import { PROTOCOL_VERSION } from '../domain/protocol';
import { type Alert, EMPTY_WATCH } from '../domain/watch';
import { reconcile } from '../execute/reconcile';

jest.mock('../execute/reconcile', () => ({ reconcile: jest.fn() }));
const reconciled = jest.mocked(reconcile);

const outcome: Outcome = {
  protocolVersion: PROTOCOL_VERSION,
  action: 'none',
  disposition: 'done',
  reason: { code: 'nothing-to-do' },
  message: 'nothing is to be done',
  dryRun: false,
  healthy: true,
  steps: [],
  failures: [],
  trafficWritten: undefined,
  status: undefined,
  journal: { ...EMPTY_JOURNAL, incident: { id: 'i1' } as never },
};
const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 42_000 };

/** A controller whose telemetry is looked at. */
function controller() {
  const logger = {
    appendKeys: jest.fn(),
    resetKeys: jest.fn(),
    info: jest.fn(),
    warn: jest.fn(),
    error: jest.fn(),
  };
  const telemetry = { logger, log: jest.fn(), count: jest.fn(), flush: jest.fn() };
  const site = { environment: 'dev', role: 'dr' };
  const heartbeat = { beat: jest.fn(() => Promise.resolve()) };
  return {
    heartbeat,
    telemetry,
    controller: {
      deployment: { site },
      ports: { clock: { now: () => 1_000 }, heartbeat } as unknown as Ports,
      telemetry: telemetry as unknown as Telemetry,
      trace: Promise.resolve((_: string, work: () => Promise<unknown>) => work()),
    } as unknown as Controller,
  };
}

beforeEach(() => reconciled.mockReset().mockResolvedValue(outcome));

describe('respond', () => {
  it('reconciles once for a trigger, until Lambda’s own deadline, and answers the outcome', async () => {
    const { controller: given, telemetry } = controller();

    await expect(respond(given, metricAlarm, context)).resolves.toBe(outcome);

    expect(reconciled.mock.calls).toEqual([
      [
        { kind: 'alarm', alarmName: 'healthcare-replication-lag-dev', state: 'ALARM' },
        { id: 'request-1', deadline: 43_000 },
        given.deployment.site,
        given.ports,
      ],
    ]);
    expect(telemetry.count.mock.calls).toEqual([]);
    expect(telemetry.logger.appendKeys.mock.calls).toEqual([
      [{ function_request_id: 'request-1', role: 'dr' }],
      [{ incident_id: 'i1' }],
    ]);
    expect(telemetry.flush).toHaveBeenCalledTimes(1);
    expect(telemetry.logger.resetKeys).toHaveBeenCalledTimes(1);
  });

  it('ignores what it does not understand, logs why and counts it, and does nothing else', async () => {
    const { controller: given, telemetry } = controller();
    const event = sns('An AWS Backup job failed for John Doe.', '[]');

    await expect(respond(given, event, context)).resolves.toMatchObject({
      protocolVersion: PROTOCOL_VERSION,
      disposition: 'ignored',
      reason: {
        code: 'event-not-understood',
        problems: [{ code: 'message-not-json' }, { code: 'message-not-an-object' }],
      },
    });

    expect(reconciled).not.toHaveBeenCalled();
    expect(telemetry.count.mock.calls).toEqual([['unknownEvents', 2]]);
    expect(JSON.stringify(telemetry.logger.warn.mock.calls)).not.toContain('John Doe');
  });

  it('looks once for a batch, and counts what of it is unknown', async () => {
    const { controller: given, telemetry } = controller();
    const alarm = { AlarmName: 'a', NewStateValue: 'ALARM' };

    await respond(given, sns('no JSON', alarm, alarm), context);

    expect(reconciled).toHaveBeenCalledTimes(1);
    expect(telemetry.count.mock.calls).toEqual([['unknownEvents', 1]]);
  });

  it('counts by name what a scheduled run knows nothing of', async () => {
    const { controller: given, telemetry } = controller();
    const unknown = { code: 'signal-unknown/checkers', since: 0, seenAt: 900, rounds: 1 } as Alert;
    const watch = { ...EMPTY_WATCH, lookedAt: 900, alerts: [unknown] };
    const status = { at: 1_000 } as Outcome['status'];
    reconciled.mockResolvedValue({ ...outcome, status, journal: { ...EMPTY_JOURNAL, watch } });

    await respond(given, { trigger: 'schedule' }, context);

    expect(telemetry.count.mock.calls).toEqual([['checkersUnknown'], ['heartbeat']]);
  });

  it('has no heartbeat with closed eyes', async () => {
    const { controller: given, telemetry } = controller();
    reconciled.mockResolvedValue({ ...outcome, healthy: false });

    await respond(given, { trigger: 'schedule' }, context);

    expect(telemetry.count.mock.calls).toEqual([['errors']]);
  });

  it('beats in the watch Region for a run with open eyes, and for no other', async () => {
    const { controller: given, heartbeat } = controller();

    await respond(given, { trigger: 'schedule' }, context);
    expect(heartbeat.beat).toHaveBeenCalledTimes(1);

    reconciled.mockResolvedValue({ ...outcome, healthy: false });
    await respond(given, { trigger: 'schedule' }, context);
    expect(heartbeat.beat).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['an alarm', metricAlarm],
    ['an operator', { operation: 'status' }],
  ])('beats for no run that %s asks for: it says nothing of the schedule', async (_, event) => {
    const { controller: given, telemetry, heartbeat } = controller();

    await respond(given, event, context);

    expect(reconciled).toHaveBeenCalledTimes(1);
    expect(heartbeat.beat).not.toHaveBeenCalled();
    expect(telemetry.count).not.toHaveBeenCalled();
  });

  it('begins no heartbeat that could outlive the run', async () => {
    const { controller: given, heartbeat } = controller();

    await respond(given, { trigger: 'schedule' }, { ...context, getRemainingTimeInMillis: () => 7_999 });

    expect(heartbeat.beat).not.toHaveBeenCalled();
  });

  it('ends as well where the watch Region does not answer, and says so in the log', async () => {
    const { controller: given, telemetry, heartbeat } = controller();
    heartbeat.beat.mockRejectedValue(new Error('dark'));

    await expect(respond(given, { trigger: 'schedule' }, context)).resolves.toBe(outcome);

    expect(telemetry.logger.warn).toHaveBeenCalledTimes(1);
    expect(telemetry.count.mock.calls).toEqual([['heartbeat']]);
  });

  it('counts, logs and throws what the reconciler throws, for the dead-letter queue', async () => {
    const { controller: given, telemetry } = controller();
    reconciled.mockRejectedValue(new Error('boom'));

    await expect(respond(given, { trigger: 'schedule' }, context)).rejects.toThrow('boom');

    expect(telemetry.count.mock.calls).toEqual([['errors']]);
    expect(telemetry.logger.error).toHaveBeenCalledTimes(1);
    expect(telemetry.flush).toHaveBeenCalledTimes(1);
  });
});

describe('handler', () => {
  it('says in every invocation why it cannot work, and looks at nothing', async () => {
    const lines: string[] = [];
    const write = jest
      .spyOn(process.stderr, 'write')
      .mockImplementation((line) => lines.push(String(line)) > 0);
    const error = jest.spyOn(console, 'error').mockImplementation((line) => void lines.push(String(line)));

    const answered = handler({ trigger: 'schedule' }, context as never);

    await expect(answered).rejects.toThrow(/ENVIRONMENT is not set.*JOURNAL_TABLE is not set/);
    expect(reconciled).not.toHaveBeenCalled();
    write.mockRestore();
    error.mockRestore();
  });
});
