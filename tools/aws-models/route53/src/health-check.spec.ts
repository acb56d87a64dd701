import type { HealthCheck } from '@aws-sdk/client-route-53';
import fc from 'fast-check';
import { alias, check, metricCheck, PRIMARY_ALB, world } from './__fixtures__/world';
import { healthCheckStatus, rememberStatuses } from './health-check';
import { UndocumentedError } from './undocumented-error';
import type { Probe, DataPlaneInputs } from './world';

const statusOf = (checks: readonly HealthCheck[], changes: Partial<DataPlaneInputs> = {}, id = 'a') =>
  healthCheckStatus(id, { recordSets: [], healthChecks: checks }, world(changes));

describe('a check of an endpoint', () => {
  it.each([true, false])('follows its answers: %s', (answers) => {
    expect(statusOf([check('a', {})], { answers: () => answers }).healthy).toBe(answers);
  });

  it('asks where the name leads, on its port and path', () => {
    const probes: Probe[] = [];
    const simple = { Name: 'A.example.com.', SetIdentifier: undefined, Failover: undefined };
    const recordSets = [alias('PRIMARY', PRIMARY_ALB, simple)];
    const answers = (probe: Probe) => probes.push(probe) > 0;
    healthCheckStatus(
      'a',
      { recordSets, healthChecks: [check('a', { ResourcePath: 'health' })] },
      world({ answers }),
    );
    expect(probes).toEqual([
      { type: 'HTTPS', host: 'a.example.com', target: PRIMARY_ALB, port: 443, path: '/health' },
    ]);
  });

  it('asks an address as it is, and leaves other zones’ names to themselves', () => {
    const probes: Probe[] = [];
    const answers = (probe: Probe) => probes.push(probe) > 0;
    statusOf([check('a', { Type: 'HTTP', IPAddress: '198.51.100.7' })], { answers });
    statusOf([check('a', { Type: 'TCP', Port: 5432 })], { answers });
    expect(probes).toMatchObject([
      { target: '198.51.100.7', port: 80, path: '/' },
      { target: 'a.example.com', port: 5432, path: '' },
    ]);
  });

  it('is unpredictable if it asks the records that it decides about', () => {
    const healthChecks = [check('a', { FullyQualifiedDomainName: 'app.example.com' })];
    const recordSets = [alias('PRIMARY', PRIMARY_ALB)];
    expect(() => healthCheckStatus('a', { recordSets, healthChecks }, world())).toThrow(
      /"results will be unpredictable"/,
    );
  });

  it.each([
    ['a TCP check without a port', { Type: 'TCP' as const }, /has no port/],
    ['no endpoint', { FullyQualifiedDomainName: undefined }, /neither a domain nor an address/],
    ['another type', { Type: 'RECOVERY_CONTROL' as const }, /RECOVERY_CONTROL, which this model does not/],
  ])('is refused with %s', (_with, config, message) => {
    expect(() => statusOf([check('a', config)])).toThrow(message);
  });
});

describe('any check', () => {
  it('is turned round if it is inverted', () => {
    expect(statusOf([check('a', { Inverted: true })])).toMatchObject({
      healthy: false,
      observed: 'Healthy',
      reason: expect.stringContaining('unhealthy: inverted, and a.example.com'),
    });
    expect(statusOf([check('a', { Inverted: true })], { answers: () => false }).healthy).toBe(true);
  });

  it('is healthy if it is disabled, and unhealthy if it is disabled and inverted', () => {
    const down = { answers: () => false };
    expect(statusOf([check('a', { Disabled: true })], down).healthy).toBe(true);
    expect(statusOf([check('a', { Disabled: true, Inverted: true })], down).healthy).toBe(false);
  });

  it('must exist', () => {
    expect(() => statusOf([])).toThrow(UndocumentedError);
    const parent = check('a', { Type: 'CALCULATED', ChildHealthChecks: ['gone'], HealthThreshold: 1 });
    expect(() => statusOf([parent])).toThrow('The health check gone is used and does not exist.');
  });
});

describe('a calculated check', () => {
  const calculated = (HealthThreshold: number | undefined, children: readonly boolean[]) => [
    check('a', {
      Type: 'CALCULATED',
      HealthThreshold,
      ChildHealthChecks: children.map((_, index) => `child-${index}`),
    }),
    // A disabled check is healthy, and unhealthy if inverted.
    ...children.map((healthy, index) => check(`child-${index}`, { Disabled: true, Inverted: !healthy })),
  ];

  it('is healthy with as many healthy children as it must have', () => {
    const children = fc.array(fc.boolean(), { maxLength: 6 });
    fc.assert(
      fc.property(children, fc.integer({ min: 0, max: 8 }), (healths, threshold) => {
        const healthy = healths.filter(Boolean).length;
        expect(statusOf(calculated(threshold, healths)).healthy).toBe(healthy >= threshold);
      }),
    );
  });

  it('is always healthy at 0, and never beyond the number of its children', () => {
    expect(statusOf(calculated(0, [false, false])).healthy).toBe(true);
    expect(statusOf(calculated(3, [true, true])).healthy).toBe(false);
  });

  it('says what became of each child', () => {
    expect(statusOf(calculated(2, [true, false])).reason).toMatch(
      /1 of 2 children are healthy and 2 must be \[HTTPS child-0 is healthy[^]*HTTPS child-1 is unhealthy/,
    );
  });

  it('has no calculated child and no missing threshold', () => {
    const checks = [
      ...calculated(1, []),
      check('b', { Type: 'CALCULATED', ChildHealthChecks: ['a'], HealthThreshold: 1 }),
    ];
    expect(() => statusOf(checks, {}, 'b')).toThrow('has the calculated check a as its child');
    expect(() => statusOf(calculated(undefined, []))).toThrow('has no threshold');
  });
});

describe('a check of an alarm', () => {
  const silent = { datapoints: () => [] };

  it.each([
    [[0, 0, 0], true],
    [[1, 1, 1], false],
    [[1, 0, 1], true],
  ])('follows the data %j: healthy %s', (data, healthy) => {
    expect(statusOf([metricCheck('a')], { datapoints: () => data }).healthy).toBe(healthy);
  });

  it('asks for the metric of its copy, in the Region of its alarm', () => {
    const datapoints = jest.fn(() => [0]);
    const [followed] = [metricCheck('a')];
    statusOf([followed], { datapoints });
    expect(datapoints).toHaveBeenCalledWith({
      region: 'eu-west-1',
      alarm: followed.CloudWatchAlarmConfiguration,
    });
  });

  it.each([
    ['Healthy', true],
    ['Unhealthy', false],
  ] as const)('takes missing data for %s if it is told to', (InsufficientDataHealthStatus, healthy) => {
    expect(statusOf([metricCheck('a', { InsufficientDataHealthStatus })], silent).healthy).toBe(healthy);
  });

  it.each([
    ['Healthy', true],
    ['Unhealthy', false],
    [undefined, true],
  ] as const)('keeps its last status %s', (known, healthy) => {
    const lastKnown = new Map(known === undefined ? [] : [['a', known]]);
    const config = { InsufficientDataHealthStatus: 'LastKnownStatus' } as const;
    expect(statusOf([metricCheck('a', config)], { ...silent, lastKnown }).healthy).toBe(healthy);
    expect(
      statusOf([metricCheck('a', { ...config, Inverted: true })], { ...silent, lastKnown }).healthy,
    ).toBe(!healthy);
  });

  it('keeps it by default', () => {
    const lastKnown = new Map([['a', 'Unhealthy' as const]]);
    expect(statusOf([metricCheck('a')], { ...silent, lastKnown }).healthy).toBe(false);
  });

  it('needs its copy of the alarm', () => {
    const without = { ...metricCheck('a'), CloudWatchAlarmConfiguration: undefined };
    expect(() => statusOf([without])).toThrow('has no copy of an alarm');
  });
});

describe('what is remembered', () => {
  const configuration = {
    recordSets: [],
    healthChecks: [metricCheck('a', { Inverted: true }), metricCheck('off', { Disabled: true })],
  };

  it('is what was seen, before it was inverted, and nothing of disabled checks', () => {
    const remembered = rememberStatuses(configuration, world({ datapoints: () => [1, 1, 1] }));
    expect([...remembered]).toEqual([['a', 'Unhealthy']]);
  });

  it('is not forgotten when data ends', () => {
    const lastKnown = new Map([['a', 'Unhealthy' as const]]);
    expect(rememberStatuses(configuration, world({ datapoints: () => [], lastKnown }))).toEqual(lastKnown);
  });
});
