import { UserError } from '@healthcare-dr/topology';

const UNITS_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

const MINUTE_MS = 60_000;

/**
 * When a schedule of EventBridge comes in a span of time: the moments after its beginning, up to and with its end, in milliseconds since
 * the epoch. A rate is counted from the epoch; a cron expression is one of whole minutes, in UTC.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 * @throws UserError for an expression that EventBridge refuses, or with `L`, `W` or `#`
 */
export function occurrences(expression: string, afterMs: number, untilMs: number): readonly number[] {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate !== null) {
    const every = Number(rate[1]) * (UNITS_MS[rate[2] ?? ''] ?? 0);
    if (every > 0) return multiples(every, afterMs, untilMs);
  }
  const cron = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(' ');
  if (cron?.length !== 6) throw refused(expression);
  const [minutes, hours, days, months, weekdays, years] = cron.map((field, at) =>
    parseField(field, at, expression),
  );
  return multiples(MINUTE_MS, afterMs, untilMs).filter((at) => {
    const date = new Date(at);
    return (
      minutes?.has(date.getUTCMinutes()) === true &&
      hours?.has(date.getUTCHours()) === true &&
      days?.has(date.getUTCDate()) === true &&
      months?.has(date.getUTCMonth() + 1) === true &&
      weekdays?.has(date.getUTCDay() + 1) === true &&
      years?.has(date.getUTCFullYear()) === true
    );
  });
}

function multiples(every: number, afterMs: number, untilMs: number): number[] {
  const found: number[] = [];
  for (let at = (Math.floor(afterMs / every) + 1) * every; at <= untilMs; at += every) found.push(at);
  return found;
}

const RANGES: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [1, 7],
  [1970, 2199],
];

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const NAMES: Readonly<Record<number, readonly string[]>> = { 3: MONTHS, 4: WEEKDAYS };

function parseField(field: string, at: number, expression: string): ReadonlySet<number> {
  const [least, most] = RANGES[at] ?? [0, 0];
  const numberOf = (text: string) => {
    const named = NAMES[at]?.indexOf(text.toUpperCase()) ?? -1;
    const value = named >= 0 ? named + 1 : Number(text);
    if (!Number.isInteger(value) || value < least || value > most) throw refused(expression);
    return value;
  };
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step = '1'] = part.split('/');
    const [from, to = part.includes('/') ? String(most) : from] =
      range === '*' || range === '?' ? [String(least), String(most)] : range.split('-');
    const by = Number(step);
    if (!Number.isInteger(by) || by < 1) throw refused(expression);
    for (let value = numberOf(from ?? ''); value <= numberOf(to ?? ''); value += by) values.add(value);
  }
  return values;
}

const refused = (expression: string): UserError =>
  new UserError({
    problem: `The schedule '${expression}' is none that the local AWS runs.`,
    allowed: 'rate(5 minutes), or cron with six fields of numbers, names, lists, ranges and steps',
    fix: 'write the schedule so.',
  });
