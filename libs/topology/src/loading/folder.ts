import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { ConfigurationError } from '../errors';

/** The folder of the environments, unless `ENVIRONMENTS_DIR` names another one. Relative to the workspace. */
export const DEFAULT_FOLDER = 'environments';

/** The variable that names another folder. */
export const FOLDER_VARIABLE = 'ENVIRONMENTS_DIR';

const EXTENSION = '.yaml';

/** The folder that environments are read from. */
export interface EnvironmentsFolder {
  /** Absolute. */
  readonly path: string;
  /** As messages show it: relative to the workspace if it lies there. */
  readonly label: string;
  /** Whether it lies in the workspace, where Nx and git see its files. */
  readonly inWorkspace: boolean;
}

/** The variables of a process, such as `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The folder that environments are read from: `ENVIRONMENTS_DIR`, relative to the workspace unless it is absolute, else
 * `environments`.
 *
 * @throws ConfigurationError if `ENVIRONMENTS_DIR` names no folder
 */
export function environmentsFolder(workspaceRoot: string, variables: Variables): EnvironmentsFolder {
  const given = variables[FOLDER_VARIABLE];
  const chosen = given !== undefined && given !== '';
  const folder = folderAt(workspaceRoot, chosen ? given : DEFAULT_FOLDER);
  if (chosen && !statSync(folder.path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ConfigurationError({
      problem: `${FOLDER_VARIABLE} is '${given}', and ${folder.path} is no folder.`,
      allowed: 'a folder of <suffix>.yaml files, absolute or relative to the workspace',
      fix: `correct ${FOLDER_VARIABLE}, or unset it to read ${DEFAULT_FOLDER}/.`,
    });
  }
  return folder;
}

/** The folder at a path that is absolute or relative to the workspace. */
export function folderAt(workspaceRoot: string, path: string): EnvironmentsFolder {
  const absolute = resolve(workspaceRoot, path);
  const below = relative(workspaceRoot, absolute);
  const inWorkspace = below !== '..' && !below.startsWith(`..${sep}`) && below !== absolute;
  return { path: absolute, label: inWorkspace && below !== '' ? below : absolute, inWorkspace };
}

/** The suffixes of the environments that have a file, sorted. */
export function environmentSuffixes(folder: EnvironmentsFolder): string[] {
  if (!existsSync(folder.path)) return [];
  return readdirSync(folder.path)
    .filter((name) => name.endsWith(EXTENSION))
    .map((name) => name.slice(0, -EXTENSION.length))
    .sort();
}

/** The file of an environment, whether or not it exists. */
export function fileOf(folder: EnvironmentsFolder, suffix: string): { path: string; label: string } {
  const name = `${suffix}${EXTENSION}`;
  return { path: join(folder.path, name), label: join(folder.label, name) };
}
