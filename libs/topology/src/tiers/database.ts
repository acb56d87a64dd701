import { z } from 'zod';
import { capacityUnits, oneOf, wholeNumber } from '../fields';

/**
 * The Aurora PostgreSQL versions a cluster can still be created with. Asked of AWS by
 * `aws rds describe-db-engine-versions --engine aurora-postgresql`, in July 2026; 15.10 is the long-term-support version:
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Updates.LTS.html
 *
 * A version that AWS releases later is added here once that command lists it in both Regions.
 */
export const ENGINE_VERSIONS = ['15.10', '15.12', '15.13', '15.14', '15.15', '15.17'] as const;

/**
 * Versions of the major version in use that were released and can no longer be created: `CreateDBCluster` answers "Cannot find
 * version". A restore, a new environment or a rebuilt Region would fail on the day it is needed.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html
 */
export const RETIRED_ENGINE_VERSIONS: readonly string[] = [
  '15.2',
  '15.3',
  '15.4',
  '15.5',
  '15.6',
  '15.7',
  '15.8',
  '15.9',
];

/** A cluster holds its writer and 15 readers; a secondary of a global database holds 16 readers. */
const MOST_INSTANCES = 15;

/** RDS accepts no shorter window. */
const SHORTEST_WINDOW_MINUTES = 30;
const MINUTES_PER_DAY = 24 * 60;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Names that Aurora PostgreSQL keeps for itself. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.MasterAccounts.html */
const RESERVED_NAMES = ['admin', 'postgres', 'rdsadmin', 'rdsrepladmin', 'template0', 'template1', 'public'];

const engineVersion = z.string().check((ctx) => {
  const version = ctx.value;
  if ((ENGINE_VERSIONS as readonly string[]).includes(version)) return;
  const why = RETIRED_ENGINE_VERSIONS.includes(version)
    ? 'which AWS has retired: a cluster of that version can no longer be created'
    : /^15\.\d+$/.test(version)
      ? 'which is not known to be available in both Regions'
      : 'and a cluster of another major version has not been tried: its parameter group family, its upgrade and its failover are other ones';
  ctx.issues.push({
    code: 'custom',
    input: version,
    message: `is '${version}', ${why}; allowed (Aurora PostgreSQL): ${ENGINE_VERSIONS.join(', ')}`,
  });
});

const acu = capacityUnits(
  '0.5 to 256 Aurora capacity units in steps of 0.5. ' +
    'Neither the writer nor an instance of a secondary cluster of a global database ever pauses, so 0 is refused',
);

const instances = (least: number, why: string) =>
  wholeNumber(least, MOST_INSTANCES, {
    unit: 'instances',
    allowed: `${least} to ${MOST_INSTANCES} instances, because ${why}`,
  });

const identifier = (mostCharacters: number) =>
  z.string().check((ctx) => {
    const name = ctx.value;
    const wellFormed = /^[a-z][a-z0-9_]*$/.test(name) && name.length <= mostCharacters;
    if (wellFormed && !RESERVED_NAMES.includes(name)) return;
    ctx.issues.push({
      code: 'custom',
      input: name,
      message:
        `is '${name}'; allowed: a lower-case letter, then lower-case letters, digits and underscores, at most ${mostCharacters} ` +
        `in all, and none of ${RESERVED_NAMES.join(', ')}`,
    });
  });

/** Minutes, `from` inclusive and `to` exclusive; `to` may lie in the next day or week. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const span = (from: number, to: number, period: number): Span => ({ from, to: to > from ? to : to + period });

const minutesOf = (time: string): number => {
  const [hours, minutes] = time.split(':').map(Number);
  return Number(hours) * 60 + Number(minutes);
};

const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d';

/** The minutes of the day of `hh:mm-hh:mm`; `undefined` if it is none. */
const dailySpan = (text: string): Span | undefined => {
  const match = new RegExp(`^(${TIME})-(${TIME})$`).exec(text);
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : span(minutesOf(match[1]), minutesOf(match[2]), MINUTES_PER_DAY);
};

/** The minutes of the week of `ddd:hh:mm-ddd:hh:mm`; `undefined` if it is none. */
const weeklySpan = (text: string): Span | undefined => {
  const day = `(${WEEKDAYS.join('|')})`;
  const match = new RegExp(`^${day}:(${TIME})-${day}:(${TIME})$`).exec(text);
  if (match === null) return undefined;
  const at = (weekday: string | undefined, time: string | undefined) =>
    WEEKDAYS.findIndex((known) => known === weekday) * MINUTES_PER_DAY + minutesOf(time ?? '');
  return span(at(match[1], match[2]), at(match[3], match[4]), 7 * MINUTES_PER_DAY);
};

const window = (parse: (text: string) => Span | undefined, shape: string) =>
  z.string().check((ctx) => {
    const parsed = parse(ctx.value);
    const minutes = parsed === undefined ? 0 : parsed.to - parsed.from;
    if (minutes >= SHORTEST_WINDOW_MINUTES && minutes <= MINUTES_PER_DAY) return;
    ctx.issues.push({
      code: 'custom',
      input: ctx.value,
      message: `is '${ctx.value}'; allowed: ${shape} in UTC, ${SHORTEST_WINDOW_MINUTES} minutes or longer`,
    });
  });

/** Whether a daily window touches a weekly one on any day of the week. */
const overlap = (daily: Span, weekly: Span): boolean =>
  Array.from({ length: 9 }, (_, day) => (day - 1) * MINUTES_PER_DAY).some((offset) =>
    [0, 7 * MINUTES_PER_DAY].some(
      (week) => daily.from + offset < weekly.to - week && weekly.from - week < daily.to + offset,
    ),
  );

/** Seconds between two measurements of enhanced monitoring; 0 would turn it off. */
const MONITORING_INTERVALS = [1, 5, 10, 15, 30, 60] as const;

/** Which statements PostgreSQL writes to its log, whatever they take. */
const LOGGED_STATEMENTS = ['ddl', 'mod'] as const;

/** What pgaudit calls the kinds of statements it logs: https://github.com/pgaudit/pgaudit/blob/main/README.md#pgauditlog */
const AUDIT_CLASSES = ['read', 'write', 'function', 'role', 'ddl', 'misc', 'misc_set'] as const;

/** The database of both Regions: one definition, so that what is promoted can carry what the writer carried. */
export const databaseSchema = z
  .strictObject({
    engineVersion: engineVersion
      .default('15.10')
      .describe(
        'Aurora PostgreSQL engine version, the same in both Regions. Says what is created; a deployment leaves the version of a ' +
          'database that stands alone: docs/runbooks/upgrade-database.md raises it.',
      ),
    minAcu: acu
      .default(0.5)
      .describe(
        'The minimum capacity of an instance, in Aurora capacity units. AWS recommends 8 or more for a busy ' +
          'global database.',
      ),
    maxAcu: acu.default(2).describe('The most capacity of an instance, in Aurora capacity units.'),
    instances: z
      .strictObject({
        primary: instances(2, 'the cluster must outlive the loss of a zone')
          .default(2)
          .describe('Instances in the primary Region.'),
        dr: instances(1, 'a secondary cluster without an instance cannot be promoted')
          .default(1)
          .describe('Instances in the dr Region.'),
      })
      .prefault({})
      .describe('How many instances each side has, spread over the zones of its Region.'),
    databaseName: identifier(63)
      .default('healthcare')
      .describe('The database that is created with the cluster.'),
    masterUsername: identifier(16)
      .default('clusteradmin')
      .describe('The master user, who makes the schema and the users that sign in with IAM.'),
    masterPasswordVersion: wholeNumber(1, 1_000_000, { allowed: 'a whole number, 1 to 1000000' })
      .default(1)
      .describe(
        'Raise it by one to give the master user another password. Whole numbers; nothing but a change of ' +
          'it writes a password.',
      ),
    backupWindow: window(dailySpan, 'hh:mm-hh:mm')
      .default('02:00-03:00')
      .describe(
        'When Aurora takes its daily snapshot, `hh:mm-hh:mm` in UTC: off-peak where the patients are. Says what is created; a ' +
          'deployment leaves the window of a cluster that stands alone, because AWS Backup takes it over.',
      ),
    maintenanceWindow: window(weeklySpan, 'ddd:hh:mm-ddd:hh:mm')
      .default('sun:04:00-sun:05:00')
      .describe('When AWS may patch and restart, `ddd:hh:mm-ddd:hh:mm` in UTC.'),
    slowQueryMilliseconds: wholeNumber(1, 3_600_000, {
      unit: 'milliseconds',
      allowed: 'whole milliseconds, 1 to 3600000',
    })
      .default(1000)
      .describe('Statements that take longer are logged with their duration, in milliseconds.'),
    logStatement: z
      .enum(LOGGED_STATEMENTS, {
        error: (issue) =>
          `is '${String(issue.input)}'; allowed: ${LOGGED_STATEMENTS.join(', ')}; 'all' would write queries about patients to the log, 'none' no change of the schema`,
      })
      .default('ddl')
      .describe(
        '`ddl` logs changes of the schema, `mod` every change of data too. `all` is refused: it writes ' +
          'what is asked about patients to a log.',
      ),
    audit: z
      .strictObject({
        classes: z
          .array(
            z.enum(AUDIT_CLASSES, {
              error: (issue) => `names '${String(issue.input)}'; allowed: ${AUDIT_CLASSES.join(', ')}`,
            }),
          )
          .default(['read', 'write', 'role', 'ddl'])
          .describe(
            'The kinds of statements that pgaudit logs. Without `read` nobody can say afterwards who looked at a ' +
              "patient's row; none turns it off. Each statement is a line of the log, of about half a kilobyte.",
          ),
        parameters: z
          .boolean()
          .default(true)
          .describe(
            'Whether the values bound to a statement are logged with it: which row was read, and so patient data.',
          ),
      })
      .prefault({})
      .describe('What the database records of who read and changed what (pgaudit).'),
    monitoringIntervalSeconds: oneOf(
      MONITORING_INTERVALS,
      'seconds',
      `${MONITORING_INTERVALS.join(', ')} seconds; 0 would turn enhanced monitoring off`,
    )
      .default(60)
      .describe('Seconds between two measurements of enhanced monitoring.'),
  })
  .check((ctx) => {
    const { minAcu, maxAcu, backupWindow, maintenanceWindow } = ctx.value;
    if (minAcu > maxAcu) {
      ctx.issues.push({
        code: 'custom',
        input: minAcu,
        path: ['minAcu'],
        message: `is ${minAcu}, more than maxAcu, which is ${maxAcu}; allowed: at most maxAcu`,
      });
    }
    const [daily, weekly] = [dailySpan(backupWindow), weeklySpan(maintenanceWindow)];
    if (daily !== undefined && weekly !== undefined && overlap(daily, weekly)) {
      ctx.issues.push({
        code: 'custom',
        input: maintenanceWindow,
        path: ['maintenanceWindow'],
        message: `is '${maintenanceWindow}', which overlaps the backupWindow '${backupWindow}'; allowed: windows apart from each other, RDS refuses others`,
      });
    }
  })
  .prefault({});
