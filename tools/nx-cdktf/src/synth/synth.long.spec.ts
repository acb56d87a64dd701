/** @jest-environment-options {"stackTraces": true} */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '@healthcare-dr/topology';
import { FIXTURES_DIRECTORY as environmentsDir, fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { App } from 'cdktf';
import type { StackDefinition } from '@healthcare-dr/platform';
import { synthesize, type SynthesisResult } from './index';
import { findStacks } from '@healthcare-dr/platform/find-stacks';

// All stacks are synthesized, twice over, on machines that do other things too.
jest.setTimeout(60_000);

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');

describe('synthesize', () => {
  let folder: string;
  let outdir: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'synth-'));
    outdir = join(folder, 'cdktf.out');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (environmentSuffix: string, stacks: readonly string[] = []) =>
    synthesize({ workspaceRoot, environmentsDir, environmentSuffix, outdir, stacks });
  const files = (root: string) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.json'))
      .sort();

  it.each(['dev', 'prod', 'us'])('writes what stock cdktf writes, byte for byte: %s', async (suffix) => {
    const stock = join(folder, 'stock');
    const app = new App({ outdir: stock, context: {} });
    for (const { file } of findStacks(workspaceRoot)) {
      const { default: definition } = jest.requireActual<{ default: StackDefinition }>(file);
      definition.create(app, fixtureEnvironment(suffix));
    }
    app.synth();

    await run(suffix);

    expect(files(outdir)).toEqual(files(stock));
    for (const file of files(stock)) {
      expect(readFileSync(join(outdir, file), 'utf8')).toBe(readFileSync(join(stock, file), 'utf8'));
    }
  });

  it('writes nothing the second time, and touches no file', async () => {
    const first = await run('dev');
    const times = first.stacks.map(({ file }) => statSync(file).mtimeMs);

    const second = await run('dev');

    expect(first.stacks.every(({ changed }) => changed)).toBe(true);
    expect(second.stacks.some(({ changed }) => changed)).toBe(false);
    expect(second.stacks.map(({ file }) => statSync(file).mtimeMs)).toEqual(times);
  });

  it('creates the folders above the output folder', async () => {
    const deep = join(folder, 'a', 'b', 'out');

    await synthesize({
      workspaceRoot,
      environmentsDir,
      environmentSuffix: 'dev',
      outdir: deep,
      stacks: ['dr-kms'],
    });

    expect(existsSync(join(deep, 'stacks', 'dr-kms', 'cdk.tf.json'))).toBe(true);
  });

  it('synthesizes both roles', async () => {
    const { stacks } = await run('dev');

    expect(stacks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['dr-kms', 'dr-networking', 'primary-kms', 'primary-networking']),
    );
  });

  it('says what must be deployed before what', async () => {
    const { stacks } = await run('dev');

    expect(stacks.find(({ name }) => name === 'dr-networking')).toMatchObject({
      dependsOn: ['dr-kms'],
      reads: ['dr-kms'],
    });
    expect(stacks.find(({ name }) => name === 'primary-dns')?.reads).toEqual([
      'primary-compute',
      'dr-compute',
    ]);
    expect(stacks.find(({ name }) => name === 'primary-kms')?.dependsOn).toEqual([]);
  });

  it('leaves the other stacks alone when only some are asked for', async () => {
    await run('dev', ['dr-kms']);

    expect(readdirSync(join(outdir, 'stacks'))).toEqual(['dr-kms']);
    expect(existsSync(join(outdir, 'manifest.json'))).toBe(false);
  });

  it('removes what is no stack any more, and keeps what Terraform left beside one that is', async () => {
    for (const path of ['stacks/primary-gone', 'stacks/dr-kms/.terraform'])
      mkdirSync(join(outdir, path), { recursive: true });

    await run('dev');

    expect(existsSync(join(outdir, 'stacks/primary-gone'))).toBe(false);
    expect(existsSync(join(outdir, 'stacks/dr-kms/.terraform'))).toBe(true);
  });

  it.each([
    ['an unknown environment', 'nowhere', [], "There is no environment 'nowhere'."],
    ['a suffix that breaks a name limit', 'pr12345678901', [], 'at most 12 in all'],
    ['an unknown stack', 'dev', ['dr-nothing'], "There is no stack 'dr-nothing'."],
  ])('writes nothing for %s, and says what is allowed', async (_, suffix, stacks, message) => {
    const attempt = run(suffix, stacks);

    await expect(attempt).rejects.toThrow(UserError);
    await expect(attempt).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual([]);
  });

  describe('every environment', () => {
    const launcher = join(workspaceRoot, 'tools', 'nx-cdktf', 'bin', 'synth.cjs');
    const synthesizeAll = (environments: string, ...args: string[]) =>
      spawnSync(process.execPath, [launcher, '--all-environments', '--outdir', outdir, ...args], {
        cwd: workspaceRoot,
        env: { ...process.env, ENVIRONMENTS_DIR: environments },
        encoding: 'utf8',
      });

    it('writes each into a folder of its suffix, as it is written alone', async () => {
      const { status, stdout } = synthesizeAll(environmentsDir, 'dr-kms', 'primary-kms', '--json');

      expect(status).toBe(0);
      const results = JSON.parse(stdout) as SynthesisResult[];
      expect(results.map(({ environment }) => environment)).toEqual(['dev', 'prod', 'us']);
      for (const { environment, stacks } of results) {
        expect(stacks.map(({ name }) => name)).toEqual(['dr-kms', 'primary-kms']);
        const alone = join(folder, environment);
        await synthesize({
          workspaceRoot,
          environmentsDir,
          environmentSuffix: environment,
          outdir: alone,
          stacks: ['dr-kms'],
        });
        const file = join('stacks', 'dr-kms', 'cdk.tf.json');
        expect(readFileSync(join(outdir, environment, file), 'utf8')).toBe(
          readFileSync(join(alone, file), 'utf8'),
        );
      }
    });

    it('writes nothing of any where one cannot be used, or none is there', () => {
      const environments = join(folder, 'environments');
      mkdirSync(environments);

      expect(synthesizeAll(environments)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('There is no environment in') as string,
      });
      cpSync(environmentsDir, environments, { recursive: true });
      writeFileSync(join(environments, 'us.yaml'), 'suffix: us\n');
      expect(synthesizeAll(environments)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('us.yaml') as string,
      });
      expect(existsSync(outdir)).toBe(false);
    });
  });

  it('takes the environment from CDKTF context when no suffix is set', async () => {
    const { ENVIRONMENT_SUFFIX: before, ...rest } = process.env;
    process.env = { ...rest, CDKTF_CONTEXT_JSON: '{"environmentSuffix": "pr7"}' };
    try {
      expect((await synthesize({ workspaceRoot, environmentsDir, outdir })).environment).toBe('pr7');
    } finally {
      process.env = { ...rest, ...(before === undefined ? {} : { ENVIRONMENT_SUFFIX: before }) };
    }
  });

  it('refuses context that is no JSON object', async () => {
    process.env['CDKTF_CONTEXT_JSON'] = '[';
    try {
      await expect(run('dev')).rejects.toThrow('CDKTF_CONTEXT_JSON holds no JSON object.');
    } finally {
      delete process.env['CDKTF_CONTEXT_JSON'];
    }
  });
});

describe('findStacks', () => {
  it('finds every apps/<role>/<tier>/stack.ts and nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'stacks-'));
    for (const path of ['apps/primary/b', 'apps/primary/a', 'apps/dr/a', 'apps/dr/no-stack'])
      mkdirSync(join(folder, path), { recursive: true });
    for (const path of ['apps/primary/b', 'apps/primary/a', 'apps/dr/a'])
      writeFileSync(join(folder, path, 'stack.ts'), '');
    symlinkSync('nowhere', join(folder, 'apps/dr/dangling'));

    const names = findStacks(folder).map(({ name }) => name);
    rmSync(folder, { recursive: true });

    expect(names).toEqual(['dr-a', 'primary-a', 'primary-b']);
  });
});
