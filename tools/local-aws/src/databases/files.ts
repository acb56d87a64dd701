import { chown, copyFile, lstat, mkdir, opendir, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from '@healthcare-dr/processes';

/** How {@link copyTree} copies. */
export interface CopyOptions {
  /** Whether what has this path, relative to the tree, is copied. @default - everything is */
  readonly takes?: (path: string) => boolean;
  /** Whose the copy is. @default - this process's account */
  readonly owner?: Account;
}

/**
 * Copies a folder with all that is in it. What vanishes meanwhile is left out: a server that runs makes and removes files.
 *
 * @param target - created if it is not there
 */
export async function copyTree(source: string, target: string, options: CopyOptions = {}): Promise<void> {
  await copyFolder(source, target, '', options);
}

async function copyFolder(
  source: string,
  target: string,
  relative: string,
  options: CopyOptions,
): Promise<void> {
  const { takes = () => true, owner } = options;
  const { mode } = await lstat(source);
  await mkdir(target, { recursive: true, mode: mode & 0o777 });
  await giveTo(owner, target);
  for await (const entry of await opendir(source)) {
    const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (!takes(path)) continue;
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    try {
      if (entry.isDirectory()) await copyFolder(from, to, path, options);
      else if (entry.isSymbolicLink()) await symlink(await readlink(from), to);
      else if (entry.isFile()) {
        await copyFile(from, to);
        await giveTo(owner, to);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** Gives files or folders to an account, if it is another. */
export async function giveTo(owner: Account | undefined, ...paths: readonly string[]): Promise<void> {
  if (owner !== undefined) for (const path of paths) await chown(path, owner.uid, owner.gid);
}
