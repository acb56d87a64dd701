import { type Fixture } from '@healthcare-dr/testing';
import { type CheckFixture } from '../describe-checks';

const rule = (from: unknown, to: unknown = from, more: Record<string, unknown> = {}): Fixture => ({
  aws_vpc_security_group_ingress_rule: {
    r: {
      security_group_id: '${aws_security_group.g.id}',
      cidr_ipv4: '0.0.0.0/0',
      ip_protocol: 'tcp',
      from_port: from,
      to_port: to,
      description: 'why',
      ...more,
    },
  },
});
const egress = (more: Record<string, unknown>): Fixture => ({
  aws_vpc_security_group_egress_rule: {
    r: { ip_protocol: 'tcp', from_port: 443, to_port: 443, description: 'why', ...more },
  },
});
const group = (more: Record<string, unknown> = {}): Fixture => ({
  aws_security_group: { g: { description: 'why', ...more } },
});

/** A port that no rule may open, in each of the ways a rule can be written. */
const closed = (port: number): CheckFixture => ({
  good: [rule(443), rule(port, port, { cidr_ipv4: '10.0.0.0/16' })],
  bad: {
    'the port': rule(port),
    'a range around it': rule(port - 1, port + 1),
    'every protocol': rule(undefined, undefined, { ip_protocol: '-1' }),
    'every protocol, whatever its ports': rule(0, 0, { ip_protocol: '-1' }),
    'a range that is not known yet': rule('${var.port}', 65535),
    IPv6: rule(port, port, { cidr_ipv4: undefined, cidr_ipv6: '::/0' }),
    'a port that is not known yet': rule('${var.port}'),
    'an older rule': {
      aws_security_group_rule: {
        r: { type: 'ingress', cidr_blocks: ['0.0.0.0/0'], protocol: 'tcp', from_port: port, to_port: port },
      },
    },
    'inside the group': group({
      ingress: [
        { cidr_blocks: ['10.0.0.0/8', '0.0.0.0/0'], protocol: 'tcp', from_port: port, to_port: port },
      ],
    }),
  },
});

/** What each check must accept and refuse. */
export const SECURITY_GROUP_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'sg-no-public-ssh': closed(22),
  'sg-no-public-rdp': closed(3389),
  'sg-no-public-common-ports': {
    ...closed(5432),
    bad: { ...closed(5432).bad, FTP: rule(21), MySQL: rule(3306), mSQL: rule(4333) },
  },
  'sg-open-only-to-authorized-ports': {
    good: [
      rule(443),
      rule(80),
      rule(8080, 8080, { cidr_ipv4: '10.0.0.0/16' }),
      { ...rule(443), ...group(), aws_lb: { l: { security_groups: ['${aws_security_group.g.id}'] } } },
    ],
    bad: {
      'another port': rule(8443),
      'a range': rule(80, 443),
      'every port': rule(undefined, undefined, { ip_protocol: '-1' }),
      'a group that is no load balancer’s': {
        ...rule(443),
        ...group(),
        aws_lb: { l: { security_groups: ['sg-1'] } },
      },
    },
  },
  'sg-no-public-http': closed(80),
  'sg-egress-restricted': {
    good: [egress({ referenced_security_group_id: 'sg-1' }), egress({ prefix_list_id: 'pl-1' })],
    bad: {
      'every port': egress({ ip_protocol: '-1', cidr_ipv4: '0.0.0.0/0' }),
      'even HTTPS': egress({ cidr_ipv4: '0.0.0.0/0' }),
      IPv6: egress({ cidr_ipv6: '::/0' }),
      'inside the group': group({ egress: { cidr_blocks: ['0.0.0.0/0'], protocol: '-1' } }),
      'an older rule': {
        aws_security_group_rule: { r: { type: 'egress', cidr_blocks: ['0.0.0.0/0'], protocol: '-1' } },
      },
    },
  },
  'sg-descriptions': {
    good: [group(), rule(443), group({ ingress: [{ description: 'why' }] })],
    bad: {
      'a group without': group({ description: undefined }),
      'Terraform’s own': group({ description: 'Managed by Terraform' }),
      'a rule without': rule(443, 443, { description: '' }),
      'an inner rule without': group({ ingress: [{ description: 'why' }, {}] }),
    },
  },
  'sg-attached': {
    good: { ...group(), aws_lb: { l: { security_groups: ['${aws_security_group.g.id}'] } } },
    bad: {
      'used by nothing': group(),
      'used by its rules alone': { ...group(), ...rule(443) },
      'only published': { ...group(), aws_ssm_parameter: { p: { value: '${aws_security_group.g.id}' } } },
    },
  },
};
