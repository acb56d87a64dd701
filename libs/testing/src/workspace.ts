import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { StackDefinition } from '@healthcare-dr/platform';
import { findStacks } from '@healthcare-dr/platform/find-stacks';
import { UserError } from '@healthcare-dr/topology';

/** The workspace's root, from where this file stands. */
export const WORKSPACE_ROOT = resolve(__dirname, '../../..');

/**
 * The definitions of every stack in the workspace. A new tier needs no list to be entered in: its folder is enough.
 *
 * The process must be able to load TypeScript (jest's transform, or `node --import tsx`).
 *
 * @throws UserError if a `stack.ts` does not export the definition of the role and tier its folder names
 */
export function allDefinitions(root = WORKSPACE_ROOT): StackDefinition[] {
  const load = createRequire(__filename);
  return findStacks(root).map(({ name, file: path }) => {
    const { default: definition } = load(path) as { default?: StackDefinition };
    if (definition?.name === name) return definition;
    throw new UserError({
      problem: `${path} exports ${definition === undefined ? 'no definition' : `the definition of '${definition.name}'`}.`,
      allowed: `a default export made by defineStack, for '${name}'`,
      fix: 'make its role and tier those of its folder, apps/<role>/<tier>.',
    });
  });
}
