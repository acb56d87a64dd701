import type { HealthCheck, HealthCheckConfig } from '@aws-sdk/client-route-53';
import { alarmState } from './alarm';
import { canonical, sameName } from './names';
import { UndocumentedError } from './undocumented-error';
import { wordFor, type HealthVerdict } from './verdict';
import type { Route53Configuration, KnownStatus, Probe, DataPlaneInputs } from './world';

const DEFAULT_PORTS = { HTTP: 80, HTTPS: 443 } as const;

/** A health check's verdict, and what it was before it was inverted. */
export interface CheckVerdict extends HealthVerdict {
  /** What the check looks at says; `undefined` if it says too little. */
  readonly observed: KnownStatus | undefined;
}

/**
 * Whether a health check is healthy.
 *
 * - A disabled check is always healthy, whatever it looks at; inverting comes after that, which is the documented way to stop
 *   traffic with a disabled check.
 * - An inverted check is unhealthy when what it looks at is healthy, and the other way round.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html, Disabled and Inverted
 * @throws UndocumentedError if there is no such check, or it is of a kind or in an arrangement that is not documented
 */
export function healthCheckStatus(
  id: string,
  configuration: Route53Configuration,
  world: DataPlaneInputs,
): CheckVerdict {
  const check = configuration.healthChecks.find(({ Id }) => Id === id);
  const config = check?.HealthCheckConfig;
  if (check === undefined || config === undefined) {
    throw new UndocumentedError(`The health check ${id} is used and does not exist.`);
  }
  const looked: CheckVerdict = config.Disabled
    ? { healthy: true, observed: undefined, reason: 'it is disabled' }
    : look(check, config, configuration, world);
  const name = `${String(config.Type)} ${id}`;
  if (!config.Inverted)
    return { ...looked, reason: `${name} is ${wordFor(looked.healthy)}: ${looked.reason}` };
  const healthy = !looked.healthy;
  return {
    ...looked,
    healthy,
    reason: `${name} is ${wordFor(healthy)}: inverted, and ${looked.reason}`,
  };
}

/** What every check was found to be by now: the `lastKnown` of the next moment. */
export function rememberStatuses(
  configuration: Route53Configuration,
  world: DataPlaneInputs,
): Map<string, KnownStatus> {
  const remembered = new Map(world.lastKnown);
  for (const { Id, HealthCheckConfig } of configuration.healthChecks) {
    // A disabled check is not performed, so it learns nothing.
    if (Id === undefined || HealthCheckConfig?.Disabled) continue;
    const { observed } = healthCheckStatus(Id, configuration, world);
    if (observed !== undefined) remembered.set(Id, observed);
  }
  return remembered;
}

function look(
  check: HealthCheck,
  config: HealthCheckConfig,
  configuration: Route53Configuration,
  world: DataPlaneInputs,
): CheckVerdict {
  switch (config.Type) {
    case 'HTTP':
    case 'HTTPS':
    case 'TCP':
      return endpoint(probeOf(config, config.Type, configuration), world);
    case 'CALCULATED':
      return calculated(config, configuration, world);
    case 'CLOUDWATCH_METRIC':
      return metric(check, config, world);
    default:
      throw new UndocumentedError(
        `The health check ${String(check.Id)} is of type ${String(config.Type)}, which this model does not know.`,
      );
  }
}

const observed = (healthy: boolean, reason: string): CheckVerdict => ({
  healthy,
  observed: healthy ? 'Healthy' : 'Unhealthy',
  reason,
});

/**
 * An endpoint is healthy if more than 18 % of the checkers find it so.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html#dns-failover-determining-health-of-endpoints-monitor-endpoint
 */
function endpoint(probe: Probe, world: DataPlaneInputs): CheckVerdict {
  const where = `${probe.host}:${probe.port}${probe.path}${probe.target === probe.host ? '' : ` (${probe.target})`}`;
  return world.answers(probe)
    ? observed(true, `${where} answers`)
    : observed(false, `${where} does not answer`);
}

/**
 * Where a check's requests go: the name is resolved anew each time, like any other query. A check of the very name whose records
 * it decides about is documented as unpredictable.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html#health-checks-creating-values-endpoint
 */
function probeOf(
  config: HealthCheckConfig,
  type: Probe['type'],
  { recordSets }: Route53Configuration,
): Probe {
  const host = config.IPAddress ?? config.FullyQualifiedDomainName;
  if (host === undefined)
    throw new UndocumentedError('A health check of an endpoint names neither a domain nor an address.');
  const port = config.Port ?? (type === 'TCP' ? undefined : DEFAULT_PORTS[type]);
  if (port === undefined) throw new UndocumentedError(`The TCP health check of ${host} has no port.`);
  return {
    type,
    host: canonical(host),
    target: config.IPAddress === undefined ? targetOf(host, recordSets) : host,
    port,
    path: type === 'TCP' ? '' : leadingSlash(config.ResourcePath ?? ''),
  };
}

const leadingSlash = (path: string) => (path.startsWith('/') ? path : `/${path}`);

function targetOf(host: string, recordSets: Route53Configuration['recordSets']): string {
  // Route 53's checkers ask for IPv4 addresses alone.
  const found = recordSets.filter(({ Name, Type }) => Type === 'A' && sameName(Name ?? '', host));
  const [record] = found;
  if (record === undefined) return canonical(host);
  if (found.length > 1 || record.SetIdentifier !== undefined) {
    throw new UndocumentedError(
      `A health check asks ${host}, whose own records depend on health checks: "results will be unpredictable".`,
    );
  }
  return canonical(record.AliasTarget?.DNSName ?? record.ResourceRecords?.[0]?.Value ?? host);
}

/**
 * A calculated check is healthy if at least `HealthThreshold` of its children are. With 0 it is always healthy, with more than
 * it has children never. Its children are never calculated checks themselves.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html, HealthThreshold
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html#health-checks-creating-values-calculated
 */
function calculated(
  config: HealthCheckConfig,
  configuration: Route53Configuration,
  world: DataPlaneInputs,
): CheckVerdict {
  const children = config.ChildHealthChecks ?? [];
  const threshold = config.HealthThreshold;
  if (threshold === undefined) throw new UndocumentedError('A calculated health check has no threshold.');
  for (const id of children) {
    const child = configuration.healthChecks.find(({ Id }) => Id === id);
    if (child?.HealthCheckConfig?.Type === 'CALCULATED') {
      throw new UndocumentedError(`A calculated health check has the calculated check ${id} as its child.`);
    }
  }
  const verdicts = children.map((id) => healthCheckStatus(id, configuration, world));
  const healthy = verdicts.filter((verdict) => verdict.healthy).length;
  const reasons = verdicts.map(({ reason }) => reason).join('; ');
  return observed(
    healthy >= threshold,
    `${healthy} of ${children.length} children are healthy and ${threshold} must be [${reasons}]`,
  );
}

/**
 * A check of an alarm follows the alarm's data, by the copy of the alarm's settings that Route 53 took when the check was made or
 * last updated. Where the data says too little, `InsufficientDataHealthStatus` decides; `LastKnownStatus` of a check that never
 * knew one is healthy.
 *
 * What is not documented is whether an inverted check turns that last one round too. The model takes the reading in which it does:
 * whoever relies on the other must not find out in production.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html#dns-failover-determining-health-of-endpoints-cloudwatch
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-updating-cloudwatch-alarm-settings.html
 */
function metric(check: HealthCheck, config: HealthCheckConfig, world: DataPlaneInputs): CheckVerdict {
  const { CloudWatchAlarmConfiguration: alarm } = check;
  const { AlarmIdentifier: identifier } = config;
  if (alarm === undefined || identifier?.Region === undefined) {
    throw new UndocumentedError(`The health check ${String(check.Id)} has no copy of an alarm.`);
  }
  const state = alarmState(alarm, world.datapoints({ region: identifier.Region, alarm }));
  const says = `the data of ${String(identifier.Name)} in ${identifier.Region} says ${state}`;
  if (state !== 'INSUFFICIENT_DATA') return observed(state === 'OK', says);
  const fallback = config.InsufficientDataHealthStatus ?? 'LastKnownStatus';
  const status =
    fallback === 'LastKnownStatus' ? (world.lastKnown?.get(check.Id ?? '') ?? 'Healthy') : fallback;
  return {
    healthy: status === 'Healthy',
    observed: undefined,
    reason: `${says}, and ${fallback} takes it for ${status}`,
  };
}
