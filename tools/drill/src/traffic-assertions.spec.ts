import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { checkIn, recordIn, soundTraffic } from './__fixtures__/traffic';
import { trafficAssertions } from './traffic-assertions';
import type { TrafficFacts } from './traffic-facts';

const dev = fixtureEnvironment('dev');
const failuresOf = (facts: TrafficFacts) =>
  trafficAssertions(facts, dev)
    .filter(({ ok }) => !ok)
    .map(({ title }) => title);

it('everything holds of DNS as the stacks make it, and each assertion says why', () => {
  const assertions = trafficAssertions(soundTraffic(), dev);
  expect(assertions.filter(({ ok }) => !ok)).toEqual([]);
  expect(assertions.length).toBeGreaterThan(20);
  expect(assertions.filter(({ detail }) => detail.length < 20)).toEqual([]);
  expect(new Set(assertions.map(({ title }) => title)).size).toBe(assertions.length);
});

/** One thing broken, and an assertion that must fail for it. */
const BROKEN: readonly [string, (facts: TrafficFacts) => void, string][] = [
  [
    'a control check that is not inverted',
    (facts) => Object.assign(checkIn(facts, 'control').HealthCheckConfig, { Inverted: false }),
    'A failover is engaged and the primary is back: dr still serves',
  ],
  [
    'no control check on PRIMARY',
    (facts) =>
      Object.assign(checkIn(facts, 'primary').HealthCheckConfig, {
        ChildHealthChecks: ['endpoint-primary'],
        HealthThreshold: 1,
      }),
    'A failover is engaged and the primary is back: dr still serves',
  ],
  [
    'no endpoint check on PRIMARY',
    (facts) =>
      Object.assign(checkIn(facts, 'primary').HealthCheckConfig, {
        ChildHealthChecks: ['control'],
        HealthThreshold: 1,
      }),
    'The primary answers nobody although its targets are healthy: dr serves',
  ],
  [
    'a calculated check that one child satisfies',
    (facts) => Object.assign(checkIn(facts, 'primary').HealthCheckConfig, { HealthThreshold: 1 }),
    'A failover is engaged and the primary is back: dr still serves',
  ],
  [
    'a calculated check with threshold 0',
    (facts) => Object.assign(checkIn(facts, 'primary').HealthCheckConfig, { HealthThreshold: 0 }),
    'The primary answers nobody although its targets are healthy: dr serves',
  ],
  [
    'a calculated check that wants more children than it has',
    (facts) => Object.assign(checkIn(facts, 'primary').HealthCheckConfig, { HealthThreshold: 3 }),
    'All well: the primary serves',
  ],
  [
    'a child that does not exist',
    (facts) =>
      Object.assign(checkIn(facts, 'primary').HealthCheckConfig, { ChildHealthChecks: ['gone', 'control'] }),
    'All well: the primary serves',
  ],
  [
    'PRIMARY without a health check',
    (facts) => delete recordIn(facts, 'PRIMARY').record.HealthCheckId,
    'A failover is engaged and the primary is back: dr still serves',
  ],
  [
    'PRIMARY that does not evaluate its target',
    (facts) => (recordIn(facts, 'PRIMARY').alias.EvaluateTargetHealth = false),
    'The primary has no healthy target although something answers: dr serves',
  ],
  [
    'SECONDARY that does not evaluate its target',
    (facts) => (recordIn(facts, 'SECONDARY').alias.EvaluateTargetHealth = false),
    'dr has no target while a failover is engaged: the primary serves, not nobody',
  ],
  [
    'SECONDARY without a health check',
    (facts) => delete recordIn(facts, 'SECONDARY').record.HealthCheckId,
    'dr answers nobody while a failover is engaged: the primary serves, not nobody',
  ],
  [
    'the lag check on PRIMARY',
    (facts) =>
      Object.assign(checkIn(facts, 'primary').HealthCheckConfig, {
        ChildHealthChecks: ['endpoint-primary', 'control', 'lag'],
        HealthThreshold: 3,
      }),
    'The standby lags: the primary serves',
  ],
  [
    'the lag check on SECONDARY',
    (facts) => (recordIn(facts, 'SECONDARY').record.HealthCheckId = 'lag'),
    'The standby lagged when it was promoted and publishes no lag since: dr serves',
  ],
  [
    'records that are swapped',
    (facts) => {
      const [primary, secondary] = [recordIn(facts, 'PRIMARY').alias, recordIn(facts, 'SECONDARY').alias];
      [primary.DNSName, secondary.DNSName] = [secondary.DNSName, primary.DNSName];
    },
    'All well: the primary serves',
  ],
  [
    'an endpoint check of the service’s own name',
    (facts) =>
      Object.assign(checkIn(facts, 'endpoint-primary').HealthCheckConfig, {
        FullyQualifiedDomainName: 'app.dev.healthcare.example',
      }),
    'All well: the primary serves',
  ],
  [
    'an endpoint check of dr on PRIMARY',
    (facts) =>
      Object.assign(checkIn(facts, 'endpoint-primary').HealthCheckConfig, {
        FullyQualifiedDomainName: 'eu-west-1.app.dev.healthcare.example',
      }),
    'The primary answers nobody although its targets are healthy: dr serves',
  ],
  [
    'an endpoint check of a path that is not the service’s',
    (facts) => Object.assign(checkIn(facts, 'endpoint-primary').HealthCheckConfig, { ResourcePath: '/old' }),
    'All well: the primary serves',
  ],
  [
    'a disabled control check',
    (facts) =>
      Object.assign(checkIn(facts, 'control').HealthCheckConfig, { Disabled: true, Inverted: false }),
    'A failover is engaged and the primary is back: dr still serves',
  ],
  [
    'a control check that takes silence for health',
    (facts) =>
      Object.assign(checkIn(facts, 'control').HealthCheckConfig, {
        InsufficientDataHealthStatus: 'Unhealthy',
      }),
    'The controller falls silent while engaged: dr still serves',
  ],
  [
    'a control check that takes silence for a failover',
    (facts) =>
      Object.assign(checkIn(facts, 'control').HealthCheckConfig, { InsufficientDataHealthStatus: 'Healthy' }),
    'The controller falls silent while all is well: the primary still serves',
  ],
  [
    'a home control check that takes silence for a hold',
    (facts) =>
      Object.assign(checkIn(facts, 'home-control').HealthCheckConfig, {
        InsufficientDataHealthStatus: 'Unhealthy',
      }),
    'The primary is lost after it held traffic at home: dr serves',
  ],
  [
    'a home control check that is disabled',
    (facts) => Object.assign(checkIn(facts, 'home-control').HealthCheckConfig, { Disabled: true }),
    'dr was lost as the writer, the primary was promoted, and dr answers again: the primary serves',
  ],
  [
    'a witness that carries the calculated check',
    (facts) => {
      const witness = facts.configuration.recordSets.find(
        ({ Type, HealthCheckId }) => Type === 'TXT' && HealthCheckId === 'endpoint-primary',
      );
      Object.assign(witness ?? {}, { HealthCheckId: 'primary' });
    },
    'The witness of primary says what the checkers find of it, and nothing else',
  ],
  [
    'a check of an endpoint that is inverted',
    (facts) => Object.assign(checkIn(facts, 'endpoint-dr').HealthCheckConfig, { Inverted: true }),
    'The witness of dr says what the checkers find of it, and nothing else',
  ],
  [
    'a control alarm in the primary Region',
    (facts) =>
      Object.assign(checkIn(facts, 'control').HealthCheckConfig, {
        AlarmIdentifier: { Region: 'eu-west-2', Name: 'healthcare-traffic-not-engaged-dev' },
      }),
    'A failover is engaged and the primary is back: dr still serves',
  ],
  [
    'a control alarm of another environment',
    (facts) =>
      Object.assign(checkIn(facts, 'control').CloudWatchAlarmConfiguration ?? {}, {
        Dimensions: [{ Name: 'Environment', Value: 'prod' }],
      }),
    'All well: the primary serves',
  ],
  [
    'a control alarm that compares the other way',
    (facts) =>
      Object.assign(checkIn(facts, 'control').CloudWatchAlarmConfiguration ?? {}, {
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      }),
    'Failback: the primary serves again',
  ],
  [
    'an alarm that was edited after its check was made',
    (facts) => Object.assign(facts.alarms.get('control') ?? {}, { EvaluationPeriods: 5 }),
    'The health check of healthcare-traffic-not-engaged-dev follows the alarm as it stands in eu-west-1',
  ],
  [
    'an alarm that is gone',
    (facts) => (facts.alarms as Map<string, undefined>).set('lag', undefined),
    'The health check of healthcare-replication-lag-dev follows the alarm as it stands in eu-west-1',
  ],
  [
    'an alarm of M out of N',
    (facts) => Object.assign(facts.alarms.get('lag') ?? {}, { DatapointsToAlarm: 2 }),
    'The health check of healthcare-replication-lag-dev follows the alarm as it stands in eu-west-1',
  ],
  [
    'an alarm on a percentile',
    (facts) => Object.assign(facts.alarms.get('lag') ?? {}, { ExtendedStatistic: 'p99' }),
    'The health check of healthcare-replication-lag-dev follows the alarm as it stands in eu-west-1',
  ],
  [
    'an alarm of high resolution',
    (facts) => Object.assign(facts.alarms.get('lag') ?? {}, { Period: 10 }),
    'The health check of healthcare-replication-lag-dev follows the alarm as it stands in eu-west-1',
  ],
  [
    'a lag bound in minutes',
    (facts) => Object.assign(checkIn(facts, 'lag').CloudWatchAlarmConfiguration ?? {}, { Threshold: 15 }),
    'Dr counts as ready up to a lag of 900000 ms, and not beyond or when it is not known',
  ],
  [
    'a readiness check that takes an unknown lag for none',
    (facts) =>
      Object.assign(checkIn(facts, 'lag').HealthCheckConfig, { InsufficientDataHealthStatus: 'Healthy' }),
    'Dr counts as ready up to a lag of 900000 ms, and not beyond or when it is not known',
  ],
  [
    'no readiness check',
    (facts) =>
      Object.assign(checkIn(facts, 'lag').HealthCheckConfig, { AlarmIdentifier: undefined, Type: 'HTTPS' }),
    'Dr counts as ready up to a lag of 900000 ms, and not beyond or when it is not known',
  ],
  [
    'a Region’s name that leads to the other Region',
    ({ configuration: { recordSets } }) => {
      const [dr, primary] = recordSets.filter(({ Name }) => Name?.startsWith('eu-west'));
      Object.assign(dr ?? {}, { AliasTarget: primary?.AliasTarget });
    },
    'eu-west-1.app.dev.healthcare.example leads to dr, well or not',
  ],
];

it.each(BROKEN)('is found: %s', (_what, breakIt, title) => {
  const facts = soundTraffic();
  breakIt(facts);
  expect(failuresOf(facts)).toContain(title);
});

it('an error of the program is not taken for a finding', () => {
  const facts = { ...soundTraffic(), loadBalancers: undefined } as unknown as TrafficFacts;
  expect(() => trafficAssertions(facts, dev)).toThrow(TypeError);
});
