import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as esbuild from 'esbuild';
import { BundleError, freshBundle } from './bundle.cjs';
import { cdktfFastPath } from './cdktf-fast-path.cjs';
import { loadWithCodeCache } from './code-cache.cjs';

const realWorkspace = resolve(__dirname, '..', '..', '..', '..');

describe('freshBundle', () => {
  let workspaceRoot: string;
  const stackFile = () => join(workspaceRoot, 'apps', 'dr', 'kms', 'stack.ts');
  beforeEach(() => {
    workspaceRoot = mkdtempSync(join(tmpdir(), 'bundle-'));
    const { compilerOptions } = JSON.parse(
      readFileSync(join(realWorkspace, 'tsconfig.base.json'), 'utf8'),
    ) as {
      compilerOptions: { paths: Record<string, [string]> };
    };
    const paths = Object.fromEntries(
      Object.entries(compilerOptions.paths).map(([alias, [file]]) => [alias, [join(realWorkspace, file)]]),
    );
    writeFileSync(join(workspaceRoot, 'tsconfig.base.json'), JSON.stringify({ compilerOptions: { paths } }));
    mkdirSync(join(workspaceRoot, 'apps', 'dr', 'kms'), { recursive: true });
    cpSync(join(realWorkspace, 'apps', 'dr', 'kms', 'stack.ts'), stackFile());
  });
  afterEach(() => rmSync(workspaceRoot, { recursive: true }));

  it('builds once for the same sources', async () => {
    expect(await freshBundle(workspaceRoot)).toBe(await freshBundle(workspaceRoot));
  });

  it('builds anew, under another name, when a source changes', async () => {
    const before = await freshBundle(workspaceRoot);
    writeFileSync(stackFile(), readFileSync(stackFile(), 'utf8').replace("tier: 'kms'", "tier: 'kmz'"));

    const after = await freshBundle(workspaceRoot);

    expect(after).not.toBe(before);
    expect(readFileSync(after, 'utf8')).toContain('kmz');
  });

  it('builds anew when a stack is added', async () => {
    const before = await freshBundle(workspaceRoot);
    mkdirSync(join(workspaceRoot, 'apps', 'primary', 'kms'), { recursive: true });
    cpSync(
      join(realWorkspace, 'apps', 'primary', 'kms', 'stack.ts'),
      join(workspaceRoot, 'apps', 'primary', 'kms', 'stack.ts'),
    );

    expect(await freshBundle(workspaceRoot)).not.toBe(before);
  });

  it('keeps the bundle when a source is touched but says the same', async () => {
    const before = await freshBundle(workspaceRoot);
    utimesSync(stackFile(), new Date(), new Date(Date.now() + 5_000));

    expect(await freshBundle(workspaceRoot)).toBe(before);
  });

  it('says where a source does not compile', async () => {
    writeFileSync(stackFile(), 'export default {');

    const attempt = freshBundle(workspaceRoot);

    await expect(attempt).rejects.toThrow(BundleError);
    await expect(attempt).rejects.toThrow(/apps\/dr\/kms\/stack\.ts:1/);
  });
});

describe('loadWithCodeCache', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cache-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, source: string) => {
    writeFileSync(join(folder, name), source);
    return join(folder, name);
  };

  it('gives the same exports with and without a cache', () => {
    const file = write('a.cjs', "exports.main = () => require('node:path').basename(__filename);");

    const cold = loadWithCodeCache(file);
    cold.saveCache();
    const warm = loadWithCodeCache(file);

    expect((cold.exports as { main(): string }).main()).toBe('a.cjs');
    expect((warm.exports as { main(): string }).main()).toBe('a.cjs');
  });

  it('survives a cache that is no cache', () => {
    const file = write('b.cjs', 'exports.value = 1;');
    writeFileSync(`${file}.${process.version}.v8`, 'not a cache');

    const bundle = loadWithCodeCache(file);
    bundle.saveCache();

    expect(bundle.exports).toEqual({ value: 1 });
    expect(readFileSync(`${file}.${process.version}.v8`, 'utf8')).not.toBe('not a cache');
  });
});

describe('cdktfFastPath', () => {
  it.each([
    ['is a version that nobody reviewed', '0.22.0', 'cdktf has changed: cdktf 0.22.0 was not reviewed'],
    ['does not read as it did', '0.21.0', 'does not stand once in'],
  ])('fails the build when cdktf %s', async (_title, version, message) => {
    const folder = mkdtempSync(join(tmpdir(), 'fast-path-'));
    const file = join(folder, 'cdktf', 'lib', 'private', 'fs.js');
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, 'exports.nothing = 1;');
    writeFileSync(join(folder, 'cdktf', 'package.json'), JSON.stringify({ name: 'cdktf', version }));

    const build = esbuild.build({
      entryPoints: [file],
      bundle: true,
      write: false,
      logLevel: 'silent',
      plugins: [cdktfFastPath],
    });

    await expect(build).rejects.toThrow(message);
    rmSync(folder, { recursive: true });
  });
});
