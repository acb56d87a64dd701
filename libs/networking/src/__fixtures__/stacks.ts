import { defineStack } from '@healthcare-dr/platform';
import { synthesizeStack, type Block, type SynthesizedStack } from '@healthcare-dr/testing';
import { parseEnvironment, type Environment, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { Networking } from '../networking';

/** Stands for the key that the composition root reads from the kms tier's contract. */
export const LOGS_KEY_ARN = 'arn-of-the-logs-key';

/** Two zones, ephemeral. */
export const dev = fixtureEnvironment('dev');
/** Three zones, production. */
export const prod = fixtureEnvironment('prod');
/** `dev` without interface endpoints. */
export const withoutInterfaceEndpoints: Environment = parseEnvironment({
  ...dev,
  interfaceEndpoints: { enabled: false, optOutReason: 'a short-lived trial environment' },
});

/** The tier's stack, synthesized on its own. */
export function networkingStack(environment: Environment, role: Role = 'primary'): SynthesizedStack {
  const definition = defineStack({
    role,
    tier: 'networking',
    build: (stack) => void new Networking(stack, 'networking', { logsKeyArn: LOGS_KEY_ARN }),
  });
  return synthesizeStack(definition, environment);
}

/** How another resource refers to an attribute of this one. */
export const reference = (block: Block | undefined, attribute: string): string =>
  `\${${block?.address}.${attribute}}`;

/** The resource of this type with this `Name`. */
export function named(stack: SynthesizedStack, type: string, name: string): Block {
  const found = stack.resources(type).filter((block) => nameOf(block) === name);
  if (found.length !== 1) throw new Error(`${stack.name} has ${found.length} of ${type} named '${name}'.`);
  return found[0] as Block;
}

/** The `Name` of a resource. */
export const nameOf = ({ attributes }: Block): unknown =>
  (attributes['tags'] as { Name?: string } | undefined)?.Name;
