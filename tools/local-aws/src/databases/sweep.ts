import { readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processIsAlive, run, until } from '@healthcare-dr/processes';

/** What the folders of databases begin with. */
export const FOLDER_PREFIX = 'aws-db-';

/** In each of them, whose it is. */
const OWNER_FILE = 'owner';

/** How long an old server may take for an immediate shutdown, in milliseconds. */
const SHUTDOWN_MS = 5_000;

/** Says that a folder is this process's. */
export async function claim(folder: string): Promise<void> {
  await writeFile(join(folder, OWNER_FILE), String(process.pid), { mode: 0o600 });
}

/**
 * Ends servers and removes folders of processes that are gone, and whose reaper was killed with them. What this account may not touch
 * stays, as does everything whose owner is not known or lives.
 *
 * @returns the folders that were removed
 */
export async function sweep(): Promise<readonly string[]> {
  const parent = await realpath(tmpdir());
  const removed: string[] = [];
  for (const name of await readdir(parent)) {
    if (!name.startsWith(FOLDER_PREFIX)) continue;
    const folder = join(parent, name);
    if (!(await isAbandoned(folder))) continue;
    try {
      await endServers(folder);
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      removed.push(folder);
    } catch {
      // It is another account's, or another start sweeps it.
    }
  }
  return removed;
}

async function isAbandoned(folder: string): Promise<boolean> {
  const owner = await readFile(join(folder, OWNER_FILE), 'utf8').catch(() => '');
  return /^\d+$/.test(owner) && !processIsAlive(Number(owner));
}

/** Ends the servers whose data is in a folder. A process id that is another's by now is left alone. */
async function endServers(folder: string): Promise<void> {
  const data = join(folder, 'data');
  for (const name of await readdir(data).catch(() => [])) {
    const path = join(data, name);
    const [pid = ''] = (await readFile(join(path, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (!/^\d+$/.test(pid)) continue;
    const { stdout } = await run('ps', ['-o', 'args=', '-p', pid]);
    if (!stdout.includes(path)) continue;
    process.kill(Number(pid), 'SIGQUIT');
    await until(() => !processIsAlive(Number(pid)), SHUTDOWN_MS);
    if (processIsAlive(Number(pid))) process.kill(Number(pid), 'SIGKILL');
  }
}
