import { ThrowawayWorkspace } from '../__fixtures__/throwaway-workspace';

const SLOW_MS = 180_000;
const SPEC = 'libs/throwaway/src/page.spec.ts';

interface Failure {
  readonly stdout: string;
  readonly stderr: string;
}

describe('the test target', () => {
  let workspace: ThrowawayWorkspace;

  beforeAll(() => {
    workspace = new ThrowawayWorkspace();
    workspace.write('docs/page.md', 'as it was\n');
    workspace.write('docs/started.md', 'as it was\n');
    declare();
    workspace.write(
      SPEC,
      `import { execFileSync } from 'node:child_process';
       import { readFileSync } from 'node:fs';
       it('reads a page', () => {
         expect(readFileSync('docs/page.md', 'utf8')).toBe('as it was\\n');
         execFileSync(process.execPath, ['-e', "require('node:fs').readFileSync('docs/started.md')"]);
       });\n`,
    );
  });

  afterAll(() => workspace.remove());

  /** Gives the project whose spec reads the pages, with what its task is said to read beside it. */
  function declare(...inputs: string[]): void {
    const targets = { test: { inputs: ['...', ...inputs] } };
    workspace.write('libs/throwaway/project.json', JSON.stringify({ name: 'throwaway', targets }));
  }

  const test = async (): Promise<{ ok: boolean; output: string }> => {
    try {
      return { ok: true, output: await workspace.nx('test', 'throwaway', '--output-style=static') };
    } catch (error) {
      const { stdout, stderr } = error as Failure;
      return { ok: false, output: `${stdout}${stderr}` };
    }
  };

  it(
    'fails when a spec, or what it starts, reads a file that is no input, and names both',
    async () => {
      const { ok, output } = await test();

      expect(ok).toBe(false);
      expect(output).toContain(`${SPEC} reads docs/page.md`);
      expect(output).toContain(`${SPEC} reads docs/started.md`);
      expect(output.match(/ reads /g)).toHaveLength(2);
    },
    SLOW_MS,
  );

  it(
    'runs again when an input changes, which the cache would hide otherwise',
    async () => {
      declare('{workspaceRoot}/docs/**/*');
      const first = await test();
      const again = await test();
      workspace.write('docs/page.md', 'changed\n');
      const changed = await test();

      expect(first.ok).toBe(true);
      expect(again.output).toMatch(/existing outputs match the cache|local cache/);
      expect(JSON.parse(workspace.read('dist/results/throwaway/test.json'))).toEqual({
        passed: 0,
        failed: 1,
        skipped: 0,
      });
      expect(changed.ok).toBe(false);
    },
    SLOW_MS,
  );
});
