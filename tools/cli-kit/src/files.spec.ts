import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from './errors';
import { assertWritable, readInput, writeOutput } from './files';

describe('the files that a command is given', () => {
  const root = mkdtempSync(join(tmpdir(), 'healthcare-dr-files-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const [file, nowhere] = [join(root, 'a.json'), join(root, 'no', 'a.json')];

  it('are read and written', () => {
    assertWritable(undefined, file);
    expect(existsSync(file)).toBe(false);
    writeOutput(file, '{}');
    assertWritable(file);

    expect(readInput(file)).toBe('{}');
    expect(readFileSync(file, 'utf8')).toBe('{}');
  });

  it('are refused with an exit code of their own where they are not there, or their folder is not', () => {
    for (const attempt of [
      () => readInput(nowhere),
      () => writeOutput(nowhere, '{}'),
      () => assertWritable(file, nowhere),
    ]) {
      expect(attempt).toThrow(InputError);
      expect(attempt).toThrow(
        new RegExp(`^${nowhere} cannot be (read|written): (Error: )?ENOENT[^]*Allowed[^]*Fix`),
      );
    }
    expect(existsSync(join(root, 'no'))).toBe(false);
  });
});
