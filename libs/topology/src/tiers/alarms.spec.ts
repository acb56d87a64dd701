import { dev } from '../__fixtures__';
import { parseEnvironment } from '../environment';
import type { EnvironmentInput } from '../schema';

type Settings = Readonly<Record<string, unknown>>;

const parse = (alarms: Settings, others: Settings = {}) =>
  parseEnvironment({ ...dev, ...others, alarms } as EnvironmentInput).alarms;

it.each(['replicationLag', 'rpoLag'] as const)('bounds %s at fifteen minutes, in milliseconds', (lag) => {
  expect(parse({})[lag]).toEqual({ thresholdMilliseconds: 15 * 60 * 1000, evaluationPeriods: 3 });
});

it('bounds replication of data at fifteen minutes, in seconds', () => {
  expect(parse({}).dataReplication.latencySeconds).toBe(15 * 60);
});

it('tells of a database beyond 80 % of its CPU', () => {
  expect(parse({}).database.cpuPercent).toBe(80);
});

describe.each(['replicationLag', 'rpoLag'])('%s', (name) => {
  it.each<[string, Settings, RegExp]>([
    [
      'minutes',
      { thresholdMilliseconds: 15 },
      /thresholdMilliseconds is 15; allowed: whole milliseconds, 1000/,
    ],
    ['seconds', { thresholdMilliseconds: 900 }, /thresholdMilliseconds is 900; allowed: whole milliseconds/],
    [
      'more than may be lost',
      { thresholdMilliseconds: 900_001 },
      /is 900001; allowed: [^]*to 900000 \(15 min/,
    ],
    ['no period', { evaluationPeriods: 0 }, /evaluationPeriods is 0; allowed: 1 to 15 minutes in a row/],
  ])('refuses %s', (_what, settings, message) => {
    expect(() => parse({ [name]: settings })).toThrow(message);
  });
});

it.each<[string, Settings, RegExp]>([
  [
    'a bound that nothing reaches',
    { database: { cpuPercent: 100 } },
    /cpuPercent is 100; allowed: whole percent, 1 to 99/,
  ],
  [
    'a share for a percentage',
    { database: { connectionsPercent: 0.8 } },
    /connectionsPercent is 0.8; allowed: whole percent/,
  ],
  [
    'memory that is always missing',
    { database: { freeableMemoryPercent: 51 } },
    /freeableMemoryPercent is 51; allowed: [^]*1 to 50/,
  ],
  [
    'a capacity that cannot be passed',
    { database: { capacityPercent: 100 } },
    /capacityPercent is 100; allowed: [^]*1 to 99/,
  ],
  [
    'fewer deadlocks than none',
    { database: { deadlocksPerMinute: -1 } },
    /deadlocksPerMinute is -1; allowed: [^]*0 to 10000/,
  ],
  [
    'a quarter of an hour and more',
    { database: { minutes: 16 } },
    /minutes is 16; allowed: 1 to 15 minutes in a row/,
  ],
  [
    'a part of an answer',
    { loadBalancer: { serverErrorsPerMinute: 0.5 } },
    /serverErrorsPerMinute is 0.5; allowed: whole answers/,
  ],
  [
    'seconds for milliseconds',
    { loadBalancer: { latencyMilliseconds: 2 } },
    /latencyMilliseconds is 2; allowed: whole milliseconds, 10 to 60000/,
  ],
  ['no minute', { service: { minutes: 0 } }, /minutes is 0; allowed: 1 to 15 minutes in a row/],
  [
    'milliseconds for seconds',
    { dataReplication: { latencySeconds: 900_000 } },
    /latencySeconds is 900000; allowed: whole seconds, 60 to 900, because/,
  ],
  [
    'nothing that may wait',
    { dataReplication: { pendingOperations: 0 } },
    /pendingOperations is 0; allowed: whole operations, 1 to/,
  ],
  [
    'no data that may wait',
    { dataReplication: { pendingMebibytes: 0 } },
    /pendingMebibytes is 0; allowed: whole MiB, 1 to/,
  ],
  [
    'a controller that may be silent for long',
    { controller: { silentMinutes: 30 } },
    /silentMinutes is 30; allowed: minutes, 2 to 10/,
  ],
  [
    'an alarm for each refusal',
    { audit: { unauthorizedCalls: 0 } },
    /unauthorizedCalls is 0; allowed: whole calls in five minutes, 1/,
  ],
  [
    'an alarm for each typing error',
    { audit: { failedSignIns: 0 } },
    /failedSignIns is 0; allowed: whole sign-ins in five minutes, 1/,
  ],
  [
    'what it does not know',
    { databases: {} },
    /alarms\.databases is no field \(did you mean database\?\); allowed: replicationLag, /,
  ],
])('refuses %s', (_what, alarms, message) => {
  expect(() => parse(alarms)).toThrow(message);
});

it.each([
  ['cpuPercent', 'cpuTargetPercent'],
  ['memoryPercent', 'memoryTargetPercent'],
])('refuses a bound on %s at the target of scaling', (field, target) => {
  const service = { [target]: 80 };
  expect(() => parse({ service: { [field]: 80 } }, { service })).toThrow(
    `alarms.service.${field} is 80, and scaling keeps to service.${target}, which is 80; allowed: more than that`,
  );
  expect(parse({ service: { [field]: 81 } }, { service }).service).toMatchObject({ [field]: 81 });
});
