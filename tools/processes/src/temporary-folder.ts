import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reaper } from './reaper';

/** A folder that does not outlive this process, however that ends. */
export interface TemporaryFolder {
  /** Its absolute path, symbolic links resolved. */
  readonly path: string;
  /** Removes it with all that is in it. May be called again. */
  remove(): Promise<void>;
}

/**
 * Creates an empty folder whose name begins with `prefix`.
 *
 * @param parent - absolute path of the folder it lies in. @default - the system's folder for temporary files
 */
export async function temporaryFolder(prefix: string, parent: string = tmpdir()): Promise<TemporaryFolder> {
  reaper.ready();
  const path = await mkdtemp(join(await realpath(parent), prefix));
  reaper.addFolder(path);
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      reaper.removeFolder(path);
    },
  };
}
