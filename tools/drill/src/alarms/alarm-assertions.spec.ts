import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { ROLES, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import {
  inputsOf,
  memoryMetrics,
  sideOf,
  stacksOf,
  synthesizedAlarms,
  synthesizedWatchAlarms,
} from './__fixtures__/synthesized-alarms';
import { watchInputs } from './controller-inputs';
import { alarmAssertions, type AlarmInputs, type StandingAlarms } from './alarm-assertions';

/** Half past two in the afternoon of 22 November 2026, in seconds. */
const NOW = 1_795_357_800;

const STACKS = new Map(['dev', 'prod'].map((suffix) => [suffix, stacksOf(suffix)]));

const alarmsOf = (suffix: string, role: Role) => synthesizedAlarms(STACKS.get(suffix) ?? [], role);

const DR = sideOf(fixtureEnvironment('dev'), 'dr');

const assertionsFor = (standing: StandingAlarms, inputs: AlarmInputs = inputsOf(DR)) =>
  alarmAssertions(standing, inputs, memoryMetrics(), NOW);

describe.each(['dev', 'prod'])('every alarm that the stacks of %s make', (suffix) => {
  it.each(ROLES)('in %s does what it is for', async (role) => {
    const standing = alarmsOf(suffix, role);
    const side = sideOf(fixtureEnvironment(suffix), role);
    const assertions = await assertionsFor(standing, inputsOf(side));
    expect(assertions.filter(({ ok }) => !ok).map(({ detail }) => detail)).toEqual([]);
    expect(standing.metricAlarms.length).toBeGreaterThan(45);
    expect(assertions.map(({ title }) => title)).toContainEqual(
      expect.stringMatching(/\d+ alarms on the load balancer go off on what they are for/),
    );
  });
});

it.each(['dev', 'prod'])('the dead man’s switch of %s does what it is for', async (suffix) => {
  const environment = fixtureEnvironment(suffix);
  const standing = synthesizedWatchAlarms(STACKS.get(suffix) ?? [], environment);
  const inputs = { alarms: watchInputs(environment), composites: [], filters: [] };

  const assertions = await assertionsFor(standing, inputs);

  expect(standing.metricAlarms).toHaveLength(2);
  expect(assertions.filter(({ ok }) => !ok)).toEqual([]);
  const deaf = standing.metricAlarms.map((alarm) => ({ ...alarm, TreatMissingData: 'notBreaching' }));
  const wrong = await assertionsFor({ ...standing, metricAlarms: deaf }, inputs);
  expect(wrong.filter(({ ok }) => !ok)).not.toEqual([]);
});

/** An alarm of dr with something changed. */
function changed(what: string, changes: Partial<MetricAlarm>): StandingAlarms {
  const standing = alarmsOf('dev', 'dr');
  const name = `healthcare-${what}-dev`;
  const metricAlarms = standing.metricAlarms.map((alarm) =>
    alarm.AlarmName === name ? { ...alarm, ...changes } : alarm,
  );
  expect(metricAlarms).not.toEqual(standing.metricAlarms);
  return { ...standing, metricAlarms };
}

async function failuresOf(standing: StandingAlarms, inputs?: AlarmInputs): Promise<string> {
  const assertions = await assertionsFor(standing, inputs);
  return assertions
    .filter(({ ok }) => !ok)
    .flatMap(({ title, detail }) => [title, detail])
    .join('\n');
}

describe('an alarm that is made wrongly', () => {
  const lag = 'replication-lag';

  it.each<[string, string, Partial<MetricAlarm>, string]>([
    [
      'seconds for milliseconds',
      lag,
      { Threshold: 900 },
      'healthcare-replication-lag-dev: on storage is 14 min behind it is ALARM (3 of 3 datapoints [840000, 840000, 840000] are greater than 900',
    ],
    [
      'milliseconds for seconds',
      'data-latency',
      { Threshold: 900_000 },
      'healthcare-data-latency-dev: on objects arrive 16 min late it is OK',
    ],
    [
      'milliseconds for seconds in a percentile',
      'latency',
      { Threshold: 2_000 },
      'healthcare-latency-dev: on answers after 2100 ms it is OK',
    ],
    ['MiB for bytes', 'data-pending-bytes', { Threshold: 10_240 }, 'on 10240 MiB wait it is ALARM'],
    ['a minute for a second', 'database-deadlocks-1', { Threshold: 1 }, 'on 2 deadlocks a minute it is OK'],
    [
      'the wrong comparison',
      lag,
      { ComparisonOperator: 'LessThanThreshold' },
      'on storage is 14 min behind it is ALARM',
    ],
    [
      'at least for more than',
      'service-errors',
      { ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
      'healthcare-service-errors-dev: on 10 errors a minute it is ALARM',
    ],
    [
      'a renamed cluster',
      lag,
      { Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'renamed' }] },
      'healthcare-replication-lag-dev: it sees nothing of what it is for: it reads AWS/RDS AuroraGlobalDBReplicationLag {DBClusterIdentifier=renamed}; published is AWS/RDS AuroraGlobalDBReplicationLag {DBClusterIdentifier=healthcare-aurora-dev} in Milliseconds',
    ],
    [
      'a dimension too many',
      'balancer-errors',
      {
        Dimensions: [
          { Name: 'LoadBalancer', Value: DR.loadBalancer.loadBalancer },
          { Name: 'TargetGroup', Value: DR.loadBalancer.targetGroup },
        ],
      },
      'healthcare-balancer-errors-dev: it sees nothing of what it is for',
    ],
    [
      'the replication of the other way',
      'data-failed',
      {
        Dimensions: alarmsOf('dev', 'dr').metricAlarms.find(
          ({ MetricName }) => MetricName === 'ReplicationLatency',
        )?.Dimensions,
      },
      'healthcare-data-failed-dev: it sees nothing of what it is for',
    ],
    [
      'another metric, of which as much is published',
      lag,
      { MetricName: 'AuroraGlobalDBRPOLag' },
      'it sees nothing of what it is for: it reads AWS/RDS AuroraGlobalDBRPOLag',
    ],
    [
      'another unit',
      lag,
      { Unit: 'Seconds' },
      'healthcare-replication-lag-dev: it sees nothing of what it is for',
    ],
    [
      'more patience',
      'database-cpu-1',
      { EvaluationPeriods: 6 },
      'on 81 % of CPU it goes off after 6 min, not 5',
    ],
    [
      'less patience',
      'database-cpu-1',
      { DatapointsToAlarm: 1 },
      'on 81 % of CPU it goes off after 1 min, not 5',
    ],
    [
      'more patience with silence',
      'controller-silent',
      { EvaluationPeriods: 4 },
      'on no heartbeat it goes off after 6 min, not 5',
    ],
    [
      'silence taken for health',
      'controller-silent',
      { TreatMissingData: 'notBreaching' },
      'on silence it is OK',
    ],
    ['silence taken for a breach', lag, { TreatMissingData: 'breaching' }, 'on silence it is ALARM'],
    [
      'silence that ends a failure',
      'data-failed',
      { TreatMissingData: 'notBreaching' },
      'on silence it is OK',
    ],
    ['no metric', lag, { Statistic: undefined }, 'healthcare-replication-lag-dev: m1 names no namespace'],
    ['a task that may be missing', 'service-tasks', { Threshold: 1 }, 'on 1 of 2 tasks run it is OK'],
    ['no threshold', lag, { Threshold: undefined }, 'healthcare-replication-lag-dev: it has no threshold'],
  ])('fails by its name: %s', async (_what, alarm, changes, message) => {
    const failures = await failuresOf(changed(alarm, changes));
    expect(failures).toContain(message);
    expect(failures).toContain(`healthcare-${alarm}-dev: `);
  });

  it('is the only one that fails', async () => {
    const assertions = await assertionsFor(changed(lag, { Threshold: 900 }));
    expect(assertions.filter(({ ok }) => !ok).map(({ title }) => title)).toEqual([
      'In eu-west-1 2 alarms on the replication lag go off on what they are for, and on nothing less',
    ]);
  });

  it('is told apart from one that reads a metric that some other alarm is for', async () => {
    const inputs = inputsOf(DR);
    const [first, second, ...rest] = inputs.alarms;
    const twice = [first, { ...second, publishes: first?.publishes }, ...rest] as AlarmInputs['alarms'];
    expect(await failuresOf(alarmsOf('dev', 'dr'), { ...inputs, alarms: twice })).toContain(
      'healthcare-rpo-lag-dev: is given AuroraGlobalDBReplicationLag, which healthcare-replication-lag-dev is given too',
    );
  });
});

describe('an alarm that is not there, or that nobody knows', () => {
  const standing = alarmsOf('dev', 'dr');

  it('fails by its name if it is missing', async () => {
    const metricAlarms = standing.metricAlarms.filter(
      ({ AlarmName }) => AlarmName !== 'healthcare-replication-lag-dev',
    );
    expect(await failuresOf({ ...standing, metricAlarms })).toContain(
      'there is no alarm healthcare-replication-lag-dev',
    );
  });

  it('fails by its name if it is new', async () => {
    const metricAlarms = [
      ...standing.metricAlarms,
      { ...standing.metricAlarms[0], AlarmName: 'healthcare-new-dev' },
    ];
    expect(await failuresOf({ ...standing, metricAlarms })).toContain(
      'nothing says what should set off the alarm healthcare-new-dev',
    );
  });

  it('fails for a composite alarm and for a metric filter too', async () => {
    const failures = await failuresOf({ ...standing, compositeAlarms: [], metricFilters: [] });
    expect(failures).toContain('there is no composite alarm healthcare-dr-not-ready-dev');
    expect(failures).toContain('there is no metric filter healthcare-audit-root-use-dev');
    expect(failures).toContain(
      'healthcare-audit-root-use-dev: there is no metric filter healthcare-audit-root-use-dev',
    );
  });
});

describe('a metric filter that is made wrongly', () => {
  const withFilter = (changes: object): StandingAlarms => {
    const standing = alarmsOf('dev', 'dr');
    const name = 'healthcare-audit-key-disabling-dev';
    const metricFilters = standing.metricFilters.map((filter) =>
      filter.filterName === name ? { ...filter, ...changes } : filter,
    );
    return { ...standing, metricFilters };
  };

  it.each<[string, object, string]>([
    [
      'a misspelled event',
      { filterPattern: '{ $.eventName = DisableKeys }' },
      'key-disabling-dev: does not count {',
    ],
    ['any service', { filterPattern: '{ $.eventName = *Key* }' }, 'key-disabling-dev: counts {'],
    [
      'an event that no record tries',
      {
        filterPattern:
          '{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion) || ($.eventName = PutKeyPolicy)) }',
      },
      'key-disabling-dev: is given no record of $.eventName = PutKeyPolicy',
    ],
    ['another kind of pattern', { filterPattern: 'DisableKey' }, 'only patterns over JSON are known here'],
    [
      'a metric that no alarm reads',
      {
        metricTransformations: [
          { metricNamespace: 'HealthcareDr/Audit', metricName: 'other', metricValue: '1' },
        ],
      },
      'key-disabling-dev: it sees nothing of what it is for',
    ],
    [
      'a value that is no count',
      { metricTransformations: [{ metricNamespace: 'n', metricName: 'm', metricValue: '$.size' }] },
      'its metric filter counts a record as $.size',
    ],
  ])('fails by its name: %s', async (_what, changes, message) => {
    expect(await failuresOf(withFilter(changes))).toContain(message);
  });
});

describe('a composite alarm that is made wrongly', () => {
  const name = 'healthcare-dr-not-ready-dev';
  const rule = alarmsOf('dev', 'dr').compositeAlarms[0]?.AlarmRule ?? '';
  const withRule = (AlarmRule: string): StandingAlarms => ({
    ...alarmsOf('dev', 'dr'),
    compositeAlarms: [{ AlarmName: name, AlarmRule }],
  });

  it.each([
    [
      'a reason less',
      rule.replace('ALARM("healthcare-controller-errors-dev") OR ', ''),
      `${name}: is OK, not ALARM, while healthcare-controller-errors-dev is ALARM`,
    ],
    [
      'a state in which alarms begin',
      `${rule} OR INSUFFICIENT_DATA("healthcare-replication-lag-dev")`,
      `${name}: is ALARM, not OK, while healthcare-replication-lag-dev is INSUFFICIENT_DATA`,
    ],
    [
      'a reason more',
      `${rule} OR ALARM("healthcare-latency-dev")`,
      `${name}: is ALARM, not OK, while healthcare-latency-dev is ALARM`,
    ],
    ['all for any', rule.replaceAll(' OR ', ' AND '), `${name}: is OK, not ALARM, while`],
    ['always', `${rule} OR TRUE`, `${name}: is in ALARM while all is well`],
    [
      'an alarm that is not there',
      `${rule} OR ALARM("healthcare-renamed-dev")`,
      'The rule looks at healthcare-renamed-dev',
    ],
  ])('fails by its name: %s', async (_what, changedRule, message) => {
    expect(await failuresOf(withRule(changedRule))).toContain(message);
  });
});

describe('what the alarms of dev are for, in the words of what they watch', () => {
  const words = new Map(
    inputsOf(DR).alarms.map(({ alarmName, goesOff, minutes, staysQuiet, silence }) => [
      alarmName,
      [goesOff.says, goesOff.values, minutes, staysQuiet.says, staysQuiet.values, silence],
    ]),
  );

  it.each<[string, unknown[]]>([
    // 15 minutes, the recovery point objective, are 900,000 ms.
    [
      'replication-lag',
      ['storage is 16 min behind', [960_000], 3, 'storage is 14 min behind', [840_000], 'INSUFFICIENT_DATA'],
    ],
    [
      'rpo-lag',
      [
        'transactions are 16 min behind',
        [960_000],
        3,
        'transactions are 14 min behind',
        [840_000],
        'INSUFFICIENT_DATA',
      ],
    ],
    ['database-cpu-1', ['81 % of CPU', [81], 5, '79 % of CPU', [79], 'INSUFFICIENT_DATA']],
    [
      'database-connections-1',
      ['380 connections at 2 ACU', [380], 5, '260 connections at 2 ACU', [260], 'INSUFFICIENT_DATA'],
    ],
    [
      'database-memory-1',
      [
        '369 MiB free of 2 ACU',
        [386_924_544],
        5,
        '451 MiB free of 2 ACU',
        [472_907_776],
        'INSUFFICIENT_DATA',
      ],
    ],
    ['data-latency', ['objects arrive 16 min late', [960], 15, 'objects arrive 14 min late', [840], 'kept']],
    ['latency', ['answers after 2100 ms', [2.1], 3, 'answers after 1900 ms', [1.9], 'OK']],
    ['controller-silent', ['no heartbeat', 'silence', 5, 'a heartbeat a minute', [1], 'INSUFFICIENT_DATA']],
    ['audit-failed-sign-ins', ['4 in five minutes', [4], 5, '3 in five minutes', [3], 'OK']],
  ])('%s', (what, expected) => {
    expect(words.get(`healthcare-${what}-dev`)).toEqual(expected);
  });
});
