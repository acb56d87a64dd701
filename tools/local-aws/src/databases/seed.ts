import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from '@healthcare-dr/processes';
import { copyTree, giveTo } from './files';
import type { PostgresServer } from './server';

/** What belongs to a server that runs, and not to its data. Source: "Making a Base Backup Using the Low Level API". */
const OF_THE_PROCESS =
  /^(postmaster\.(pid|opts)|standby\.signal|recovery\.signal|backup_label.*|tablespace_map.*|postgresql\.(conf|auto\.conf))$|(^|\/)(pgsql_tmp|pg_internal\.init)/;

/** Folders whose content is not copied; the log is copied at the end. */
const WITHOUT_CONTENT =
  /^(pg_dynshmem|pg_notify|pg_replslot|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans|pg_wal)\/./;

/**
 * Copies the data of a server that runs, so that a standby can begin from it: these builds have no pg_basebackup. What is written
 * meanwhile is in the log, which is copied last: the standby is consistent before it has reached the writer.
 *
 * @param target - absolute path of a folder that is not there
 * @see https://www.postgresql.org/docs/15/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
export async function seed(
  writer: PostgresServer,
  target: string,
  owner: Account | undefined,
  database: string,
): Promise<void> {
  const takes = (path: string) => !OF_THE_PROCESS.test(path) && !WITHOUT_CONTENT.test(path);
  const label = await writer.session(database, async (client) => {
    await client.query("SELECT pg_backup_start('seed', true)");
    await copyTree(writer.dataFolder, target, { takes, owner });
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    return rows[0]?.labelfile ?? '';
  });
  const path = join(target, 'backup_label');
  await writeFile(path, label, { mode: 0o600 });
  await giveTo(owner, path);
  await copyTree(join(writer.dataFolder, 'pg_wal'), join(target, 'pg_wal'), { owner });
  await mkdir(join(target, 'pg_wal', 'archive_status'), { recursive: true });
}
