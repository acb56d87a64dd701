import { blocksOf, stringsOf, type JsonObject } from '@healthcare-dr/testing';
import { check, type Check, type ControlFinding } from '../check';
import { judgedEach, onEach, type Judge } from '../judge';
import type { EnvironmentModel, Resource } from '@healthcare-dr/testing';

/** One rule of a security group, whichever of Terraform's three ways it was written in. */
interface IngressRule {
  readonly resource: Resource;
  readonly direction: 'ingress' | 'egress';
  readonly isPublic: boolean;
  /** `undefined` is every port. */
  readonly ports: { readonly from: number; readonly to: number } | undefined;
  readonly description: string;
}

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

const ruleOf = (resource: Resource, direction: IngressRule['direction'], block: JsonObject): IngressRule => {
  const protocol = String(block['ip_protocol'] ?? block['protocol'] ?? '-1');
  const ranges = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'].flatMap((key) =>
    stringsOf(block[key]),
  );
  const [from, to] = [block['from_port'], block['to_port']];
  const everyPort =
    protocol === '-1' || protocol === 'all' || typeof from !== 'number' || typeof to !== 'number';
  return {
    resource,
    direction,
    isPublic: ranges.some((range) => EVERYWHERE.includes(range)),
    ports: everyPort ? undefined : { from, to },
    description: typeof block['description'] === 'string' ? block['description'] : '',
  };
};

const rulesIn = (resource: Resource): IngressRule[] => {
  switch (resource.type) {
    case 'aws_vpc_security_group_ingress_rule':
      return [ruleOf(resource, 'ingress', resource.attributes)];
    case 'aws_vpc_security_group_egress_rule':
      return [ruleOf(resource, 'egress', resource.attributes)];
    case 'aws_security_group_rule':
      return [ruleOf(resource, resource.at('type') === 'egress' ? 'egress' : 'ingress', resource.attributes)];
    default:
      return (['ingress', 'egress'] as const).flatMap((direction) =>
        blocksOf(resource.at(direction)).map((block) => ruleOf(resource, direction, block)),
      );
  }
};

const RULE_TYPES = [
  'aws_security_group_rule',
  'aws_vpc_security_group_ingress_rule',
  'aws_vpc_security_group_egress_rule',
];
const GROUP_TYPES = ['aws_security_group', 'aws_default_security_group'];

const onRules =
  (
    direction: IngressRule['direction'],
    judge: (rule: IngressRule, model: EnvironmentModel) => string | undefined,
  ) =>
  (model: EnvironmentModel): ControlFinding[] =>
    model.ofType(...GROUP_TYPES, ...RULE_TYPES).flatMap((resource) =>
      judgedEach(
        resource,
        () => rulesIn(resource).filter((rule) => rule.direction === direction),
        (rule) => judge(rule, model),
      ),
    );

const covers = ({ ports }: IngressRule, port: number) =>
  ports === undefined || (ports.from <= port && port <= ports.to);

const noPublic = (ports: readonly number[]) =>
  onRules('ingress', (rule) => {
    const open = rule.isPublic ? ports.filter((port) => covers(rule, port)) : [];
    return open.length === 0 ? undefined : `lets the internet in on port ${open.join(', ')}`;
  });

/** FTP, RDP, MySQL, the old mSQL, PostgreSQL, Redis, SQL Server, Oracle, MongoDB. */
const COMMON_PORTS = [20, 21, 1433, 1521, 3306, 3389, 4333, 5432, 6379, 27017];

const isExactly = ({ ports }: IngressRule, allowed: readonly number[]) =>
  ports !== undefined && ports.from === ports.to && allowed.includes(ports.from);

const judgePublicIngress = (rule: IngressRule, model: EnvironmentModel): string | undefined => {
  if (!rule.isPublic) return undefined;
  if (!isExactly(rule, [443, 80])) return 'lets the internet in on a port other than 443 and 80';
  // Until there is a load balancer nothing can be told about whose group this is.
  const balancers = model.ofType('aws_lb');
  if (balancers.length === 0) return undefined;
  const isGroup = ({ type }: Resource) => GROUP_TYPES.includes(type);
  const groups = isGroup(rule.resource)
    ? [rule.resource]
    : model.references(rule.resource, rule.resource.at('security_group_id')).filter(isGroup);
  const attached = balancers.some((balancer) =>
    groups.some((group) => model.refersTo(balancer, balancer.at('security_groups'), group)),
  );
  return attached ? undefined : 'lets the internet in to something that is no load balancer';
};

const judgeDescriptions: Judge = (resource) => {
  if (GROUP_TYPES.includes(resource.type)) {
    // Terraform's own default says nothing about this group.
    const description = resource.text('description');
    if (resource.type === 'aws_security_group' && ['', 'Managed by Terraform'].includes(description)) {
      return 'has no description';
    }
  }
  return rulesIn(resource).every(({ description }) => description !== '')
    ? undefined
    : 'has a rule without a description';
};

const judgeAttached: Judge = (group, model) =>
  model
    .referrersOf(group)
    .some(({ type }) => ![...RULE_TYPES, ...GROUP_TYPES, 'aws_ssm_parameter'].includes(type))
    ? undefined
    : 'is used by no resource of the environment';

/** Security groups: who may talk to whom. */
export const SECURITY_GROUP_CHECKS: readonly Check[] = [
  check('sg-no-public-ssh', noPublic([22])),
  check('sg-no-public-rdp', noPublic([3389])),
  check('sg-no-public-common-ports', noPublic(COMMON_PORTS)),
  check('sg-open-only-to-authorized-ports', onRules('ingress', judgePublicIngress)),
  check('sg-no-public-http', noPublic([80])),
  check(
    'sg-egress-restricted',
    // The strictest of the rule sets refuses even 443: whoever needs it says why.
    onRules('egress', (rule) => (rule.isPublic ? 'may send to the whole internet' : undefined)),
  ),
  check('sg-descriptions', onEach([...GROUP_TYPES, ...RULE_TYPES], judgeDescriptions)),
  check('sg-attached', onEach('aws_security_group', judgeAttached)),
];
