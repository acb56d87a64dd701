import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileFolder, MANIFEST, manifestOf } from './filing';

describe('what is filed', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'healthcare-dr-filing-'))));
  afterEach(() => {
    chmodSync(root, 0o700);
    rmSync(root, { recursive: true });
  });

  it('is all there under its name, with a manifest that sha256sum agrees with', () => {
    const path = fileFolder(join(root, 'deep', 'evidence'), { 'b.txt': 'two\n', 'a.txt': 'ä\n' });
    expect(readdirSync(path).sort()).toEqual([MANIFEST, 'a.txt', 'b.txt']);
    expect(readdirSync(join(root, 'deep'))).toEqual(['evidence']);
    expect(readFileSync(join(path, MANIFEST), 'utf8')).toBe(manifestOf({ 'a.txt': 'ä\n', 'b.txt': 'two\n' }));
    const checked = execFileSync('sha256sum', ['--check', '--strict', MANIFEST], {
      cwd: path,
      encoding: 'utf8',
    });
    expect(checked).toBe('a.txt: OK\nb.txt: OK\n');
    writeFileSync(join(path, 'a.txt'), 'forged\n');
    expect(() => execFileSync('sha256sum', ['--check', MANIFEST], { cwd: path, stdio: 'pipe' })).toThrow();
  });

  it('goes into an empty folder, and never over what was filed', () => {
    mkdirSync(join(root, 'evidence'));
    fileFolder(join(root, 'evidence'), { 'a.txt': 'one' });
    expect(() => fileFolder(join(root, 'evidence'), { 'a.txt': 'two' })).toThrow(/something in it already/);
    expect(readFileSync(join(root, 'evidence', 'a.txt'), 'utf8')).toBe('one');
  });

  it('is nothing at all where one of its files cannot be written', () => {
    // Longer than a name of a file may be.
    expect(() => fileFolder(join(root, 'evidence'), { 'a.txt': 'one', ['x'.repeat(300)]: 'two' })).toThrow(
      /cannot be written/,
    );
    expect(readdirSync(root)).toEqual([]);
  });

  it('is whole though it is interrupted while it is written', () => {
    const path = join(root, 'evidence');
    const [runner, script] = ['../../run.cjs', '__fixtures__/interrupted-filing.ts'].map((file) =>
      join(__dirname, file),
    );
    execFileSync(process.execPath, [String(runner), String(script), path]);
    expect(readdirSync(root)).toEqual(['evidence']);
    expect(readdirSync(path).sort()).toEqual([MANIFEST, 'a.txt', 'b.txt']);
  });
});
