import type { JsonObject } from '@healthcare-dr/testing';
import { check, type Check } from '../check';
import { absent, all, is, isNot, isSet, onEach, onEachWhere, show, type Judge } from '../judge';
import type { EnvironmentModel, Resource } from '@healthcare-dr/testing';

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

/** One route, whether it is a resource of its own or a block of its table. */
interface Route {
  readonly destinations: readonly unknown[];
  readonly attributes: JsonObject;
}

const routesOf = (resource: Resource): Route[] => {
  const blocks = resource.type === 'aws_route' ? [resource.attributes] : resource.blocks('route');
  return blocks.map((attributes) => ({
    attributes,
    destinations: [
      attributes['destination_cidr_block'],
      attributes['destination_ipv6_cidr_block'],
      attributes['cidr_block'],
      attributes['ipv6_cidr_block'],
    ],
  }));
};

const isDefault = ({ destinations }: Route) => EVERYWHERE.some((cidr) => destinations.includes(cidr));

const judgeRoutes =
  (
    violates: (route: Route, resource: Resource, model: EnvironmentModel) => boolean,
    violation: string,
  ): Judge =>
  (resource, model) =>
    routesOf(resource).some((route) => violates(route, resource, model)) ? violation : undefined;

const ROUTES = ['aws_route', 'aws_route_table', 'aws_default_route_table'];

/** The APIs that private workloads call; S3 has a gateway endpoint instead. */
const INTERFACE_SERVICES = [
  'ecr.api',
  'ecr.dkr',
  'kms',
  'logs',
  'rds',
  'secretsmanager',
  'sns',
  'ssm',
  'sts',
];

const judgeEndpoints: Judge = (vpc, model) => {
  const endpoints = model.companions(vpc, 'aws_vpc_endpoint', 'vpc_id');
  const has = (service: string, type: string) =>
    endpoints.some(
      (endpoint) =>
        endpoint.text('service_name') === `com.amazonaws.${String(vpc.region)}.${service}` &&
        (endpoint.at('vpc_endpoint_type') ?? 'Gateway') === type,
    );
  const missing = [
    ...(has('s3', 'Gateway') ? [] : ['s3 (gateway)']),
    ...INTERFACE_SERVICES.filter((service) => !has(service, 'Interface')),
  ];
  return missing.length === 0 ? undefined : `has no endpoint for ${missing.join(', ')}`;
};

const judgeFlowLogs: Judge = (vpc, model) => {
  const logs = model
    .companions(vpc, 'aws_flow_log', 'vpc_id')
    .filter((log) => log.at('traffic_type') === 'ALL');
  if (logs.length === 0) return 'has no flow log with traffic_type ALL';
  const encrypted = logs.some((log) => {
    const targets = model.references(log, [log.at('log_destination') ?? '', log.at('log_group_name') ?? '']);
    return targets.some(
      (target) =>
        target.type === 'aws_s3_bucket' ||
        (target.type === 'aws_cloudwatch_log_group' && model.isCustomerKey(target, target.at('kms_key_id'))),
    );
  });
  return encrypted ? undefined : 'has no flow log that goes to an encrypted log group or a bucket';
};

const judgeDefaultGroup: Judge = (vpc, model) => {
  const groups = model.companions(vpc, 'aws_default_security_group', 'vpc_id');
  if (groups.length === 0) return 'has no aws_default_security_group that empties its default security group';
  const open = groups.some((group) => group.blocks('ingress').length + group.blocks('egress').length > 0);
  if (open) return 'its default security group has rules';
  const rules = groups
    .flatMap((group) => model.referrersOf(group))
    .filter(({ type }) => /security_group.*_rule$/.test(type));
  return rules.length === 0
    ? undefined
    : `its default security group has rules: ${rules.map(({ address }) => address).join(', ')}`;
};

const ADMIN_PORTS = [20, 21, 22, 3389];

const opensAdministration = (rule: JsonObject): boolean => {
  const action = rule['action'] ?? rule['rule_action'];
  const open = [rule['cidr_block'], rule['ipv6_cidr_block']].some((cidr) =>
    EVERYWHERE.includes(String(cidr)),
  );
  if (action !== 'allow' || rule['egress'] === true || !open) return false;
  const [from, to] = [Number(rule['from_port'] ?? 0), Number(rule['to_port'] ?? 0)];
  return (
    String(rule['protocol']) === '-1' ||
    (from === 0 && to === 0) ||
    ADMIN_PORTS.some((port) => from <= port && port <= to)
  );
};

/** Networks: what may enter, what may leave, and what is recorded. */
export const VPC_CHECKS: readonly Check[] = [
  check('vpc-default-sg-closed', onEach('aws_vpc', judgeDefaultGroup)),
  check('vpc-flow-logs', onEach('aws_vpc', judgeFlowLogs)),
  check(
    'vpc-no-unrestricted-igw-route',
    onEach(
      ROUTES,
      judgeRoutes(
        (route, resource, model) =>
          isDefault(route) &&
          (/^igw-/.test(String(route.attributes['gateway_id'])) ||
            model
              .references(resource, route.attributes['gateway_id'])
              .some(({ type }) => type === 'aws_internet_gateway')),
        'sends everything to an internet gateway',
      ),
    ),
  ),
  check(
    'vpc-igw-authorized',
    onEach(['aws_internet_gateway', 'aws_internet_gateway_attachment'], (gateway, model) => {
      const planned = [model.environment.primary.vpcCidr, model.environment.dr.vpcCidr];
      const vpcs = model.references(gateway, gateway.at('vpc_id')).filter(({ type }) => type === 'aws_vpc');
      return vpcs.length > 0 && vpcs.every((vpc) => planned.includes(vpc.text('cidr_block')))
        ? undefined
        : `is attached to ${show(gateway.at('vpc_id'))}, which is no VPC of the environment's address plan`;
    }),
  ),
  check('vpc-subnet-no-auto-public-ip', onEach('aws_subnet', isNot('map_public_ip_on_launch', true))),
  check('vpc-endpoints', onEach('aws_vpc', judgeEndpoints)),
  check(
    'vpc-nacl-attached',
    onEach('aws_network_acl', (acl, model) =>
      acl.strings('subnet_ids').length > 0 ||
      model.companions(acl, 'aws_network_acl_association', 'network_acl_id').length > 0
        ? undefined
        : 'is attached to no subnet',
    ),
  ),
  check(
    'vpc-nacl-no-open-ingress',
    onEach(['aws_network_acl', 'aws_default_network_acl', 'aws_network_acl_rule'], (acl) => {
      const rules = acl.type === 'aws_network_acl_rule' ? [acl.attributes] : acl.blocks('ingress');
      return rules.some(opensAdministration) ? 'lets the internet in on an administration port' : undefined;
    }),
  ),
  check(
    'vpc-no-default-vpc',
    absent(['aws_default_vpc', 'aws_default_subnet'], 'place it in the VPC of the networking tier'),
  ),
  check(
    'vpc-eip-attached',
    onEach('aws_eip', (address, model) =>
      address.at('instance') !== undefined ||
      address.at('network_interface') !== undefined ||
      model.referrersOf(address).some(({ type }) => /^aws_(?:nat_gateway|eip_association|lb)$/.test(type))
        ? undefined
        : 'is used by nothing',
    ),
  ),
  check(
    'vpc-nat-gateway-not-instance',
    onEach(
      ROUTES,
      judgeRoutes(
        (route) =>
          isDefault(route) &&
          (route.attributes['instance_id'] !== undefined ||
            route.attributes['network_interface_id'] !== undefined),
        'sends everything to an instance',
      ),
    ),
  ),
  check(
    'vpc-peering-routes-narrow',
    onEachWhere(
      ROUTES,
      (resource) =>
        routesOf(resource).some(({ attributes }) => attributes['vpc_peering_connection_id'] !== undefined),
      judgeRoutes(
        (route) => isDefault(route) && route.attributes['vpc_peering_connection_id'] !== undefined,
        'sends everything to the peer',
      ),
    ),
  ),
  check('vpc-endpoint-service-manual', onEach('aws_vpc_endpoint_service', is('acceptance_required', true))),
  check(
    'vpc-tgw-no-auto-accept',
    onEach('aws_ec2_transit_gateway', isNot('auto_accept_shared_attachments', 'enable')),
  ),
  check(
    'vpc-vpn-tunnels',
    absent(['aws_vpn_connection'], 'whether its tunnels are up needs a check at run time'),
  ),
  check(
    'vpc-network-firewall',
    onEach(
      'aws_networkfirewall_firewall',
      all(is('delete_protection', true), isSet('encryption_configuration.key_id'), (firewall, model) =>
        model.companions(firewall, 'aws_networkfirewall_logging_configuration', 'firewall_arn').length > 0
          ? undefined
          : 'has no logging configuration',
      ),
    ),
  ),
];
