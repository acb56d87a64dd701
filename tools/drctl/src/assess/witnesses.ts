import type { HealthCheck, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { sameName } from '@healthcare-dr/aws-models/route53';
import { witnessText, type WitnessHealth } from '@healthcare-dr/dns/contract';
import { endpointPathOf, ROLES, serviceNames, type Environment, type Role } from '@healthcare-dr/topology';
import type { DnsRecords } from '../facts/dns';

const ANSWERS = { PRIMARY: 'healthy', SECONDARY: 'unhealthy' } as const satisfies Record<
  string,
  WitnessHealth
>;

/**
 * What would make a witness record lie, or say nothing: Route 53's checkers are asked by it whether a Region serves. A check that is
 * disabled counts as healthy for ever, so a lost Region would never be failed over; an inverted one says the opposite.
 */
export function witnessProblems(environment: Environment, { configuration }: DnsRecords): readonly string[] {
  const { witness } = serviceNames(environment);
  return ROLES.flatMap((role) => {
    const records = recordsOf(environment, role, configuration);
    return (Object.keys(ANSWERS) as (keyof typeof ANSWERS)[]).flatMap((failover) => {
      const record = records.find(({ Failover }) => Failover === failover);
      if (record === undefined) return [`${witness[role]} has no ${failover} record`];
      return [
        ...textProblems(record, role, failover),
        ...(failover === 'PRIMARY'
          ? checkProblems(environment, role, checkOf(record, configuration.healthChecks))
          : record.HealthCheckId === undefined
            ? []
            : [`SECONDARY of ${witness[role]} has a health check, so that it may not answer at all`]),
      ];
    });
  });
}

/** The health check that the witness of a Region carries; `undefined` if there is none, or no witness. */
export function witnessCheck(
  environment: Environment,
  role: Role,
  { configuration }: DnsRecords,
): HealthCheck | undefined {
  const record = recordsOf(environment, role, configuration).find(({ Failover }) => Failover === 'PRIMARY');
  return record && checkOf(record, configuration.healthChecks);
}

const recordsOf = (
  environment: Environment,
  role: Role,
  { recordSets }: DnsRecords['configuration'],
): ResourceRecordSet[] => {
  const witness = serviceNames(environment).witness[role];
  return recordSets.filter(({ Name, Type }) => Type === 'TXT' && sameName(Name ?? '', witness));
};

const checkOf = ({ HealthCheckId }: ResourceRecordSet, checks: readonly HealthCheck[]) =>
  checks.find(({ Id }) => Id !== undefined && Id === HealthCheckId);

function textProblems(record: ResourceRecordSet, role: Role, failover: keyof typeof ANSWERS): string[] {
  const expected = witnessText(role, ANSWERS[failover]);
  // Route 53 keeps a text in quotation marks.
  const texts = (record.ResourceRecords ?? []).map(({ Value }) => Value?.replaceAll('"', ''));
  return texts.length === 1 && texts[0] === expected
    ? []
    : [`${failover} of ${record.Name ?? ''} says ${texts.join(', ') || 'nothing'}, not ${expected}`];
}

/** What is wrong with the check of a Region's endpoint; `check` is the one that its witness carries. */
function checkProblems(environment: Environment, role: Role, check: HealthCheck | undefined): string[] {
  const { regional, witness } = serviceNames(environment);
  if (check === undefined) return [`PRIMARY of ${witness[role]} has no health check that exists`];
  const { Disabled, FullyQualifiedDomainName, Inverted, ResourcePath, Type } = check.HealthCheckConfig ?? {};
  const name = `the health check of ${witness[role]}`;
  const path = endpointPathOf(environment.service.container);
  return [
    ...(Disabled === true
      ? [`${name} is disabled, and counts as healthy whatever becomes of the Region`]
      : []),
    ...(Inverted === true ? [`${name} is inverted, and says the opposite of what the checkers find`] : []),
    ...(Type === 'HTTPS' && sameName(FullyQualifiedDomainName ?? '', regional[role]) && ResourcePath === path
      ? []
      : [
          `${name} asks ${Type ?? 'nothing'} of ${FullyQualifiedDomainName ?? ''}${ResourcePath ?? ''}, not HTTPS of ${regional[role]}${path}`,
        ]),
  ];
}
