import type { LocalAws } from '@healthcare-dr/local-aws';
import { ROLES, serviceNames, topologyOf, type Environment, type Role } from '@healthcare-dr/topology';

/** What is told about. */
export interface Told {
  readonly aws: Pick<LocalAws, 'endpoint' | 'environment'>;
  readonly environment: Environment;
}

/**
 * What a person can do in the training ground, to be pasted into another terminal.
 *
 * @param ports - of the load balancers
 */
export function instructions({ aws, environment }: Told, ports: Readonly<Record<Role, number>>): string {
  const { endpoint, environment: variables } = aws;
  const regionOf = (role: Role) => topologyOf(environment, role).region;
  const given = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [`export ${name}=${value}`],
  );
  const taken = Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [name] : []));
  const primary = regionOf('primary');
  const fault = `${endpoint}/_gateway/faults/${primary}`;
  const service = ROLES.map(
    (role) =>
      `curl -k -H 'host: ${serviceNames(environment).service}' https://127.0.0.1:${ports[role]}/healthz?deep   # ${regionOf(role)}`,
  );
  const blocks: [string, readonly string[]][] = [
    [
      'In another terminal, lead drctl, Terraform and the AWS CLI here:',
      [...given, `export ENVIRONMENT_SUFFIX=${environment.suffix}`, `unset ${taken.join(' ')}`],
    ],
    ['See who writes, and how it stands:', ['npm run drctl -- status', 'npm run drctl -- readiness']],
    [
      'Lose the primary Region; dr confirms it for some minutes before it acts. Then bring it back:',
      [`curl -X PUT ${fault} -d '{"kind":"black-out","mode":"reset"}'`, `curl -X DELETE ${fault}`],
    ],
    ['Move by hand:', ['npm run drctl -- switchover', 'npm run drctl -- failback', 'npm run drctl -- hold']],
    ['Ask the service, past DNS:', service],
    ['See where the endpoints of databases lead:', [`curl ${endpoint}/_gateway/databases`]],
  ];
  return [
    `The footprint of ${environment.suffix} lives at ${endpoint}: ${primary} is the primary, ${regionOf('dr')} is dr. A minute takes a minute.`,
    ...blocks.flatMap(([title, lines]) => ['', title, ...lines.map((line) => `  ${line}`)]),
    '',
    "The controllers' notifications follow. Ctrl-C ends it; nothing is kept.",
  ].join('\n');
}
