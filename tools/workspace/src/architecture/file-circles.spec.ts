import { resolve } from 'node:path';
import { fileCircles, importsOfFiles } from './file-circles';

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');

describe('circles among files', () => {
  it('are found, however long, and each once', () => {
    const imports = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['a.ts', 'd.ts']],
      ['d.ts', []],
      ['e.ts', ['f.ts', 'a.ts']],
      ['f.ts', ['e.ts']],
      ['g.ts', ['g.ts']],
    ]);

    expect(fileCircles(imports)).toEqual([['a.ts', 'b.ts', 'c.ts'], ['e.ts', 'f.ts'], ['g.ts']]);
  });

  it('are none in this workspace', () => {
    const imports = importsOfFiles(workspaceRoot, ['apps', 'libs', 'services', 'tools']);

    expect(imports.get('libs/platform/src/index.ts')).toContain('libs/platform/src/stack.ts');
    expect(fileCircles(imports)).toEqual([]);
  });
});
