import { dev } from '../environments/dev';
import { parseEnvironment } from '../environment';
import type { EnvironmentInput } from '../schema';

const parse = (replicationLag: Readonly<Record<string, unknown>>) =>
  parseEnvironment({ ...dev, alarms: { replicationLag } } as EnvironmentInput).alarms.replicationLag;

it('bounds the lag at fifteen minutes, in milliseconds', () => {
  expect(parse({})).toEqual({ thresholdMilliseconds: 15 * 60 * 1000, evaluationPeriods: 3 });
});

it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
  [
    'minutes',
    { thresholdMilliseconds: 15 },
    /thresholdMilliseconds is 15; allowed: whole milliseconds, 1000/,
  ],
  ['seconds', { thresholdMilliseconds: 900 }, /thresholdMilliseconds is 900; allowed: whole milliseconds/],
  ['more than may be lost', { thresholdMilliseconds: 900_001 }, /is 900001; allowed: [^]*to 900000 \(15 min/],
  ['no period', { evaluationPeriods: 0 }, /evaluationPeriods is 0; allowed: 1 to 15 minutes in a row/],
])('refuses %s', (_what, replicationLag, message) => {
  expect(() => parse(replicationLag)).toThrow(message);
});
