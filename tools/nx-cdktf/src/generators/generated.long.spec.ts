import { ThrowawayWorkspace } from '../__fixtures__/throwaway-workspace';

const SLOW_MS = 120_000;
const TIER = 'audit-evidence';
const GENERATED = [`libs/${TIER}`, `apps/primary/${TIER}`, `apps/dr/${TIER}`];
const GENERATE = ['generate', '@healthcare-dr/nx-cdktf:tier', TIER, '--owner', 'security'];

describe('a tier as it was generated', () => {
  let workspace: ThrowawayWorkspace;
  let created: string;

  beforeAll(async () => {
    workspace = new ThrowawayWorkspace();
    created = await workspace.nx(...GENERATE);
  }, SLOW_MS);

  afterAll(() => workspace.remove());

  it(
    'is made once',
    async () => {
      expect(created).toContain(`CREATE libs/${TIER}/src/${TIER}.ts`);
      expect(await workspace.nx(...GENERATE)).not.toMatch(/CREATE|UPDATE|DELETE/);
    },
    SLOW_MS,
  );

  it(
    'gets a stack back that was lost',
    async () => {
      const file = `apps/dr/${TIER}/stack.ts`;
      const before = workspace.read(file);
      workspace.delete(file);

      await workspace.nx('generate', '@healthcare-dr/nx-cdktf:region-stack', TIER, '--role', 'dr');

      expect(workspace.read(file)).toBe(before);
    },
    SLOW_MS,
  );

  it(
    'synthesizes on both sides',
    async () => {
      await workspace.nx('run-many', '-t', 'synth', '-p', `primary-${TIER}`, `dr-${TIER}`);

      for (const role of ['primary', 'dr']) {
        const stack = JSON.parse(workspace.read(`cdktf.out/stacks/${role}-${TIER}/cdk.tf.json`)) as object;
        expect(stack).toMatchObject({ terraform: { backend: { s3: { key: `${role}-${TIER}.tfstate` } } } });
        expect(stack).not.toHaveProperty('resource');
      }
    },
    SLOW_MS,
  );

  it(
    'is one with compiler, linter and formatter',
    async () => {
      workspace.write(
        'tsconfig.generated.json',
        JSON.stringify({ extends: './tsconfig.json', include: GENERATED }),
      );

      await expect(workspace.run('typescript/bin/tsc', '-p', 'tsconfig.generated.json')).resolves.toBe('');
      await expect(workspace.run('eslint/bin/eslint.js', ...GENERATED)).resolves.toBe('');
      await expect(
        workspace.run('prettier/bin/prettier.cjs', '--check', ...GENERATED, 'tsconfig.base.json'),
      ).resolves.toContain('All matched files use Prettier code style');
    },
    SLOW_MS,
  );

  it(
    'passes its own specs, and its stacks theirs',
    async () => {
      const roots = [`libs/${TIER}`, `apps/primary/${TIER}`, `apps/dr/${TIER}`];
      const args = ['--ci', '--config', 'jest.config.js', '--roots', ...roots, '--json'];

      const report = JSON.parse(await workspace.run('jest/bin/jest.js', ...args)) as object;

      expect(report).toMatchObject({ success: true, numPassedTestSuites: 3, numFailedTests: 0 });
    },
    SLOW_MS,
  );
});
