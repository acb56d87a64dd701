import { execFileSync, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const workspaceRoot = resolve(__dirname, '..', '..', '..');
const bin = (name: string) => join(workspaceRoot, 'node_modules', '.bin', name);
const env = { ...process.env, NX_DAEMON: 'false' };

/** The rules that a source breaks if it stands in `file`, with what they say. */
function lint(file: string, source: string): { ruleId: string; message: string }[] {
  const args = ['--stdin', '--stdin-filename', file, '--format', 'json'];
  const { stdout } = spawnSync(bin('eslint'), args, {
    cwd: workspaceRoot,
    env,
    input: source,
    encoding: 'utf8',
  });
  const [result] = JSON.parse(stdout) as [{ messages: { ruleId: string; message: string }[] }];
  return result.messages;
}

const SLOW_MS = 60_000;

describe('the lint rules', () => {
  beforeAll(() => {
    execFileSync(bin('nx'), ['show', 'projects'], { cwd: workspaceRoot, env });
  }, SLOW_MS);

  it(
    'hold a tier to contracts, deep imports and pure synthesis',
    () => {
      const found = lint(
        'libs/networking/src/forbidden.ts',
        [
          "import { vpc } from '@cdktf/provider-aws';",
          "import { Kms } from '@healthcare-dr/kms';",
          "import { kmsContract } from '@healthcare-dr/kms/contract';",
          "export const all = [vpc, Kms, kmsContract, process.env['HOME'], Date.now()];",
          '',
        ].join('\n'),
      );

      expect(found.map(({ ruleId }) => ruleId).sort()).toEqual([
        '@nx/enforce-module-boundaries',
        'no-restricted-imports',
        'no-restricted-properties',
        'no-restricted-properties',
      ]);
      expect(found.find(({ ruleId }) => ruleId === 'no-restricted-imports')?.message).toContain(
        "'@cdktf/provider-aws/lib/vpc'",
      );
    },
    SLOW_MS,
  );

  it(
    'hold a stack to its own tier',
    () => {
      const found = lint('apps/dr/networking/forbidden.ts', "export { Kms } from '@healthcare-dr/kms';\n");

      expect(found).toEqual([expect.objectContaining({ ruleId: '@nx/enforce-module-boundaries' })]);
    },
    SLOW_MS,
  );

  it(
    'hold every construct to one constructor',
    () => {
      const construct = [
        "import { TierStack } from '@healthcare-dr/platform';",
        "import { Construct } from 'constructs';",
        'export class Forbidden extends Construct {',
        '  constructor(stack: TierStack, id: string) {',
        '    super(stack, id);',
        '    TierStack.of(this);',
        '  }',
        '}',
        '',
      ].join('\n');

      for (const file of ['libs/networking/src/forbidden.ts', 'libs/networking/src/forbidden.spec.ts']) {
        expect(lint(file, construct)).toEqual([
          expect.objectContaining({ ruleId: 'workspace/constructor-shape' }),
        ]);
      }
    },
    SLOW_MS,
  );

  it(
    'let no test be focused, skipped or empty',
    () => {
      const focused = "it.only('is alone', () => {\n  expect(1).toBe(1);\n});\n";
      const skipped = "it.skip('is left out', () => {\n  expect(1).toBe(1);\n});\n";
      const empty = "it('asserts nothing', () => undefined);\n";

      const found = lint('libs/networking/src/forbidden.spec.ts', focused + skipped + empty);

      expect(found.map(({ ruleId }) => ruleId)).toEqual([
        'jest/no-focused-tests',
        'jest/no-disabled-tests',
        'jest/expect-expect',
      ]);
    },
    SLOW_MS,
  );
});
