import { UndocumentedError } from './undocumented-error';
import type { HealthVerdict } from './verdict';
import type { LoadBalancer, TargetGroup } from './world';

/**
 * Whether a load balancer is healthy to an alias that evaluates the health of its target: every target group must have a
 * healthy target, and a group without any is unhealthy.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html, EvaluateTargetHealth, "Application and
 * Network Load Balancers" (the Developer Guide said of an empty group that it is healthy until 2019)
 * @throws UndocumentedError for a load balancer without target groups
 */
export function loadBalancerHealth({ dnsName, targetGroups }: LoadBalancer): HealthVerdict {
  if (targetGroups.length === 0) throw new UndocumentedError(`${dnsName} forwards to no target group.`);
  const problems = targetGroups.flatMap((group) => problemOf(group) ?? []);
  return problems.length === 0
    ? { healthy: true, reason: `${dnsName}: every target group has a healthy target` }
    : { healthy: false, reason: `${dnsName}: ${problems.join('; ')}` };
}

function problemOf({ name, targets }: TargetGroup): string | undefined {
  if (targets.length === 0) return `target group ${name} is empty`;
  return targets.includes('healthy') ? undefined : `no target of ${name} is healthy (${targets.join(', ')})`;
}
