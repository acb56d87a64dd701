import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { FakeWorkspace } from './__fixtures__/workspace';
import { apply, destroy, plan } from './deployment';
import { TerraformError } from './root';

describe('deployment', () => {
  let workspace: FakeWorkspace;
  beforeEach(() => (workspace = new FakeWorkspace()));
  afterEach(() => workspace.remove());

  const options = (environment = 'dev') => ({
    workspaceRoot: workspace.root,
    stack: 'primary-kms',
    environment: fixtureEnvironment(environment),
    terraform: workspace.terraform,
  });
  const planFile = (environment: string) =>
    join(workspace.root, 'cdktf.out', 'plans', environment, 'primary-kms.tfplan');
  const commands = () =>
    workspace
      .calls()
      .map(({ command, args }) => [command, ...args.filter((arg) => !arg.startsWith('-no-color'))].join(' '));

  it('initializes with the committed lock file, read-only, and the mirror of this machine', async () => {
    workspace.synthesize('primary-kms', 'dev');

    await plan(options());

    expect(commands()[0]).toBe('init -reconfigure -lockfile=readonly -plugin-dir=/a/mirror');
    expect(
      existsSync(join(workspace.root, 'cdktf.out', 'stacks', 'primary-kms', '.terraform.lock.hcl')),
    ).toBe(true);
  });

  it('applies the very plan that was saved, once', async () => {
    workspace.synthesize('primary-kms', 'prod');

    await plan({ ...options('prod'), out: true });
    await apply(options('prod'));

    expect(commands()).toContain(`apply ${planFile('prod')}`);
    expect(existsSync(planFile('prod'))).toBe(false);
  });

  it('refuses a saved plan once the configuration is another', async () => {
    workspace.synthesize('primary-kms', 'dev');
    await plan({ ...options(), out: true });
    workspace.synthesize('primary-kms', 'dev', { resource: {} });

    await expect(apply(options())).rejects.toThrow('made from another configuration');
    expect(commands().some((command) => command.startsWith('apply'))).toBe(false);
  });

  it('refuses a saved plan once the code of a function is another', async () => {
    const code = join(workspace.root, 'cdktf.out', 'stacks', 'primary-kms', 'function.zip');
    workspace.synthesize('primary-kms', 'dev');
    writeFileSync(code, 'one');
    await plan({ ...options(), out: true });
    writeFileSync(code, 'two');

    await expect(apply(options())).rejects.toThrow('made from another configuration');
  });

  it('forgets a saved plan when a new one is made without saving it', async () => {
    workspace.synthesize('primary-kms', 'dev');
    await plan({ ...options(), out: true });
    await plan(options());

    await apply(options());

    expect(commands().at(-1)).toBe('apply -auto-approve');
  });

  it('keeps the plans of two environments apart', async () => {
    workspace.synthesize('primary-kms', 'dev');
    await plan({ ...options('dev'), out: true });
    workspace.synthesize('primary-kms', 'pr7');

    await apply(options('pr7'));

    expect(commands().at(-1)).toBe('apply -auto-approve');
    expect(existsSync(planFile('dev'))).toBe(true);
  });

  it('changes production only by a reviewed plan or an explicit word', async () => {
    workspace.synthesize('primary-kms', 'prod');

    await expect(apply(options('prod'))).rejects.toThrow(
      "Environment 'prod' is production, and there is no saved plan",
    );
    await apply({ ...options('prod'), autoApprove: true });

    expect(commands().at(-1)).toBe('apply -auto-approve');
  });

  it('never destroys production', async () => {
    workspace.synthesize('primary-kms', 'prod');

    await expect(destroy(options('prod'))).rejects.toThrow(
      "Environment 'prod' is production; primary-kms is not destroyed.",
    );
  });

  it('saves no plan to destroy production, which a deployment would apply', async () => {
    workspace.synthesize('primary-kms', 'prod');

    await expect(plan({ ...options('prod'), out: true, destroy: true })).rejects.toThrow(
      "Environment 'prod' is production; primary-kms is not destroyed.",
    );
    expect(existsSync(planFile('prod'))).toBe(false);
  });

  it('destroys an ephemeral environment', async () => {
    workspace.synthesize('primary-kms', 'dev');

    await destroy(options());

    expect(commands().at(-1)).toBe('destroy -auto-approve');
  });

  it('refuses output that was synthesized for another environment', async () => {
    workspace.synthesize('primary-kms', 'dev');

    await expect(plan(options('pr7'))).rejects.toThrow(
      "primary-kms is synthesized for environment 'dev', not for 'pr7'",
    );
  });

  it('refuses a stack that was not synthesized', async () => {
    await expect(plan(options())).rejects.toThrow("The stack 'primary-kms' is not synthesized");
  });

  it('tells an empty plan from one with changes', async () => {
    workspace.synthesize('primary-kms', 'dev');

    process.env['FAKE_PLAN_EXIT'] = '0';
    expect(await plan(options())).toMatchObject({ changes: false });
    process.env['FAKE_PLAN_EXIT'] = '2';
    expect(await plan(options())).toMatchObject({ changes: true });
    process.env['FAKE_PLAN_EXIT'] = '1';
    await expect(plan(options())).rejects.toThrow(TerraformError);
  });

  it('keeps the saved plan when applying it fails', async () => {
    workspace.synthesize('primary-kms', 'dev');
    await plan({ ...options(), out: true });
    process.env['FAKE_FAILS'] = 'apply';

    await expect(apply(options())).rejects.toThrow(
      /terraform apply of primary-kms failed \(exit code 1\)\.\nError: it did not work/,
    );
    expect(existsSync(planFile('dev'))).toBe(true);
  });

  it('does not begin what is aborted already', async () => {
    workspace.synthesize('primary-kms', 'dev');

    await expect(plan({ ...options(), signal: AbortSignal.abort() })).rejects.toThrow('was interrupted');
  });
});
