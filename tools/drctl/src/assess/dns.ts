import type { HealthCheck, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { controlAlarmName } from '@healthcare-dr/dns/contract';
import { namingOf } from '@healthcare-dr/platform';
import {
  loadBalancerName,
  resolve,
  UndocumentedError,
  type DataPlaneInputs,
} from '@healthcare-dr/aws-models/route53';
import { ROLES, serviceNames, type Environment, type Role } from '@healthcare-dr/topology';
import { valueOf } from '../answer';
import type { PairFacts } from '../facts';
import type { DnsRecords } from '../facts/dns';

const FAILOVER = { primary: 'PRIMARY', dr: 'SECONDARY' } as const satisfies Record<Role, string>;

const recordOf = ({ service }: DnsRecords, role: Role): ResourceRecordSet | undefined =>
  service.find(({ Failover, Type }) => Failover === FAILOVER[role] && Type === 'A');

/** What of the records and checks is not as a failover needs it, in words; empty if nothing is. */
export function dnsProblems(environment: Environment, facts: PairFacts): readonly string[] {
  const records = valueOf(facts.dns);
  if (records === undefined)
    return [facts.dns.known ? `no hosted zone ${environment.dns.domainName}` : facts.dns.reason];
  const { service } = serviceNames(environment);
  const problems = ROLES.flatMap((role) => {
    const record = recordOf(records, role);
    if (record?.AliasTarget === undefined) return [`${service} has no ${FAILOVER[role]} alias record`];
    const found: string[] = [];
    const expected = valueOf(facts.sides[role].loadBalancer);
    const target = loadBalancerName(record.AliasTarget.DNSName ?? '');
    if (expected !== undefined && target !== expected)
      found.push(`${FAILOVER[role]} leads to ${target}, not to ${expected}`);
    if (record.AliasTarget.EvaluateTargetHealth !== true)
      found.push(`${FAILOVER[role]} does not evaluate its target's health`);
    if (record.HealthCheckId === undefined) found.push(`${FAILOVER[role]} has no health check`);
    return found;
  });
  return [...problems, ...controlProblems(environment, records)];
}

/** The PRIMARY record must be unhealthy while the controller says so: data plane only, in any Region's absence. */
function controlProblems(environment: Environment, records: DnsRecords): readonly string[] {
  const { healthChecks } = records.configuration;
  const primary = healthChecks.find(({ Id }) => Id === recordOf(records, 'primary')?.HealthCheckId);
  if (primary === undefined) return ['the health check of PRIMARY does not exist'];
  const { Type, ChildHealthChecks: children = [], HealthThreshold } = primary.HealthCheckConfig ?? {};
  if (Type !== 'CALCULATED')
    return ['the health check of PRIMARY is not calculated, so the controller cannot hold traffic'];
  const problems: string[] = [];
  if (HealthThreshold !== children.length)
    problems.push(
      `the health check of PRIMARY asks ${HealthThreshold ?? 0} of ${children.length} children, not all`,
    );
  const control = children
    .map((id) => healthChecks.find(({ Id }) => Id === id))
    .find((check) => isControl(check, environment));
  if (control === undefined)
    return [
      ...problems,
      `no child of the health check of PRIMARY follows the control alarm in ${environment.dr.region}`,
    ];
  const config = control.HealthCheckConfig;
  if (config?.Inverted !== true) problems.push('the control check is not inverted');
  if (config?.Disabled === true) problems.push('the control check is disabled, and counts as healthy');
  if (config?.InsufficientDataHealthStatus !== 'LastKnownStatus')
    problems.push('the control check does not keep its last status when the controller is silent');
  return problems;
}

function isControl(check: HealthCheck | undefined, environment: Environment): boolean {
  const { Name, Region } = check?.HealthCheckConfig?.AlarmIdentifier ?? {};
  return Region === environment.dr.region && Name === controlAlarmName(namingOf(environment, 'dr'));
}

/** Where Route 53 sends the service's users. */
export interface TrafficAnswer {
  /** By the records, the control metric and a model of Route 53's rules, taken that both Regions answer health checks. */
  readonly expected: Role | undefined;
  /** Why the model says nothing. */
  readonly problem: string | undefined;
}

/** What Route 53 answers while both Regions are well: what the records and the control metric alone decide. */
export function expectedAnswer(environment: Environment, facts: PairFacts): TrafficAnswer {
  const records = valueOf(facts.dns);
  if (records === undefined)
    return { expected: undefined, problem: facts.dns.known ? 'there is no hosted zone' : facts.dns.reason };
  const loadBalancers = ROLES.flatMap((role) => {
    const dnsName = recordOf(records, role)?.AliasTarget?.DNSName;
    return dnsName === undefined
      ? []
      : [{ dnsName, targetGroups: [{ name: role, targets: ['healthy' as const] }] }];
  });
  const minutes = valueOf(facts.sides.dr.pulse)?.trafficMinutes ?? [];
  const world: DataPlaneInputs = {
    loadBalancers,
    answers: () => true,
    datapoints: ({ region, alarm }) =>
      region === environment.dr.region && alarm.MetricName === 'TrafficEngaged' ? minutes : [],
  };
  try {
    const { record } = resolve({ name: serviceNames(environment).service }, records.configuration, world);
    const expected = ROLES.find((role) => record?.Failover === FAILOVER[role]);
    return { expected, problem: expected === undefined ? 'the name has no failover records' : undefined };
  } catch (error) {
    if (error instanceof UndocumentedError || error instanceof TypeError)
      return { expected: undefined, problem: error.message };
    throw error;
  }
}
