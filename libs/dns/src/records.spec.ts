import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { expectResource } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { dev, dnsStack, LOAD_BALANCERS, reference, withDns } from './__fixtures__/stacks';

const stack = dnsStack('primary');
const checkId = (expected: Readonly<Record<string, unknown>>) =>
  reference(expectResource(stack, Route53HealthCheck, expected), 'id');

it.each([
  ['PRIMARY', 'primary', checkId({ type: 'CALCULATED', tags: { Name: 'healthcare-primary-serves-dev' } })],
  ['SECONDARY', 'dr', checkId({ type: 'CALCULATED', tags: { Name: 'healthcare-dr-serves-dev' } })],
] as const)('the %s record leads to %s, by its check and the health of its target', (type, role, id) => {
  const { dnsName, zoneId } = LOAD_BALANCERS[role];
  const { attributes } = expectResource(stack, Route53Record, {
    name: 'app.dev.healthcare.example',
    type: 'A',
    set_identifier: `dev-${role}`,
    failover_routing_policy: { type },
    health_check_id: id,
    alias: { name: dnsName, zone_id: zoneId, evaluate_target_health: true },
    timeouts: { create: '15m', update: '15m', delete: '15m' },
  });
  expect(attributes).not.toHaveProperty('ttl');
});

it.each(ROLES)('the name of the %s Region leads to its load balancer, well or not', (role) => {
  const { dnsName, zoneId } = LOAD_BALANCERS[role];
  const { attributes } = expectResource(stack, Route53Record, {
    name: `${dev[role].region}.app.dev.healthcare.example`,
    type: 'A',
    alias: { name: dnsName, zone_id: zoneId, evaluate_target_health: false },
  });
  expect(attributes).not.toHaveProperty('health_check_id');
  expect(attributes).not.toHaveProperty('failover_routing_policy');
});

it('there are no others but the witnesses, and no routing but failover', () => {
  const records = stack.resources(Route53Record);
  expect(records.filter(({ attributes }) => attributes['type'] === 'A')).toHaveLength(4);
  expect(records).toHaveLength(8);
  const policies = records.flatMap(({ attributes }) =>
    Object.keys(attributes).filter((key) => key.endsWith('_routing_policy')),
  );
  expect(new Set(policies)).toEqual(new Set(['failover_routing_policy']));
});

it('environments that share a zone share no record', () => {
  const names = ['dev', 'pr7'].flatMap((suffix) =>
    dnsStack('primary', fixtureEnvironment(suffix))
      .resources(Route53Record)
      .map(({ attributes }) => `${String(attributes['name'])} ${String(attributes['set_identifier'])}`),
  );
  expect(new Set(names).size).toBe(16);
});

it('the label is configured', () => {
  expectResource(dnsStack('primary', withDns(dev, { recordLabel: 'records' })), Route53Record, {
    name: 'records.dev.healthcare.example',
    failover_routing_policy: { type: 'PRIMARY' },
  });
});
