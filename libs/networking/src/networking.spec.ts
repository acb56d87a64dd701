import { networkingContract } from '@healthcare-dr/networking/contract';
import { expectResource } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { dev, nameOf, networkingStack, prod } from './__fixtures__/stacks';

/** Types of this tier that take no tags. */
const UNTAGGED = [
  'aws_iam_role_policy_attachment',
  'aws_route',
  'aws_route_table_association',
  'aws_ssm_parameter',
];

describe.each(ROLES)('the networking tier in the %s Region', (role) => {
  const stack = networkingStack(dev, role);

  it('publishes every key of its contract', () => {
    const published = Object.fromEntries(
      stack.resources('aws_ssm_parameter').map(({ attributes }) => [attributes['name'], attributes['type']]),
    );
    expect(published).toEqual({
      '/healthcare-dr/dev/networking/vpc-id': 'String',
      '/healthcare-dr/dev/networking/public-subnet-ids': 'StringList',
      '/healthcare-dr/dev/networking/private-subnet-ids': 'StringList',
      '/healthcare-dr/dev/networking/isolated-subnet-ids': 'StringList',
      '/healthcare-dr/dev/networking/alb-security-group-id': 'String',
      '/healthcare-dr/dev/networking/service-security-group-id': 'String',
      '/healthcare-dr/dev/networking/database-security-group-id': 'String',
      '/healthcare-dr/dev/networking/endpoints-security-group-id': 'String',
      '/healthcare-dr/dev/networking/controller-security-group-id': 'String',
      '/healthcare-dr/dev/networking/nat-public-ip': 'String',
    });
    expect(Object.keys(published)).toHaveLength(Object.keys(networkingContract.keys).length);
  });

  it('lists subnets in the order of the zones', () => {
    const parameter = expectResource(stack, 'aws_ssm_parameter', {
      name: '/healthcare-dr/dev/networking/isolated-subnet-ids',
    });
    expect(parameter.attributes['insecure_value']).toMatch(
      /join\(",".*isolated-a_\w+\.id.*isolated-b_\w+\.id/,
    );
  });

  it('puts the suffix at the end of every Name', () => {
    const taggable = stack.allResources.filter(({ type }) => !UNTAGGED.includes(type));
    expect(taggable.length).toBeGreaterThan(40);
    for (const block of taggable) expect(nameOf(block)).toMatch(/^healthcare-[a-z0-9-]+-dev$/);
  });

  it('knows nothing of the other Region', () => {
    const other = role === 'primary' ? dev.dr : dev.primary;
    expect([other.region, other.vpcCidr].filter((trace) => stack.text.includes(trace))).toEqual([]);
  });
});

describe('the two sides', () => {
  it.each([
    ['dev', dev],
    ['prod', prod],
  ])('hold the same resources in %s', (_, environment) => {
    const [primary, dr] = ROLES.map((role) =>
      networkingStack(environment, role).allResources.map(({ address }) => address),
    );
    expect(dr).toEqual(primary);
  });

  it('are not joined', () => {
    const types = new Set(networkingStack(prod).allResources.map(({ type }) => type));
    expect([...types].filter((type) => /peering|transit_gateway|vpn/.test(type))).toEqual([]);
  });
});
