import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { giveTo } from './files';
import {
  findPostgres,
  type FindPostgresOptions,
  type NoPostgres,
  type PostgresInstallation,
} from './installation';

/** The folders that servers share, in the folder of the run. */
const SHARED_FOLDERS = ['data', 's', 'snapshots', 'backups'];

/** The PostgreSQL of each major version that was asked for. */
export class Installations {
  readonly #found = new Map<number, Promise<PostgresInstallation | NoPostgres>>();

  /**
   * @param folder - absolute path of the folder of the run
   * @param log - takes which was found
   */
  constructor(
    private readonly folder: string,
    private readonly options: Pick<FindPostgresOptions, 'signal' | 'packageFolder' | 'machineFolders'>,
    private readonly log: (message: string) => void,
  ) {}

  /** Looks for one, once, and makes the folders that its account writes to. */
  of(major: number): Promise<PostgresInstallation | NoPostgres> {
    const known = this.#found.get(major);
    if (known !== undefined) return known;
    const found = this.#find(major);
    this.#found.set(major, found);
    return found;
  }

  async #find(major: number): Promise<PostgresInstallation | NoPostgres> {
    const own = join(this.folder, `v${major}`);
    await mkdir(own, { recursive: true, mode: 0o711 });
    const found = await findPostgres({ ...this.options, major, folder: own });
    if ('missing' in found) return found;
    for (const name of SHARED_FOLDERS) {
      const path = join(this.folder, name);
      await mkdir(path, { recursive: true, mode: 0o700 });
      await giveTo(found.account, path);
    }
    this.log(
      `Databases: PostgreSQL ${found.version}, ${found.source === 'embedded' ? 'of npm' : found.bin}.`,
    );
    return found;
  }
}
