import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@healthcare-dr/processes';
import { embeddedFolder, findPostgres, type FindPostgresOptions } from './installation';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder('installation-spec-');
  await chmod(folder.path, 0o755);
});
afterEach(() => folder.remove());

const find = (others: Partial<FindPostgresOptions> = {}) =>
  findPostgres({
    major: 15,
    folder: folder.path,
    packageFolder: () => undefined,
    machineFolders: () => [],
    ...others,
  });

/** A program that says it is a PostgreSQL of some version. */
async function pretend(version: string): Promise<string> {
  const bin = join(folder.path, `postgres-${version}`);
  await mkdir(bin);
  for (const command of ['initdb', 'postgres'])
    await writeFile(join(bin, command), `#!/bin/sh\necho "${command} (PostgreSQL) ${version}"\n`, {
      mode: 0o755,
    });
  return bin;
}

describe('findPostgres', () => {
  it('takes one on the machine whose major version fits', async () => {
    const [other, fits] = [await pretend('16.2'), await pretend('15.99')];
    const found = await find({ machineFolders: () => [other, fits] });
    expect(found).toMatchObject({ source: 'machine', version: '15.99', bin: fits });
  });

  it('tells what it found instead, and what to do', async () => {
    const other = await pretend('16.2');
    const broken = join(folder.path, 'broken');
    await mkdir(broken);
    await writeFile(join(broken, 'initdb'), '#!/bin/sh\necho "no such library" >&2; exit 127\n', {
      mode: 0o755,
    });

    const found = await find({ machineFolders: () => [other, broken, '/nowhere'] });

    const { missing = '' } = 'missing' in found ? found : {};
    expect(missing).toContain(`${other}: it is PostgreSQL 16.2`);
    expect(missing).toContain(`${broken}: no such library`);
    expect(missing).toContain('/nowhere: ');
    expect(missing).toContain('is not installed');
    expect(missing).toContain('Fix:     run npm ci');
  });

  it('lends PostgreSQL another account where this one is root, and only there', async () => {
    const fits = await pretend('15.99');
    const found = await find({ machineFolders: () => [fits] });
    const account = 'account' in found ? found.account : undefined;
    expect(account === undefined).toBe(process.getuid?.() !== 0);
    expect(account?.uid).not.toBe(0);
  });
});

const describeWithPackage = embeddedFolder() === undefined ? describe.skip : describe;

describeWithPackage('findPostgres, of the package', () => {
  /** The package without what its install script makes. */
  async function unlinked(mode: number): Promise<string> {
    const outer = join(folder.path, 'outer');
    const native = join(outer, 'native');
    await cp(String(embeddedFolder()), native, { recursive: true, verbatimSymlinks: true });
    for (const link of ['libpq.so.5', 'libicuuc.so.60', 'libpq.5.dylib'])
      await rm(join(native, 'lib', link), { force: true });
    await chmod(outer, mode);
    return native;
  }

  it('takes it where it is, whether or not its install script was run', async () => {
    const native = await unlinked(0o755);
    const elsewhere = await pretend('15.99');

    const found = await find({ packageFolder: () => native, machineFolders: () => [elsewhere] });

    expect(found).toMatchObject({ source: 'embedded', bin: join(native, 'bin') });
    expect(existsSync(join(native, 'lib', 'libpq.so.5'))).toBe(false);
  });

  it('copies it where the account cannot reach it', async () => {
    const native = await unlinked(0o700);

    const found = await find({ packageFolder: () => native });

    const reachable = process.getuid?.() !== 0;
    expect(found).toMatchObject({
      source: 'embedded',
      bin: join(reachable ? native : join(folder.path, 'native'), 'bin'),
    });
  });
});
