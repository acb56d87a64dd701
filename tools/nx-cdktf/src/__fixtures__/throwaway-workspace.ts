import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createTree } from '@nx/devkit/testing';
import { FIXTURES_DIRECTORY } from '@healthcare-dr/topology/fixtures';
import tier from '../generators/tier/tier';

const REAL_WORKSPACE = resolve(__dirname, '../../../..');
const ROOT_FILES = [
  '.gitignore',
  '.prettierignore',
  '.prettierrc.json',
  '.terraform.lock.hcl',
  'cdktf.json',
  'eslint.config.mjs',
  'jest.config.js',
  'jest.preset.js',
  'nx.json',
  'package-lock.json',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
];
const REPOSITORY = "organization: clinic\nrepository: recovery\nowners:\n  '*': platform\n";

/** Only what every tier stands on, and two tiers: specs must stay true as tiers are added. */
const FOLDERS = [
  'apps/dr/kms',
  'apps/dr/networking',
  'apps/primary/kms',
  'apps/primary/networking',
  // What deliveries read of these tiers.
  'libs/aurora/contract',
  'libs/backup/contract',
  'libs/compute/contract',
  'libs/failover-lambda/contract',
  'libs/kms',
  'libs/networking',
  'libs/platform',
  'libs/testing',
  'libs/topology',
  'tools/cli-kit',
  'tools/delivery',
  'tools/deployment-records',
  'tools/nx-cdktf',
  'tools/processes',
  'tools/terraform',
  'tools/workspace/jest',
  'tools/workspace/src/eslint',
];

/** A copy of the workspace in a temporary folder, to change and to run Nx in. */
export class ThrowawayWorkspace {
  /** What its commands are given beside this process's own variables. */
  variables: Readonly<Record<string, string>> = { ENVIRONMENT_SUFFIX: 'dev' };
  readonly root = mkdtempSync(join(tmpdir(), 'healthcare-dr-nx-'));

  constructor() {
    for (const path of [...ROOT_FILES, ...FOLDERS]) {
      cpSync(join(REAL_WORKSPACE, path), join(this.root, path), { recursive: true });
    }
    cpSync(FIXTURES_DIRECTORY, join(this.root, 'environments'), { recursive: true });
    this.write('repository.yaml', REPOSITORY);
    symlinkSync(join(REAL_WORKSPACE, 'node_modules'), join(this.root, 'node_modules'));
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  delete(path: string): void {
    rmSync(join(this.root, path));
  }

  /** Makes a tier the way `nx g` would, without its start-up time. */
  addTier(name: string): void {
    const tree = createTree();
    tree.write('tsconfig.base.json', this.read('tsconfig.base.json'));
    tree.write('repository.yaml', REPOSITORY);
    tier(tree, { name, owner: 'data-platform' });
    for (const change of tree.listChanges()) {
      if (change.type !== 'DELETE' && change.content !== null)
        this.write(change.path, String(change.content));
    }
  }

  /** Runs Nx. */
  nx(...args: string[]): Promise<string> {
    return this.run('nx/dist/bin/nx.js', ...args);
  }

  /**
   * Runs a program of an installed package, without Nx's daemon and as if nothing outside this workspace had started it.
   *
   * @param program - its path in node_modules
   * @returns what it printed on standard output
   */
  run(program: string, ...args: string[]): Promise<string> {
    return this.#start(join('node_modules', program), args);
  }

  async #start(file: string, args: readonly string[]): Promise<string> {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(?:NX_|ENVIRONMENT)/.test(name)),
    );
    const { stdout } = await promisify(execFile)(process.execPath, [join(this.root, file), ...args], {
      cwd: this.root,
      env: {
        ...env,
        ...this.variables,
        NX_DAEMON: 'false',
        NX_ISOLATE_PLUGINS: 'false',
        CI: 'true',
        FORCE_COLOR: '0',
      },
    });
    return stdout;
  }

  /** Commits everything as it stands, for Nx to compare with. */
  commit(): void {
    const author = ['-c', 'user.name=Nobody', '-c', 'user.email=nobody@example.invalid'];
    const git = (...args: string[]) =>
      execFileSync('git', [...author, ...args], { cwd: this.root, stdio: 'pipe' });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--no-gpg-sign', '--message=Before');
  }

  /**
   * The stacks that a change affects.
   *
   * @param files - the files changed; none means what differs from the last commit
   */
  async affectedStacks(...files: string[]): Promise<string[]> {
    const change = files.length > 0 ? `--files=${files.join(',')}` : '--base=HEAD';
    const args = ['--affected', change, '--projects=tag:type:stack', '--json'];
    return (JSON.parse(await this.nx('show', 'projects', ...args)) as string[]).sort();
  }

  /**
   * The projects of any kind that a change of each file alone affects, with one start of Nx.
   *
   * @returns them by the file
   */
  async affectedProjects(...files: string[]): Promise<Readonly<Record<string, readonly string[]>>> {
    const printed = await this.#start('tools/nx-cdktf/src/__fixtures__/affected-main.cjs', files);
    return JSON.parse(printed) as Record<string, string[]>;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
