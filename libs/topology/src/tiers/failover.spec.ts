import { dev } from '../__fixtures__';
import { parseEnvironment } from '../environment';
import { ConfigurationError } from '../errors';
import type { EnvironmentInput } from '../schema';

/** What parsing says of this configuration, which may be anything a person could type. */
const complaintAbout = (failover: unknown): string => {
  try {
    parseEnvironment({ ...dev, failover } as EnvironmentInput);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'nothing';
};

describe('a policy that can be used', () => {
  it('needs no configuration', () => {
    const { failover } = parseEnvironment(dev);

    expect(parseEnvironment({ ...dev, failover: {} }).failover).toEqual(failover);
    expect(failover).toMatchObject({ confirmationSeconds: 180, lagBoundSeconds: 900, capacity: {} });
    expect(failover).not.toHaveProperty('failoverWhileReplicatingAfterMinutes');
  });

  it.each([
    [{ mode: 'approval' }],
    [{ mode: 'notify-only' }],
    [{ failoverWhileReplicatingAfterMinutes: 30 }],
    [{ confirmationSeconds: 360 }],
    [{ mode: 'approval', lagBoundSeconds: 300 }],
    [{ lagBoundSeconds: 3600, lagBoundReason: 'Reference data that can be loaded again.' }],
    [{ capacity: { minTasks: 10, minAcu: 2 } }],
    [{ reissueAfterSeconds: 299, operationDeadlineMinutes: 5 }],
  ])('%j', (failover) => {
    expect(complaintAbout(failover)).toBe('nothing');
  });
});

describe('a policy that cannot be used says what was given and what is allowed', () => {
  it.each<[string, unknown, RegExp]>([
    [
      'an unknown mode',
      { mode: 'auto' },
      /failover\.mode is 'auto'; allowed: automatic, approval, notify-only/,
    ],
    [
      'a bound within which the controller could never act by itself',
      { lagBoundSeconds: 719 },
      /lagBoundSeconds is 719, and a lost Region is confirmed 720 seconds after the last datapoint at the latest; allowed: 720 or more/,
    ],
    [
      'a confirmation that leaves no time within the bound',
      { confirmationSeconds: 361 },
      /lagBoundSeconds is 900, and a lost Region is confirmed 901 seconds/,
    ],
    [
      'milliseconds taken for seconds',
      { lagBoundSeconds: 900_000 },
      /lagBoundSeconds is 900000; allowed: whole seconds, 1 to 86400/,
    ],
    [
      'a bound beyond the RPO without a reason',
      { lagBoundSeconds: 901 },
      /lagBoundSeconds is 901, more than the RPO of 900 seconds; allowed: 900 or less, or more with a lagBoundReason/,
    ],
    ['a reason that says nothing', { lagBoundSeconds: 901, lagBoundReason: 'ok' }, /must say why/],
    [
      'a reason for nothing',
      { lagBoundReason: 'Left over from last year.' },
      /lagBoundReason is given although lagBoundSeconds is 900/,
    ],
    [
      'a datapoint older than the bound it is held against',
      { mode: 'approval', lagBoundSeconds: 200, lagMaxAgeSeconds: 201 },
      /lagMaxAgeSeconds is 201, more than lagBoundSeconds, which is 200/,
    ],
    [
      'datapoints that are never young enough',
      { lagMaxAgeSeconds: 60 },
      /is 60; allowed: whole seconds, 120 to 3600/,
    ],
    [
      'a confirmation by one look',
      { confirmationSeconds: 179 },
      /is 179; allowed: whole seconds, 180 to 1800, because three rounds/,
    ],
    ['no cool-down', { cooldownMinutes: 0 }, /is 0; allowed: whole minutes, 10 to 43200/],
    [
      'a planned operation under any lag',
      { plannedLagSeconds: 900 },
      /is 900; allowed: whole seconds, 1 to 60/,
    ],
    [
      'an operation that is stuck after the RTO',
      { operationDeadlineMinutes: 61 },
      /is 61; allowed: whole minutes, 5 to 60, because whoever/,
    ],
    [
      'a second request before the first can be seen',
      { reissueAfterSeconds: 38 },
      /reissueAfterSeconds is 38; allowed: whole seconds, 98 to 1800, because a description may be behind/,
    ],
    [
      'a second request after the operation is stuck',
      { reissueAfterSeconds: 300, operationDeadlineMinutes: 5 },
      /reissueAfterSeconds is 300, no less than operationDeadlineMinutes, which is 5 \(300 seconds\)/,
    ],
    ['approval for ever', { approvalMinutes: 100_000 }, /is 100000; allowed: whole minutes, 1 to 1440/],
    ['half a second', { confirmationSeconds: 60.5 }, /is 60.5; allowed: whole seconds/],
    [
      'a database that pauses',
      { capacity: { minAcu: 0 } },
      /minAcu is 0; allowed: 0.5 to 256 .* in steps of 0.5/,
    ],
    ['no task', { capacity: { minTasks: 0 } }, /minTasks is 0; allowed: whole tasks, 1 to 1000/],
    [
      'more tasks than the service may have',
      { capacity: { minTasks: 11 } },
      /failover\.capacity\.minTasks is 11, more than service\.tasks\.max, which is 10/,
    ],
    [
      'more capacity than the database may have',
      { capacity: { minAcu: 2.5 } },
      /failover\.capacity\.minAcu is 2.5, more than database\.maxAcu, which is 2/,
    ],
    ['a field that is misspelt', { confirmationSecond: 60 }, /confirmationSecond/],
  ])('%s', (_, failover, message) => {
    expect(complaintAbout(failover)).toMatch(message);
  });
});
