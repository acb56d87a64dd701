import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Where a command would be found: a command with a slash is a path, anything else is looked up.
 *
 * @param searchPath the folders to look in, separated as in `PATH`
 * @returns its absolute path, or undefined if there is none
 */
export function findExecutable(command: string, searchPath = process.env['PATH'] ?? ''): string | undefined {
  const candidates = command.includes('/')
    ? [resolve(command)]
    : searchPath
        .split(delimiter)
        .filter((folder) => folder !== '')
        .map((folder) => join(folder, command));
  return candidates.find(isExecutable);
}
