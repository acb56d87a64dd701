import { defineStack } from '@healthcare-dr/platform';
import { synthesizeStack, type Block, type SynthesizedStack } from '@healthcare-dr/testing';
import {
  parseEnvironment,
  type Environment,
  type EnvironmentInput,
  type Role,
} from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Dns } from '../dns';

/** Ephemeral; its zone is given. */
export const dev = fixtureEnvironment('dev');
/** Production; its zone is given. */
export const prod = fixtureEnvironment('prod');
/** Production in us-east-1 and us-west-2. */
export const us = fixtureEnvironment('us');

/** Stands for the load balancers that the composition root reads from the contracts of the compute tier. */
export const LOAD_BALANCERS = {
  primary: { dnsName: 'primary.elb.example', zoneId: 'ZPRIMARY' },
  dr: { dnsName: 'dr.elb.example', zoneId: 'ZDR' },
} as const;

const GIVEN_CERTIFICATE = (environment: Environment, role: Role) => ({
  ...environment[role],
  certificateArn: `arn:aws:acm:${environment[role].region}:${environment.accountId}:certificate/c`,
});

/** The environment with another dns configuration; with certificates of its own, so that its zone can be made. */
export function withDns(
  environment: Environment,
  dns: Readonly<Record<string, unknown>>,
  more: Partial<EnvironmentInput> = {},
): Environment {
  return parseEnvironment({
    ...environment,
    primary: GIVEN_CERTIFICATE(environment, 'primary'),
    dr: GIVEN_CERTIFICATE(environment, 'dr'),
    ...more,
    dns: { ...environment.dns, ...dns },
  } as EnvironmentInput);
}

/** The role for a zone of another account, whose owner logs its queries. */
export const OF_ANOTHER_ACCOUNT = {
  hostedZone: 'given',
  hostedZoneRoleArn: 'arn:aws:iam::999999999999:role/hosted-zone',
  queryLogging: { enabled: false, optOutReason: 'The network team logs its zones.' },
} as const;

/** The tier's stack, synthesized on its own. */
export function dnsStack(role: Role, environment: Environment = dev): SynthesizedStack {
  const definition = defineStack({
    role,
    tier: 'dns',
    build: (stack) => void new Dns(stack, 'dns', { loadBalancers: LOAD_BALANCERS }),
  });
  return synthesizeStack(definition, environment);
}

/** How another resource refers to an attribute of this one. */
export const reference = (block: Block | undefined, attribute: string): string =>
  `\${${block?.address}.${attribute}}`;
