import { expectNoResource, expectResource } from '@healthcare-dr/testing';
import { ROLES } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import {
  dev,
  named,
  networkingStack,
  prod,
  reference,
  withoutInterfaceEndpoints,
} from './__fixtures__/stacks';
import { dynamodbEndpointPolicy, interfaceEndpointPolicy, s3EndpointPolicy } from './endpoint-policies';
import { INTERFACE_ENDPOINT_SERVICES } from './endpoints';

const scope = { accountId: '111111111111', region: 'eu-west-2', suffix: 'dev' };

describe.each(ROLES)('the endpoints of the %s Region', (role) => {
  const stack = networkingStack(dev, role);
  const { region } = dev[role];
  const endpoints = (type: 'Gateway' | 'Interface') =>
    stack.resources('aws_vpc_endpoint').filter(({ attributes }) => attributes['vpc_endpoint_type'] === type);

  it.each(['s3', 'dynamodb'])('route %s from the private subnets alone', (service) => {
    expect(endpoints('Gateway')).toHaveLength(2);
    expectResource(stack, 'aws_vpc_endpoint', {
      service_name: `com.amazonaws.${region}.${service}`,
      vpc_endpoint_type: 'Gateway',
      route_table_ids: [reference(named(stack, 'aws_route_table', 'healthcare-private-routes-dev'), 'id')],
      policy: expect.stringContaining('aws:PrincipalAccount'),
    });
  });

  it('stand in every private subnet under the names the SDKs use', () => {
    const services = endpoints('Interface').map(({ attributes }) => attributes['service_name']);
    expect(services).toEqual(
      INTERFACE_ENDPOINT_SERVICES.map((service) => `com.amazonaws.${region}.${service}`),
    );
    for (const { attributes } of endpoints('Interface')) {
      expect(attributes).toMatchObject({
        private_dns_enabled: true,
        subnet_ids: [
          reference(named(stack, 'aws_subnet', 'healthcare-private-a-dev'), 'id'),
          reference(named(stack, 'aws_subnet', 'healthcare-private-b-dev'), 'id'),
        ],
        security_group_ids: [reference(named(stack, 'aws_security_group', 'healthcare-endpoints-dev'), 'id')],
        policy: JSON.stringify(interfaceEndpointPolicy({ ...scope, region })),
      });
    }
  });

  it('have the DNS support that private names need', () => {
    expectResource(stack, 'aws_vpc', { enable_dns_support: true, enable_dns_hostnames: true });
  });
});

describe('the endpoints of workloads', () => {
  it.each(['kms', 'secretsmanager', 'logs', 'ecr.api', 'ecr.dkr', 'sts', 'sns', 'rds', 'ssm', 'monitoring'])(
    'include %s',
    (service) => {
      expect(INTERFACE_ENDPOINT_SERVICES).toContain(service);
    },
  );

  it('stand in all three zones where there are three', () => {
    const stack = networkingStack(prod);
    const [endpoint] = stack
      .resources('aws_vpc_endpoint')
      .filter(({ attributes }) => attributes['vpc_endpoint_type'] === 'Interface');
    expect(endpoint?.attributes['subnet_ids']).toHaveLength(3);
  });

  it('go by the names of any pair of Regions', () => {
    const stack = networkingStack(fixtureEnvironment('us'), 'dr');
    expectResource(stack, 'aws_vpc_endpoint', { service_name: 'com.amazonaws.us-west-2.ecr.dkr' });
    expect(stack.text).toContain('prod-us-west-2-starport-layer-bucket');
  });
});

describe('an environment without interface endpoints', () => {
  const stack = networkingStack(withoutInterfaceEndpoints);

  it('keeps the gateway endpoints, which are free', () => {
    expect(stack.resources('aws_vpc_endpoint')).toHaveLength(2);
    expectNoResource(stack, 'aws_vpc_endpoint', { vpc_endpoint_type: 'Interface' });
  });

  it('says why, and that the group for endpoints has nothing on it', () => {
    expect(stack.resources('aws_vpc')[0]?.suppressions).toEqual([
      { check: 'vpc-endpoints', reason: 'a short-lived trial environment', owner: 'networking' },
    ]);
    const group = named(stack, 'aws_security_group', 'healthcare-endpoints-dev');
    expect(group.suppressions).toEqual([expect.objectContaining({ check: 'sg-attached' })]);
  });

  it('is the only kind that needs the excuse', () => {
    expect(networkingStack(dev).resources('aws_vpc')[0]?.suppressions).toEqual([]);
  });
});

describe('what an endpoint lets pass', () => {
  it('is, for S3, this environment’s buckets for this account’s principals', () => {
    const [own] = s3EndpointPolicy(scope).Statement;
    expect(own).toMatchObject({
      Resource: [
        'arn:aws:s3:::healthcare-*-111111111111-eu-west-2-dev',
        'arn:aws:s3:::healthcare-*-111111111111-eu-west-2-dev/*',
      ],
      Condition: {
        StringEquals: { 'aws:PrincipalAccount': '111111111111', 'aws:ResourceAccount': '111111111111' },
      },
    });
    expect(own?.Action).toEqual(expect.arrayContaining(['s3:GetObject', 's3:PutObject', 's3:ListBucket']));
    expect([own?.Action].flat().filter((action) => action?.includes('*'))).toEqual([]);
  });

  it('is, for S3, also the image layers of ECR, whose bucket and signer belong to AWS', () => {
    expect(s3EndpointPolicy(scope).Statement[1]).toEqual({
      Sid: 'EcrImageLayers',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::prod-eu-west-2-starport-layer-bucket/*',
    });
  });

  it('is, for DynamoDB, items of this environment’s tables, and no change of a table', () => {
    const [own] = dynamodbEndpointPolicy(scope).Statement;
    expect(own).toMatchObject({
      Resource: [
        'arn:aws:dynamodb:eu-west-2:111111111111:table/healthcare-*-dev',
        'arn:aws:dynamodb:eu-west-2:111111111111:table/healthcare-*-dev/index/*',
      ],
      Condition: { StringEquals: { 'aws:PrincipalAccount': '111111111111' } },
    });
    expect(own?.Action).toContain('dynamodb:UpdateItem');
    expect(own?.Action).not.toContain('dynamodb:DeleteTable');
  });

  it('is, for an interface endpoint, what IAM allows this account’s principals', () => {
    expect(interfaceEndpointPolicy(scope).Statement).toEqual([
      expect.objectContaining({
        Condition: { StringEquals: { 'aws:PrincipalAccount': '111111111111' } },
      }),
    ]);
  });
});
