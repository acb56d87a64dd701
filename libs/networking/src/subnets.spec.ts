import { defineStack } from '@healthcare-dr/platform';
import { synthesizeStack, type SynthesizedStack } from '@healthcare-dr/testing';
import { planSubnets, ROLES } from '@healthcare-dr/topology';
import { dev, named, nameOf, networkingStack, prod, reference } from './__fixtures__/stacks';
import { Subnets } from './subnets';
import { Vpc } from './vpc';

const addressPlan = (stack: SynthesizedStack) =>
  Object.fromEntries(
    stack
      .resources('aws_subnet')
      .map((subnet) => [
        nameOf(subnet),
        `${String(subnet.attributes['cidr_block'])} ${String(subnet.attributes['availability_zone'])}`,
      ]),
  );

describe.each(ROLES)('the subnets of the %s Region', (role) => {
  const stack = networkingStack(dev, role);
  const table = (kind: string) =>
    reference(named(stack, 'aws_route_table', `healthcare-${kind}-routes-dev`), 'id');

  it('leave by one NAT gateway, in the first public subnet, with one address', () => {
    expect(stack.resources('aws_nat_gateway')).toHaveLength(1);
    expect(stack.resources('aws_eip')).toHaveLength(1);
    const [nat] = stack.resources('aws_nat_gateway');
    const [address] = stack.resources('aws_eip');
    const [internetGateway] = stack.resources('aws_internet_gateway');
    expect(nat?.attributes).toMatchObject({
      subnet_id: reference(named(stack, 'aws_subnet', 'healthcare-public-a-dev'), 'id'),
      allocation_id: reference(address, 'allocation_id'),
      connectivity_type: 'public',
      depends_on: [internetGateway?.address],
    });
    expect(address?.attributes).toMatchObject({ domain: 'vpc', depends_on: [internetGateway?.address] });
  });

  it('have exactly two default routes: public to the internet, private to the NAT gateway', () => {
    const routes = stack
      .resources('aws_route')
      .map(({ attributes }) => ({ ...attributes, timeouts: undefined }));
    expect(routes).toHaveLength(2);
    expect(routes).toEqual(
      expect.arrayContaining([
        {
          route_table_id: table('public'),
          destination_cidr_block: '0.0.0.0/0',
          gateway_id: reference(stack.resources('aws_internet_gateway')[0], 'id'),
        },
        {
          route_table_id: table('private'),
          destination_cidr_block: '0.0.0.0/0',
          nat_gateway_id: reference(stack.resources('aws_nat_gateway')[0], 'id'),
        },
      ]),
    );
  });

  it('keep isolated ones isolated: nothing but subnets refers to their table', () => {
    const isolated = table('isolated');
    const users = stack.allResources.filter(({ attributes }) =>
      JSON.stringify(attributes).includes(isolated),
    );
    expect(users.map(({ type }) => type)).toEqual([
      'aws_route_table_association',
      'aws_route_table_association',
    ]);
  });

  it('each follow the table of their kind', () => {
    const kinds = stack.resources('aws_route_table_association').map(({ attributes }) => {
      const [subnet] = stack
        .resources('aws_subnet')
        .filter((candidate) => reference(candidate, 'id') === attributes['subnet_id'])
        .map(nameOf);
      const [, kind] = String(subnet).split('-');
      expect(attributes['route_table_id']).toBe(table(String(kind)));
      return kind;
    });
    expect(kinds.toSorted()).toEqual(['isolated', 'isolated', 'private', 'private', 'public', 'public']);
  });

  it('give no machine a public address by themselves', () => {
    const flags = stack
      .resources('aws_subnet')
      .map(({ attributes }) => attributes['map_public_ip_on_launch']);
    expect(new Set(flags)).toEqual(new Set([false]));
  });

  it('own up to the one route to the internet', () => {
    const excused = stack
      .resources('aws_route')
      .flatMap(({ attributes, suppressions }) =>
        suppressions.map(({ check }) => [check, attributes['route_table_id']]),
      );
    expect(excused).toEqual([['vpc-no-unrestricted-igw-route', table('public')]]);
  });
});

describe('the address plan', () => {
  it('covers two zones', () => {
    expect(addressPlan(networkingStack(dev, 'primary'))).toEqual({
      'healthcare-public-a-dev': '10.0.1.0/24 eu-west-2a',
      'healthcare-public-b-dev': '10.0.2.0/24 eu-west-2b',
      'healthcare-private-a-dev': '10.0.11.0/24 eu-west-2a',
      'healthcare-private-b-dev': '10.0.12.0/24 eu-west-2b',
      'healthcare-isolated-a-dev': '10.0.21.0/24 eu-west-2a',
      'healthcare-isolated-b-dev': '10.0.22.0/24 eu-west-2b',
    });
  });

  it('covers three zones, and another block in dr', () => {
    expect(addressPlan(networkingStack(prod, 'dr'))).toEqual({
      'healthcare-public-a-prod': '10.1.1.0/24 eu-west-1a',
      'healthcare-public-b-prod': '10.1.2.0/24 eu-west-1b',
      'healthcare-public-c-prod': '10.1.3.0/24 eu-west-1c',
      'healthcare-private-a-prod': '10.1.11.0/24 eu-west-1a',
      'healthcare-private-b-prod': '10.1.12.0/24 eu-west-1b',
      'healthcare-private-c-prod': '10.1.13.0/24 eu-west-1c',
      'healthcare-isolated-a-prod': '10.1.21.0/24 eu-west-1a',
      'healthcare-isolated-b-prod': '10.1.22.0/24 eu-west-1b',
      'healthcare-isolated-c-prod': '10.1.23.0/24 eu-west-1c',
    });
  });

  it('cannot be without a public subnet', () => {
    const definition = defineStack({
      role: 'primary',
      tier: 'networking',
      build: (stack) => {
        const { vpcId, internetGateway } = new Vpc(stack, 'vpc', {
          cidrBlock: '10.0.0.0/16',
          interfaceEndpoints: { enabled: true },
        });
        const plan = planSubnets('10.0.0.0/16', 'eu-west-2', ['eu-west-2a']).filter(
          ({ kind }) => kind !== 'public',
        );
        new Subnets(stack, 'subnets', { vpcId, internetGateway, plan });
      },
    });
    expect(() => synthesizeStack(definition, dev)).toThrow(
      /\[primary-networking\/subnets\] The address plan has no public subnet\.[^]*planSubnets/,
    );
  });
});
