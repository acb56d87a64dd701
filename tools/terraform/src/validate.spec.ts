import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FakeWorkspace } from './__fixtures__/workspace';
import { validate } from './validate';

describe('validate', () => {
  let workspace: FakeWorkspace;
  beforeEach(() => {
    workspace = new FakeWorkspace();
    workspace.synthesize('dr-kms', 'dev');
    workspace.synthesize('primary-kms', 'dev');
  });
  afterEach(() => workspace.remove());

  const stacks = ['dr-kms', 'primary-kms'];
  const run = () => validate({ workspaceRoot: workspace.root, stacks, terraform: workspace.terraform });
  const report = (diagnostics: unknown[]) => {
    process.env['FAKE_VALIDATION'] = JSON.stringify({ valid: diagnostics.length === 0, diagnostics });
  };

  it('starts the provider once for all stacks and sets no backend up', async () => {
    const results = await run();

    expect(results).toEqual(stacks.map((stack) => ({ stack, ok: true, diagnostics: [] })));
    expect(workspace.calls().map(({ command }) => command)).toEqual(['init', 'validate']);
    expect(workspace.calls()[0]?.args).toContain('-backend=false');
  });

  it('gives a finding to the stack whose file it names', async () => {
    report([
      {
        severity: 'error',
        summary: 'Unsupported argument',
        address: 'aws_vpc.x',
        range: { filename: './stack_2/cdk.tf.json' },
      },
    ]);

    const results = await run();

    expect(results).toEqual([
      { stack: 'dr-kms', ok: true, diagnostics: [] },
      { stack: 'primary-kms', ok: false, diagnostics: ['aws_vpc.x: Unsupported argument'] },
    ]);
  });

  it('fails all stacks for a finding that is nobody’s', async () => {
    report([{ severity: 'error', summary: 'Module not found', range: { filename: 'main.tf.json' } }]);

    expect((await run()).every(({ ok }) => !ok)).toBe(true);
  });

  it('lets warnings pass', async () => {
    process.env['FAKE_VALIDATION'] = JSON.stringify({
      valid: true,
      diagnostics: [{ severity: 'warning', summary: 'Backend configuration ignored' }],
    });

    expect((await run()).every(({ ok }) => ok)).toBe(true);
  });

  it('leaves nothing behind, also when it fails', async () => {
    process.env['FAKE_FAILS'] = 'init';

    await expect(run()).rejects.toThrow('terraform init of dr-kms, primary-kms failed');
    expect(readdirSync(join(workspace.root, 'cdktf.out'))).toEqual(['stacks']);
  });

  it('runs nothing for no stacks', async () => {
    expect(
      await validate({ workspaceRoot: workspace.root, stacks: [], terraform: workspace.terraform }),
    ).toEqual([]);
    expect(existsSync(join(workspace.root, 'calls'))).toBe(false);
  });
});
