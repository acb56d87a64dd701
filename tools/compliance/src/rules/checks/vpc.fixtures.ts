import { type Fixture } from '@healthcare-dr/testing';
import { KEY, KEY_ARN, single, tripwire, type CheckFixture } from '../describe-checks';

const VPC: Fixture = { ...KEY, aws_vpc: { v: { cidr_block: '10.0.0.0/16' } } };
const VPC_ID = '${aws_vpc.v.id}';
const route = (attributes: Record<string, unknown>): Fixture => ({
  aws_internet_gateway: { i: { vpc_id: VPC_ID } },
  aws_route: { r: { destination_cidr_block: '0.0.0.0/0', ...attributes } },
});
const flowLog = (
  attributes: Record<string, unknown>,
  group: Record<string, unknown> = { kms_key_id: KEY_ARN },
): Fixture => ({
  ...VPC,
  aws_cloudwatch_log_group: { g: group },
  aws_flow_log: {
    f: {
      vpc_id: VPC_ID,
      traffic_type: 'ALL',
      log_destination: '${aws_cloudwatch_log_group.g.arn}',
      ...attributes,
    },
  },
});
const gateway = (cidr: string): Fixture => ({
  aws_vpc: { v: { cidr_block: cidr } },
  aws_internet_gateway: { i: { vpc_id: VPC_ID } },
});
const endpoints = (services: readonly string[], vpcId = VPC_ID): Fixture => ({
  ...VPC,
  aws_vpc_endpoint: Object.fromEntries(
    services.map((service) => [
      service.replace('.', '-'),
      {
        vpc_id: vpcId,
        service_name: `com.amazonaws.eu-west-2.${service}`,
        vpc_endpoint_type: service === 's3' ? 'Gateway' : 'Interface',
      },
    ]),
  ),
});
const APIS = ['ecr.api', 'ecr.dkr', 'kms', 'logs', 'rds', 'secretsmanager', 'sns', 'ssm', 'sts'];
const ingress = (attributes: Record<string, unknown>): Fixture => ({
  aws_network_acl_rule: {
    r: {
      rule_action: 'allow',
      cidr_block: '0.0.0.0/0',
      protocol: 'tcp',
      from_port: 443,
      to_port: 443,
      ...attributes,
    },
  },
});
const defaultGroup = (attributes: Record<string, unknown>): Fixture => ({
  ...VPC,
  aws_default_security_group: { d: { vpc_id: VPC_ID, ...attributes } },
});
const firewall = { delete_protection: true, encryption_configuration: { key_id: KEY_ARN } };
const firewallLogs: Fixture = {
  aws_networkfirewall_logging_configuration: { l: { firewall_arn: '${aws_networkfirewall_firewall.x.arn}' } },
};

/** What each check must accept and refuse. */
export const VPC_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'vpc-default-sg-closed': {
    good: defaultGroup({ ingress: [], egress: [] }),
    bad: {
      'no default group': VPC,
      ingress: defaultGroup({ ingress: [{ protocol: '-1', self: true }] }),
      egress: defaultGroup({ egress: { protocol: '-1' } }),
      'a rule of its own': {
        ...defaultGroup({}),
        aws_vpc_security_group_egress_rule: {
          r: { security_group_id: '${aws_default_security_group.d.id}' },
        },
      },
      'another VPC’s group': {
        aws_vpc: { v: {}, w: {} },
        aws_default_security_group: { d: { vpc_id: '${aws_vpc.w.id}' } },
      },
    },
  },
  'vpc-flow-logs': {
    good: [
      flowLog({}),
      {
        ...VPC,
        aws_s3_bucket: { b: {} },
        aws_flow_log: {
          f: { vpc_id: VPC_ID, traffic_type: 'ALL', log_destination: '${aws_s3_bucket.b.arn}' },
        },
      },
    ],
    bad: {
      'no flow log': VPC,
      'only rejected traffic': flowLog({ traffic_type: 'REJECT' }),
      'a log group without a key': flowLog({}, {}),
      'another VPC’s flow log': flowLog({ vpc_id: 'vpc-1' }),
    },
  },
  'vpc-no-unrestricted-igw-route': {
    good: [
      route({ nat_gateway_id: '${aws_nat_gateway.n.id}' }),
      route({ destination_cidr_block: '198.51.100.0/24', gateway_id: '${aws_internet_gateway.i.id}' }),
    ],
    bad: {
      'by reference': route({ gateway_id: '${aws_internet_gateway.i.id}' }),
      'by id': route({ gateway_id: 'igw-0123' }),
      IPv6: route({
        destination_cidr_block: undefined,
        destination_ipv6_cidr_block: '::/0',
        gateway_id: 'igw-0123',
      }),
      'in a table': {
        aws_route_table: { t: { route: [{ cidr_block: '0.0.0.0/0', gateway_id: 'igw-0123' }] } },
      },
    },
  },
  'vpc-igw-authorized': {
    good: [gateway('10.0.0.0/16'), gateway('10.1.0.0/16')],
    bad: {
      'a VPC outside the address plan': gateway('172.16.0.0/16'),
      'a VPC of somebody else': { aws_internet_gateway: { i: { vpc_id: 'vpc-1' } } },
    },
  },
  'vpc-subnet-no-auto-public-ip': single(
    'aws_subnet',
    { map_public_ip_on_launch: false },
    { on: { map_public_ip_on_launch: true } },
  ),
  'vpc-endpoints': {
    good: endpoints(['s3', ...APIS]),
    bad: {
      none: VPC,
      'without s3': endpoints(APIS),
      'without kms': endpoints(['s3', ...APIS.filter((api) => api !== 'kms')]),
      'in another VPC': endpoints(['s3', ...APIS], 'vpc-1'),
    },
  },
  'vpc-nacl-attached': {
    good: [
      { aws_network_acl: { a: { subnet_ids: ['subnet-1'] } } },
      {
        aws_network_acl: { a: {} },
        aws_network_acl_association: { x: { network_acl_id: '${aws_network_acl.a.id}' } },
      },
    ],
    bad: { orphan: { aws_network_acl: { a: { subnet_ids: [] } } } },
  },
  'vpc-nacl-no-open-ingress': {
    good: [
      ingress({}),
      ingress({ from_port: 22, to_port: 22, cidr_block: '10.0.0.0/8' }),
      ingress({ from_port: 22, to_port: 22, egress: true }),
    ],
    bad: {
      SSH: ingress({ from_port: 22, to_port: 22 }),
      'a range around RDP': ingress({ from_port: 3000, to_port: 4000 }),
      'every port': ingress({ protocol: '-1', from_port: 0, to_port: 0 }),
      IPv6: ingress({ cidr_block: undefined, ipv6_cidr_block: '::/0', from_port: 21, to_port: 21 }),
      'in an ACL': {
        aws_network_acl: {
          a: {
            ingress: [
              { action: 'allow', cidr_block: '0.0.0.0/0', protocol: 'tcp', from_port: 22, to_port: 22 },
            ],
          },
        },
      },
    },
  },
  'vpc-no-default-vpc': tripwire('aws_default_vpc', 'aws_default_subnet'),
  'vpc-eip-attached': {
    good: [
      { aws_eip: { e: {} }, aws_nat_gateway: { n: { allocation_id: '${aws_eip.e.allocation_id}' } } },
      { aws_eip: { e: { network_interface: 'eni-1' } } },
    ],
    bad: {
      idle: { aws_eip: { e: {} } },
      'only published': { aws_eip: { e: {} }, aws_ssm_parameter: { p: { value: '${aws_eip.e.public_ip}' } } },
    },
  },
  'vpc-nat-gateway-not-instance': {
    good: route({ nat_gateway_id: 'nat-1' }),
    bad: {
      'an interface': route({ network_interface_id: 'eni-1' }),
      'an instance in a table': {
        aws_route_table: { t: { route: [{ cidr_block: '0.0.0.0/0', instance_id: 'i-1' }] } },
      },
    },
  },
  'vpc-peering-routes-narrow': {
    good: route({ destination_cidr_block: '10.1.0.0/16', vpc_peering_connection_id: 'pcx-1' }),
    bad: { everything: route({ vpc_peering_connection_id: 'pcx-1' }) },
  },
  'vpc-endpoint-service-manual': single(
    'aws_vpc_endpoint_service',
    { acceptance_required: true },
    { automatic: { acceptance_required: false } },
  ),
  'vpc-tgw-no-auto-accept': single(
    'aws_ec2_transit_gateway',
    {},
    { automatic: { auto_accept_shared_attachments: 'enable' } },
  ),
  'vpc-vpn-tunnels': tripwire('aws_vpn_connection'),
  'vpc-network-firewall': {
    good: { ...KEY, ...firewallLogs, aws_networkfirewall_firewall: { x: firewall } },
    bad: {
      'can be deleted': {
        ...firewallLogs,
        aws_networkfirewall_firewall: { x: { ...firewall, delete_protection: false } },
      },
      'AWS’s key': { ...firewallLogs, aws_networkfirewall_firewall: { x: { delete_protection: true } } },
      'not logged': { ...KEY, aws_networkfirewall_firewall: { x: firewall } },
    },
  },
};
