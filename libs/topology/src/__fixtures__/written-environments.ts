import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { folderAt, type EnvironmentsFolder } from '../loading';
import { FIXTURES_DIRECTORY } from './directory';

/** A folder of environments that a spec writes, as a user would. */
export class WrittenEnvironments {
  readonly root = mkdtempSync(join(tmpdir(), 'healthcare-dr-environments-'));

  /** The folder, seen from outside any workspace. */
  get folder(): EnvironmentsFolder {
    return folderAt(this.root, 'environments');
  }

  /** The folder's path. */
  get path(): string {
    return this.folder.path;
  }

  /** Writes `<suffix>.yaml`. */
  write(suffix: string, yaml: string): void {
    const file = join(this.path, `${suffix}.yaml`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, yaml);
  }

  /** Writes a fixture, with pieces of its text replaced; each must be there. */
  writeFixture(suffix: string, replacements: Readonly<Record<string, string>> = {}): void {
    const text = readFileSync(join(FIXTURES_DIRECTORY, `${suffix}.yaml`), 'utf8');
    this.write(
      suffix,
      Object.entries(replacements).reduce((yaml, [from, to]) => {
        if (!yaml.includes(from)) throw new Error(`The fixture ${suffix} has no '${from}'.`);
        return yaml.replaceAll(from, to);
      }, text),
    );
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
