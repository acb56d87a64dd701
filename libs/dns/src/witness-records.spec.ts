import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { expectResource } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { dev, dnsStack, reference } from './__fixtures__/stacks';

const stack = dnsStack('primary');

describe.each(ROLES)('the witness of the %s Region', (role) => {
  const { region } = dev[role];
  const name = `witness-${region}.app.dev.healthcare.example`;
  const record = (type: 'PRIMARY' | 'SECONDARY') =>
    expectResource(stack, Route53Record, { name, type: 'TXT', failover_routing_policy: { type } }).attributes;

  it('says "healthy" by the check of the endpoint alone, on which no controller has a say', () => {
    const endpoint = expectResource(stack, Route53HealthCheck, {
      fqdn: `${region}.app.dev.healthcare.example`,
    });
    expect(record('PRIMARY')).toMatchObject({
      records: [`witness=${role};health=healthy`],
      health_check_id: reference(endpoint, 'id'),
    });
  });

  it('says "unhealthy" otherwise, without a check of its own', () => {
    expect(record('SECONDARY')).toMatchObject({ records: [`witness=${role};health=unhealthy`] });
    expect(record('SECONDARY')).not.toHaveProperty('health_check_id');
  });

  it.each(['PRIMARY', 'SECONDARY'] as const)(
    'is kept by no resolver for longer than ten seconds: %s',
    (type) => {
      expect(record(type)['ttl']).toBeLessThanOrEqual(10);
    },
  );
});
