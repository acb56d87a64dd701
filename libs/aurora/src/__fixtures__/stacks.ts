import { defineStack } from '@healthcare-dr/platform';
import { synthesizeStack, type Block, type SynthesizedStack } from '@healthcare-dr/testing';
import { parseEnvironment, type Environment, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Aurora } from '../aurora';

/** Ephemeral, two zones, one instance in dr. */
export const dev = fixtureEnvironment('dev');
/** Production, three zones, two instances in dr. */
export const prod = fixtureEnvironment('prod');

/** `dev` with other settings of the database. */
export const devWith = (database: Partial<Environment['database']>): Environment =>
  parseEnvironment({ ...dev, database: { ...dev.database, ...database } });

/** Stand for what the composition root reads from the contracts of other tiers. */
export const GIVEN = {
  databaseKeyArn: 'arn-of-the-database-key',
  logsKeyArn: 'arn-of-the-logs-key',
  isolatedSubnetIds: ['subnet-a', 'subnet-b'],
  databaseSecurityGroupId: 'sg-database',
  notificationTopicArn: 'arn-of-the-topic',
  notificationsKeyArn: 'arn-of-the-notifications-key',
};

/** The dr Region's database key. */
export const DR_KEY_ARN = 'arn-of-the-dr-database-key';

/** The tier's stack, synthesized on its own. */
export function auroraStack(environment: Environment, role: Role): SynthesizedStack {
  return synthesizeStack(
    defineStack({
      role,
      tier: 'aurora',
      build(stack) {
        new Aurora(stack, 'aurora', { ...GIVEN, drDatabaseKeyArn: DR_KEY_ARN });
      },
    }),
    environment,
  );
}

/** How another resource refers to an attribute of this one. */
export const reference = (block: Block, attribute: string): string => `\${${block.address}.${attribute}}`;

/** The only resource of a type, or the only one with a piece of its id. */
export function only(stack: SynthesizedStack, type: string, piece = ''): Block {
  const [block, ...others] = stack.resources(type).filter(({ id }) => id.includes(piece));
  if (block === undefined || others.length > 0)
    throw new Error(`${stack.name} has ${others.length + (block ? 1 : 0)} of ${type}, not one.`);
  return block;
}

/** A nested object of a block. */
export const nested = (block: Block, attribute: string): Readonly<Record<string, unknown>> =>
  (block.attributes[attribute] ?? {}) as Readonly<Record<string, unknown>>;
