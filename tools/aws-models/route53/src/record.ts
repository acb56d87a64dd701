import type { AliasTarget, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { healthCheckStatus } from './health-check';
import { loadBalancerHealth } from './load-balancer';
import { canonical, loadBalancerName, sameName } from './names';
import { UndocumentedError } from './undocumented-error';
import { wordFor, type HealthVerdict } from './verdict';
import type { Route53Configuration, DataPlaneInputs } from './world';

/** What a record is called among those of its name. */
export const labelOf = ({ Name, SetIdentifier, Failover }: ResourceRecordSet): string =>
  [canonical(Name ?? ''), Failover, SetIdentifier].filter((part) => part !== undefined).join(' ');

/**
 * Whether a record is healthy: its health check must be, if it has one, **and** the target of its alias, if it evaluates that. A
 * record with neither is always healthy.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html#dns-failover-complex-configs-hc-alias
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
 * @throws UndocumentedError if it depends on something that is not documented
 */
export function recordHealth(
  record: ResourceRecordSet,
  configuration: Route53Configuration,
  world: DataPlaneInputs,
): HealthVerdict {
  const verdicts: HealthVerdict[] = [];
  if (record.HealthCheckId !== undefined) {
    verdicts.push(healthCheckStatus(record.HealthCheckId, configuration, world));
  }
  if (record.AliasTarget?.EvaluateTargetHealth) {
    verdicts.push(targetHealth(record, record.AliasTarget, configuration, world));
  }
  const healthy = verdicts.every((verdict) => verdict.healthy);
  const reasons =
    verdicts.length === 0 ? 'nothing is asked of it' : verdicts.map(({ reason }) => reason).join('; ');
  return { healthy, reason: `${labelOf(record)} is ${wordFor(healthy)}: ${reasons}` };
}

function targetHealth(
  { Type }: ResourceRecordSet,
  target: AliasTarget,
  configuration: Route53Configuration,
  world: DataPlaneInputs,
): HealthVerdict {
  const name = loadBalancerName(target.DNSName ?? '');
  const loadBalancer = world.loadBalancers.find(({ dnsName }) => loadBalancerName(dnsName) === name);
  if (loadBalancer !== undefined) return loadBalancerHealth(loadBalancer);
  const records = configuration.recordSets.filter(
    (record) => record.Type === Type && sameName(record.Name ?? '', target.DNSName ?? ''),
  );
  if (records.length === 0) {
    throw new UndocumentedError(`An alias evaluates ${name}, which is neither a load balancer nor a record.`);
  }
  // A branch of the tree is healthy while one record in it is.
  const verdicts = records.map((record) => recordHealth(record, configuration, world));
  return {
    healthy: verdicts.some(({ healthy }) => healthy),
    reason: verdicts.map(({ reason }) => reason).join('; '),
  };
}
