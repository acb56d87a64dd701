import { readFileSync, type StatsFs } from 'node:fs';
import { chmod, mkdir, statfs, symlink } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';

/** Where Linux has a file system in memory. */
const MEMORY = '/dev/shm';

/** How much of it must be free: what specs write at a time takes a tenth of it. */
const NEEDED_BYTES = 2 * 1024 ** 3;

/** Source: statfs(2), TMPFS_MAGIC. */
const TMPFS = 0x01021994;

/** A line of /proc/mounts: what is mounted, where, its type, and how. */
const MOUNT = /^\S+ (\S+) \S+ (\S+)/;

/** What {@link memoryFolder} looks at. */
export interface MemoryFolderOptions {
  /** @default - statfs(2) */
  readonly statfs?: (path: string) => Promise<Pick<StatsFs, 'type' | 'bavail' | 'bsize'>>;
  /** The text of /proc/mounts. @default - as it is */
  readonly mounts?: () => string;
}

/**
 * Where specs best keep what they write for a moment: in memory. The files of a PostgreSQL are a thousand, and to make, give away and
 * remove them on a disk costs four times as much processor time as in memory.
 *
 * @returns the folder for temporary files where there is no such memory, little of it, or no program can be started from it
 */
export async function memoryFolder(options: MemoryFolderOptions = {}): Promise<string> {
  const { statfs: stat = statfs, mounts = () => readFileSync('/proc/mounts', 'utf8') } = options;
  try {
    const { type, bavail, bsize } = await stat(MEMORY);
    if (type !== TMPFS || bavail * bsize < NEEDED_BYTES) return tmpdir();
    const how = mounts()
      .split('\n')
      .map((line) => MOUNT.exec(line))
      .findLast((mount) => mount?.[1] === MEMORY)?.[2];
    return how === undefined || how.split(',').includes('noexec') ? tmpdir() : MEMORY;
  } catch {
    return tmpdir();
  }
}

/**
 * Makes a folder for temporary files in another, in which tsx finds what it has compiled before: it keeps that in the folder for
 * temporary files.
 *
 * @returns the folder
 */
export async function temporaryFilesIn(folder: string): Promise<string> {
  const path = join(folder, 'tmp');
  await mkdir(path);
  // Other accounts reach what they are given in it, such as the one of PostgreSQL.
  await chmod(folder, 0o711);
  await chmod(path, 0o1777);
  const compiled = join(tmpdir(), `tsx-${userInfo().uid}`);
  await mkdir(compiled, { recursive: true });
  await symlink(compiled, join(path, basename(compiled)));
  return path;
}
