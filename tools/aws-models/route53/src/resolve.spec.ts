import type { HealthCheck, ResourceRecordSet } from '@aws-sdk/client-route-53';
import fc from 'fast-check';
import { alias, check, DR_ALB, PRIMARY_ALB, world } from './__fixtures__/world';
import { resolve } from './resolve';
import type { DataPlaneInputs } from './world';

const checkOf = (id: string, healthy: boolean) => check(id, { Disabled: true, Inverted: !healthy });
const answerTo = (
  recordSets: readonly ResourceRecordSet[],
  healthChecks: readonly HealthCheck[] = [],
  state: DataPlaneInputs = world(),
) => resolve({ name: 'app.example.com' }, { recordSets, healthChecks }, state);

const PAIR = [alias('PRIMARY', PRIMARY_ALB), alias('SECONDARY', DR_ALB)];

describe('failover records', () => {
  it.each([
    [true, true, PRIMARY_ALB],
    [true, false, PRIMARY_ALB],
    [false, true, DR_ALB],
    [false, false, PRIMARY_ALB],
  ])('with PRIMARY healthy %s and SECONDARY healthy %s lead to %s', (primary, secondary, target) => {
    const records = [
      alias('PRIMARY', PRIMARY_ALB, { HealthCheckId: 'p' }),
      alias('SECONDARY', DR_ALB, { HealthCheckId: 's' }),
    ];
    const { targets, reasons } = answerTo(records, [checkOf('p', primary), checkOf('s', secondary)]);
    expect(targets).toEqual([target]);
    expect(reasons).toHaveLength(3);
  });

  it('need both the check and the target', () => {
    const records = [alias('PRIMARY', PRIMARY_ALB, { HealthCheckId: 'p' }), alias('SECONDARY', DR_ALB)];
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (checked, targeted) => {
        const state = world({ primaryTargets: [targeted ? 'healthy' : 'unhealthy'] });
        const { record } = answerTo(records, [checkOf('p', checked)], state);
        expect(record?.Failover).toBe(checked && targeted ? 'PRIMARY' : 'SECONDARY');
      }),
    );
  });

  it('whose target is not evaluated are healthy with an empty target group', () => {
    const AliasTarget = { HostedZoneId: 'Z1', DNSName: DR_ALB, EvaluateTargetHealth: false };
    const records = [
      alias('PRIMARY', PRIMARY_ALB, { HealthCheckId: 'p' }),
      alias('SECONDARY', DR_ALB, { AliasTarget }),
    ];
    const { targets, reasons } = answerTo(records, [checkOf('p', false)], world({ drTargets: [] }));
    expect(targets).toEqual([DR_ALB]);
    expect(reasons.join()).toContain('nothing is asked of it');
  });

  it('always lead somewhere, and to SECONDARY only if it is healthy and PRIMARY is not', () => {
    const state = fc.constantFrom('healthy' as const, 'unhealthy' as const, 'initial' as const);
    const targets = fc.array(state, { maxLength: 3 });
    fc.assert(
      fc.property(targets, targets, (primaryTargets, drTargets) => {
        const { record } = answerTo(PAIR, [], world({ primaryTargets, drTargets }));
        const onlySecondary = !primaryTargets.includes('healthy') && drTargets.includes('healthy');
        expect(record?.Failover).toBe(onlySecondary ? 'SECONDARY' : 'PRIMARY');
      }),
    );
  });

  it('say what decided', () => {
    const { reasons } = answerTo(PAIR, [], world({ primaryTargets: [] }));
    expect(reasons).toEqual([
      'PRIMARY is unhealthy and SECONDARY healthy: SECONDARY is served',
      `app.example.com PRIMARY PRIMARY is unhealthy: ${PRIMARY_ALB}: target group primary is empty`,
      `app.example.com SECONDARY SECONDARY is healthy: ${DR_ALB}: every target group has a healthy target`,
    ]);
  });

  it.each([
    ['PRIMARY alone', [PAIR[0]]],
    ['two of a kind', [PAIR[0], PAIR[0]]],
    ['three', [...PAIR, PAIR[1]]],
    ['a weighted record', [{ ...PAIR[0], Failover: undefined, Weight: 1 }]],
    ['two simple records', [PAIR[0], PAIR[1]].map((record) => ({ ...record, Failover: undefined }))],
  ])('are refused as %s', (_as, records) => {
    expect(() => answerTo(records as ResourceRecordSet[])).toThrow('are not one PRIMARY and one SECONDARY');
  });
});

describe('aliases', () => {
  it('lead to a load balancer whatever the case, with dualstack before it or a dot behind', () => {
    const records = [alias('PRIMARY', `dualstack.${PRIMARY_ALB.toUpperCase()}.`), alias('SECONDARY', DR_ALB)];
    expect(answerTo(records, [], world({ primaryTargets: [] })).targets).toEqual([DR_ALB]);
  });

  it('of records are healthy while one of those is', () => {
    const inner = (Failover: 'PRIMARY' | 'SECONDARY', HealthCheckId: string) =>
      alias(Failover, DR_ALB, { Name: 'inner.example.com', HealthCheckId, AliasTarget: undefined });
    const records = [
      alias('PRIMARY', 'inner.example.com'),
      alias('SECONDARY', DR_ALB),
      inner('PRIMARY', 'x'),
      inner('SECONDARY', 'y'),
    ];
    const served = (x: boolean, y: boolean) =>
      answerTo(records, [checkOf('x', x), checkOf('y', y)]).record?.Failover;
    expect([served(false, true), served(false, false)]).toEqual(['PRIMARY', 'SECONDARY']);
  });

  it('of something unknown are refused', () => {
    expect(() => answerTo([alias('PRIMARY', 'cdn.example.net'), PAIR[1] as ResourceRecordSet])).toThrow(
      'neither a load balancer nor a record',
    );
  });
});

describe('other names', () => {
  const simple: ResourceRecordSet = {
    Name: 'one.example.com.',
    Type: 'A',
    ResourceRecords: [{ Value: '192.0.2.1' }],
  };
  const ask = (name: string, type?: 'AAAA') =>
    resolve(
      { name, ...(type === undefined ? {} : { type }) },
      { recordSets: [simple], healthChecks: [] },
      world(),
    );

  it('with one record are answered with it, well or not', () => {
    expect(ask('ONE.example.com')).toMatchObject({ record: simple, targets: ['192.0.2.1'] });
  });

  it('without one are not', () => {
    const nothing = { record: undefined, targets: [] };
    expect(ask('two.example.com')).toMatchObject(nothing);
    expect(ask('one.example.com', 'AAAA')).toMatchObject(nothing);
  });
});
