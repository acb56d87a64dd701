import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '@healthcare-dr/topology';

/** The manifest's name: `sha256sum --check SHA256SUMS` holds a folder to it. */
export const MANIFEST = 'SHA256SUMS';

/** The manifest of files by name, in the format of sha256sum. */
export function manifestOf(files: Readonly<Record<string, string>>): string {
  return Object.keys(files)
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(files[name] ?? '')
          .digest('hex')}  ${name}\n`,
    )
    .join('');
}

/**
 * Files texts and their manifest in a new folder: written beside it and moved there at once, so that there is all of it or nothing. A
 * Ctrl-C meanwhile comes too late: what writes does not let go of the thread.
 *
 * @returns the folder's path
 * @throws UserError if the folder has something in it already (what was filed is not written over) or cannot be written
 */
export function fileFolder(folder: string, files: Readonly<Record<string, string>>): string {
  const path = resolve(folder);
  const [parent, name] = [dirname(path), basename(path)];
  const tooLate = () => undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, tooLate);
  let staged: string | undefined;
  try {
    if (existsSync(path) && readdirSync(path).length > 0) {
      throw new UserError({
        problem: `${path} has something in it already, and what was filed is not written over.`,
        fix: 'name a folder that does not exist yet.',
      });
    }
    mkdirSync(parent, { recursive: true });
    staged = mkdtempSync(join(parent, `.${name}.`));
    for (const [file, text] of Object.entries({ ...files, [MANIFEST]: manifestOf(files) })) {
      writeFileSync(join(staged, file), text, { flag: 'wx' });
    }
    renameSync(staged, path);
    return path;
  } catch (error) {
    if (staged !== undefined) rmSync(staged, { recursive: true, force: true });
    if (error instanceof UserError) throw error;
    throw new UserError({
      problem: `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      fix: 'name a folder in one that may be written.',
    });
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, tooLate);
  }
}
