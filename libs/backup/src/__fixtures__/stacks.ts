import { defineStack } from '@healthcare-dr/platform';
import { synthesizeStack, type Block, type SynthesizedStack } from '@healthcare-dr/testing';
import { peerOf, topologyOf, type Environment, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Backup } from '../backup';

/** Ephemeral. */
export const dev = fixtureEnvironment('dev');
/** Production. */
export const prod = fixtureEnvironment('prod');

/** What stands for the values that the composition root reads from other tiers. */
export const GIVEN = {
  backupKeyArn: 'arn-of-the-backup-key',
  databaseKeyArn: 'arn-of-the-database-key',
  dataKeyArn: 'arn-of-the-data-key',
  topicArn: 'arn-of-the-topic',
  topicKeyArn: 'arn-of-the-topic-key',
};
const NETWORK = { isolatedSubnetIds: ['subnet-a', 'subnet-b'], databaseSecurityGroupId: 'sg-database' };

/** The tier's stack, synthesized on its own. */
export function backupStack(environment: Environment, role: Role): SynthesizedStack {
  const definition = defineStack({
    role,
    tier: 'backup',
    build: (stack) => void new Backup(stack, 'backup', { ...GIVEN, ...NETWORK }),
  });
  return synthesizeStack(definition, environment);
}

/** The Region of a side, and of the other. */
export const regionsOf = (environment: Environment, role: Role) => ({
  own: topologyOf(environment, role).region,
  peer: topologyOf(environment, peerOf(role)).region,
});

/** How another resource refers to an attribute of this one. */
export const reference = (block: Block | undefined, attribute: string): string =>
  `\${${block?.address}.${attribute}}`;

/** A statement of a policy, as it stands in the synthesized JSON. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
}

/** The statements of the policy that an attribute holds. */
export const statementsOf = (block: Block | undefined, attribute = 'policy'): Statement[] =>
  (JSON.parse(String(block?.attributes[attribute])) as { Statement: Statement[] }).Statement;

/** One or many, as a list. */
export const listed = (value: string | string[] | undefined): string[] => [value ?? []].flat();
