import { expectResource, type Block, type SynthesizedStack } from '@healthcare-dr/testing';
import { parseEnvironment, ROLES } from '@healthcare-dr/topology';
import { dev, nameOf, networkingStack, reference } from './__fixtures__/stacks';

const INGRESS = 'aws_vpc_security_group_ingress_rule';
const EGRESS = 'aws_vpc_security_group_egress_rule';

/** What rules refer to, by the reference they use. */
const peersOf = (stack: SynthesizedStack): ReadonlyMap<unknown, string> =>
  new Map([
    ...stack
      .resources('aws_security_group')
      .map((group) => [reference(group, 'id'), String(nameOf(group)).split('-')[1] ?? ''] as const),
    ...stack
      .resources('aws_vpc_endpoint')
      .map((endpoint) => [reference(endpoint, 'prefix_list_id'), String(nameOf(endpoint))] as const),
  ]);

/** Every rule of the stack as one line: group, direction, peer, protocol and ports. */
const rulesOf = (stack: SynthesizedStack): string[] => {
  const peers = peersOf(stack);
  const line =
    (arrow: string) =>
    ({ attributes }: Block) => {
      const peer =
        attributes['cidr_ipv4'] ??
        peers.get(attributes['referenced_security_group_id'] ?? attributes['prefix_list_id']);
      const ports = `${String(attributes['from_port'])}-${String(attributes['to_port'])}`;
      const group = peers.get(attributes['security_group_id']);
      return `${group} ${arrow} ${String(peer)} ${String(attributes['ip_protocol'])} ${ports}`;
    };
  return [...stack.resources(INGRESS).map(line('<-')), ...stack.resources(EGRESS).map(line('->'))].toSorted();
};

describe.each(ROLES)('the security groups of the %s Region', (role) => {
  const stack = networkingStack(dev, role);
  const rules = [...stack.resources(INGRESS), ...stack.resources(EGRESS)];

  it('permit these flows and no other', () => {
    expect(rulesOf(stack)).toEqual(
      [
        'alb -> service tcp 8443-8443',
        'alb <- 0.0.0.0/0 tcp 443-443',
        'alb <- 0.0.0.0/0 tcp 80-80',
        'controller -> 0.0.0.0/0 tcp 443-443',
        'controller -> endpoints tcp 443-443',
        'controller -> healthcare-dynamodb-endpoint-dev tcp 443-443',
        'database <- service tcp 5432-5432',
        'endpoints <- controller tcp 443-443',
        'endpoints <- service tcp 443-443',
        'service -> 0.0.0.0/0 tcp 443-443',
        'service -> database tcp 5432-5432',
        'service -> healthcare-dynamodb-endpoint-dev tcp 443-443',
        'service -> healthcare-s3-endpoint-dev tcp 443-443',
        'service -> endpoints tcp 443-443',
        'service <- alb tcp 8443-8443',
      ].toSorted(),
    );
  });

  it('say what they are for, in the characters that EC2 takes', () => {
    const blocks = [...stack.resources('aws_security_group'), ...rules];
    expect(blocks).toHaveLength(5 + 15);
    for (const { attributes } of blocks) {
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
      expect(attributes['description']).toMatch(/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
    }
  });

  it('are not replaced for another description, which AWS cannot change in a group that is in use', () => {
    for (const { attributes } of stack.resources('aws_security_group'))
      expect(attributes['lifecycle']).toEqual({ ignore_changes: ['description'] });
  });

  it('hold no rules of their own, where Terraform would fight the rule resources', () => {
    for (const { attributes } of stack.resources('aws_security_group')) {
      expect(attributes).not.toHaveProperty('ingress');
      expect(attributes).not.toHaveProperty('egress');
    }
  });

  it('leave the default group empty, and keep it so', () => {
    expectResource(stack, 'aws_default_security_group', {
      vpc_id: reference(stack.resources('aws_vpc')[0], 'id'),
      ingress: [],
      egress: [],
    });
  });

  it('own up to what a scanner will find', () => {
    const excused = [...rules, ...stack.resources('aws_security_group')].flatMap((block) =>
      block.suppressions.map(({ check, owner }) => `${check} ${String(nameOf(block))} ${owner}`),
    );
    expect(excused).toEqual([
      'sg-no-public-http healthcare-alb-from-internet-http-dev networking',
      'sg-egress-restricted healthcare-controller-to-internet-https-dev networking',
      'sg-egress-restricted healthcare-service-to-internet-https-dev networking',
    ]);
  });
});

describe('the port of the service', () => {
  it('is the configured one on both sides of the flow', () => {
    const container = {
      image: '{account}.dkr.ecr.{region}.amazonaws.com/records:1.4.2',
      port: 3000,
      healthPath: '/health',
      healthCommand: ['CMD', '/app/health'],
    };
    const rules = rulesOf(networkingStack(parseEnvironment({ ...dev, service: { container } })));
    expect(rules).toContain('alb -> service tcp 3000-3000');
    expect(rules).toContain('service <- alb tcp 3000-3000');
    expect(rules.filter((rule) => rule.includes('8443'))).toEqual([]);
  });
});
