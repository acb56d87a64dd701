import { InputError } from '@healthcare-dr/cli-kit';
import type { Role } from '@healthcare-dr/topology';
import type { StackFile } from './synthesized-stack';

/** Which stacks a command is for. */
export interface Selection {
  /** @default - both sides */
  readonly role?: Role;
  /**
   * Names of stacks: these alone, whatever they stand on.
   * @default - all
   */
  readonly only?: readonly string[];
}

/**
 * The names of the selected stacks.
 *
 * @throws InputError if a name is none, or is not on the chosen side
 */
export function selectStacks(
  stacks: readonly Pick<StackFile, 'name' | 'role'>[],
  { role, only }: Selection,
): Set<string> {
  const side = stacks.filter((stack) => role === undefined || stack.role === role).map(({ name }) => name);
  if (only === undefined) return new Set(side);
  const unknown = only.filter((name) => !side.includes(name));
  if (unknown.length === 0) return new Set(only);
  throw new InputError({
    problem: `There is no stack '${unknown.join("', '")}'${role === undefined ? '' : ` on the ${role} side`}.`,
    allowed: side.join(', '),
    fix: 'name one of these.',
  });
}
