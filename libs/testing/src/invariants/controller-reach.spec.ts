import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { controllerReachProblems } from './controller-reach';
import { fixtureStack } from './fixture-stack';

const EGRESS = 'aws_vpc_security_group_egress_rule';
const INGRESS = 'aws_vpc_security_group_ingress_rule';
const CONTROLLER = '${aws_security_group.controller.id}';
const DATABASE = '${aws_security_group.database.id}';

const tls = { ip_protocol: 'tcp', from_port: 443, to_port: 443 };
const postgresql = { ip_protocol: 'tcp', from_port: 5432, to_port: 5432 };

/** The network publishes the controller's group, and the controller's stack reads it. */
function problemsOf(rules: Readonly<Record<string, unknown>>, group: object = {}, vpc: object = IN_GROUP) {
  const name = '/healthcare-dr/dev/networking/controller-security-group-id';
  const network = fixtureStack({
    tier: 'networking',
    resource: {
      aws_security_group: { controller: { name: 'controller', ...group }, database: { name: 'database' } },
      aws_ssm_parameter: { published: { name, insecure_value: CONTROLLER } },
      ...rules,
    },
  });
  const controller = fixtureStack({
    tier: 'failover-lambda',
    resource: { aws_lambda_function: { controller: { function_name: 'f', ...vpc } } },
    data: { aws_ssm_parameter: { read: { name } } },
  });
  return controllerReachProblems({
    environment: fixtureEnvironment('dev'),
    stacks: [network, controller],
  });
}

const IN_GROUP = {
  vpc_config: { security_group_ids: ['${data.aws_ssm_parameter.read.insecure_value}'] },
};

it('port 443 is for the controller to reach, and others may reach what they will', () => {
  const rules = {
    [EGRESS]: {
      api: { security_group_id: CONTROLLER, cidr_ipv4: '0.0.0.0/0', ...tls },
      other: { security_group_id: DATABASE, cidr_ipv4: '0.0.0.0/0', ...postgresql },
    },
  };
  expect(problemsOf(rules)).toEqual([]);
});

it.each([
  ['out of its group', EGRESS, { security_group_id: CONTROLLER, referenced_security_group_id: DATABASE }],
  ['into another', INGRESS, { security_group_id: DATABASE, referenced_security_group_id: CONTROLLER }],
  [
    'by the older resource',
    'aws_security_group_rule',
    { security_group_id: DATABASE, source_security_group_id: CONTROLLER },
  ],
])('no other port is, %s', (_, type, rule) => {
  for (const ports of [postgresql, { ip_protocol: '-1' }, { ...tls, from_port: 0 }])
    expect(problemsOf({ [type]: { way: { ...rule, ...ports } } })).toEqual([
      `primary-networking: ${type}.way leads the controller elsewhere than to port 443.`,
    ]);
});

it('its group has no rules beside the rule resources', () => {
  expect(problemsOf({}, { egress: [{ from_port: 443 }] })).toEqual([
    'primary-networking: aws_security_group.controller has an egress rule of its own.',
  ]);
});

it('a controller without a group of ours is found', () => {
  expect(problemsOf({}, {}, {})).toEqual([
    'primary-failover-lambda: aws_lambda_function.controller stands in no security group that a stack makes.',
  ]);
});
