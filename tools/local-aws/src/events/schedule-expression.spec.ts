import { occurrences } from './schedule-expression';

const at = (text: string) => Date.parse(`${text}Z`);
const texts = (expression: string, from: string, to: string) =>
  occurrences(expression, at(from), at(to)).map((moment) => new Date(moment).toISOString().slice(0, 16));

describe('a schedule', () => {
  it('with a rate comes once in each span that it names', () => {
    expect(texts('rate(1 minute)', '2026-01-01T00:00', '2026-01-01T00:02')).toEqual([
      '2026-01-01T00:01',
      '2026-01-01T00:02',
    ]);
    expect(texts('rate(5 minutes)', '2026-01-01T00:01', '2026-01-01T00:12')).toHaveLength(2);
    expect(occurrences('rate(1 minute)', 60_000, 119_999)).toEqual([]);
  });

  it.each([
    ['cron(0 12 * * ? *)', ['2026-01-01T12:00', '2026-01-02T12:00', '2026-01-03T12:00']],
    ['cron(0 12 ? * FRI *)', ['2026-01-02T12:00']],
    ['cron(0/30 0 1 1 ? 2026)', ['2026-01-01T00:30']],
    [
      'cron(15,45 3-4 2 JAN ? *)',
      ['2026-01-02T03:15', '2026-01-02T03:45', '2026-01-02T04:15', '2026-01-02T04:45'],
    ],
    ['cron(0 12 ? * MON-WED *)', []],
  ])('%s comes at %s', (expression, expected) => {
    expect(texts(expression, '2026-01-01T00:00', '2026-01-03T23:59')).toEqual(expected);
  });

  it.each([
    'every minute',
    'rate(0 minutes)',
    'cron(0 12 * * ?)',
    'cron(0 25 * * ? *)',
    'cron(0 12 L * ? *)',
  ])('%s is refused', (expression) => {
    expect(() => occurrences(expression, 0, 60_000)).toThrow(expression);
  });
});
