import { execFileSync } from 'node:child_process';
import { ThrowawayWorkspace } from './__fixtures__/throwaway-workspace';

const SLOW_MS = 120_000;

/** Another checkout of the repository, in the folder that git's own examples would put it. */
const OTHER = '.worktrees/feature';

describe('a git worktree under .worktrees', () => {
  let workspace: ThrowawayWorkspace;
  let projectsBefore: string;

  beforeAll(async () => {
    workspace = new ThrowawayWorkspace();
    workspace.commit();
    projectsBefore = await workspace.nx('show', 'projects', '--json');
    for (const path of ['nx.json', 'package.json', 'libs/kms/project.json', 'apps/dr/kms/stack.ts'])
      workspace.write(`${OTHER}/${path}`, workspace.read(path));
    workspace.write(`${OTHER}/libs/kms/src/wrong.ts`, 'export const   wrong: any = 1 as string\n');
    workspace.write(
      `${OTHER}/libs/kms/src/wrong.spec.ts`,
      "it.only('fails', () => { throw new Error(); });\n",
    );
  }, SLOW_MS);

  afterAll(() => workspace.remove());

  it('is no change to git', () => {
    const status = execFileSync('git', ['status', '--porcelain'], { cwd: workspace.root, encoding: 'utf8' });

    expect(status).toBe('');
  });

  it(
    'adds no project to Nx, and none twice',
    async () => {
      await expect(workspace.nx('show', 'projects', '--json')).resolves.toBe(projectsBefore);
    },
    SLOW_MS,
  );

  it(
    'is nothing to jest, eslint, prettier and the compiler',
    async () => {
      const wrong = `${OTHER}/libs/kms/src/wrong.ts`;

      const [specs, compiled] = await Promise.all([
        workspace.run('jest/bin/jest.js', '--listTests'),
        workspace.run('typescript/bin/tsc', '-p', 'tsconfig.json', '--listFilesOnly'),
        workspace.run('eslint/bin/eslint.js', '--no-warn-ignored', '--max-warnings=0', wrong),
        workspace.run('prettier/bin/prettier.cjs', '--check', wrong),
      ]);

      expect(specs).toContain('libs/kms/src/kms.spec.ts');
      expect(compiled).toContain('libs/kms/src/kms.ts');
      expect(`${specs}${compiled}`).not.toContain('.worktrees');
    },
    SLOW_MS,
  );
});
