import { EnvironmentModel, type Resource } from '../model';
import type { SynthesizedEnvironment } from './synthesized-environment';

const HTTPS = 443;

/** Attributes of a rule that name the group at its other end. */
const PEERS = ['referenced_security_group_id', 'source_security_group_id'];

/**
 * What would let the failover controller reach anything but TLS. It decides by AWS's APIs, the resolver and probes over HTTPS; a way to
 * the database would be one that nobody uses, from the function with the widest permissions.
 */
export function controllerReachProblems({ environment, stacks }: SynthesizedEnvironment): string[] {
  const model = new EnvironmentModel(environment, stacks);
  const functions = model
    .ofType('aws_lambda_function')
    .filter(({ stack }) => stack.tier === 'failover-lambda');
  return functions.flatMap((fn) => {
    const groups = model
      .references(fn, fn.at('vpc_config.security_group_ids'))
      .filter(({ type }) => type === 'aws_security_group');
    return groups.length === 0
      ? [`${fn.stack.name}: ${fn.address} stands in no security group that a stack makes.`]
      : groups.flatMap((group) => groupProblems(model, group));
  });
}

function groupProblems(model: EnvironmentModel, group: Resource): string[] {
  const inline = ['ingress', 'egress'].filter((attribute) => group.at(attribute) !== undefined);
  const rules = model
    .ofType(
      'aws_vpc_security_group_egress_rule',
      'aws_vpc_security_group_ingress_rule',
      'aws_security_group_rule',
    )
    .filter((rule) => touches(model, rule, group) && !isTls(rule));
  return [
    ...inline.map((what) => `${group.stack.name}: ${group.address} has an ${what} rule of its own.`),
    ...rules.map(
      ({ stack, address }) =>
        `${stack.name}: ${address} leads the controller elsewhere than to port ${HTTPS}.`,
    ),
  ];
}

/** Whether a rule lets something out of the group, or lets the group in elsewhere. */
function touches(model: EnvironmentModel, rule: Resource, group: Resource): boolean {
  const lets = (attribute: string) => model.refersTo(rule, rule.at(attribute), group);
  return lets('security_group_id') || PEERS.some((attribute) => lets(attribute));
}

const isTls = (rule: Resource): boolean =>
  (rule.at('ip_protocol') ?? rule.at('protocol')) === 'tcp' &&
  rule.at('from_port') === HTTPS &&
  rule.at('to_port') === HTTPS;
