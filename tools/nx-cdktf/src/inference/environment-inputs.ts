import { relative } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { UserError } from '@healthcare-dr/topology';
import {
  DEFAULT_FOLDER,
  environmentChoice,
  environmentFiles,
  FOLDER_VARIABLE,
  type Variables,
} from '@healthcare-dr/topology/loading';

/** Inputs of a target. */
export type TargetInputs = NonNullable<TargetConfiguration['inputs']>;

/** What chooses the environment and its folder, see `environmentChoice` in libs/topology. */
const CHOICE: TargetInputs = [
  { env: 'ENVIRONMENT_SUFFIX' },
  { env: 'CDKTF_CONTEXT_JSON' },
  { env: FOLDER_VARIABLE },
];

/** A hash over the chosen folder, for files that Nx does not see. */
const FOLDER_HASH = { runtime: 'node tools/nx-cdktf/bin/hash-environments.cjs' };

/**
 * What the environment that is chosen now adds to the inputs of a stack: what chooses it, its file, and the files it extends.
 *
 * A file in the workspace is an input by its path, so that a change of it affects the stacks, and a change of another environment's
 * does not. Files elsewhere are hashed when a task is, and `nx affected` cannot see them. An environment that cannot be read counts
 * with its whole folder: whoever synthesizes it is told what is wrong.
 */
export function environmentInputs(workspaceRoot: string, variables: Variables): TargetInputs {
  try {
    const { suffix, folder } = environmentChoice(workspaceRoot, variables);
    if (!folder.inWorkspace) return [...CHOICE, FOLDER_HASH];
    const files = environmentFiles(suffix, folder).map((file) => relative(workspaceRoot, file));
    return [...CHOICE, ...files.map((file) => `{workspaceRoot}/${file}`)];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [...CHOICE, `{workspaceRoot}/${DEFAULT_FOLDER}/**/*`, FOLDER_HASH];
  }
}
