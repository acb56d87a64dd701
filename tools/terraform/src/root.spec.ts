import { FakeWorkspace } from './__fixtures__/workspace';
import { LOCK_FILE, TerraformRoot, type TerraformRootOptions } from './root';
import { join } from 'node:path';

let workspace: FakeWorkspace;
beforeEach(() => (workspace = new FakeWorkspace()));
afterEach(() => workspace.remove());

const rootWith = (given: Partial<TerraformRootOptions> = {}) =>
  new TerraformRoot({
    terraform: workspace.terraform,
    name: 'dr-kms',
    folder: workspace.root,
    lockFile: join(workspace.root, LOCK_FILE),
    ...given,
  });

/** Every call that takes the lock of the state. */
async function lockingCalls(root: TerraformRoot): Promise<readonly (readonly string[])[]> {
  await root.plan();
  await root.apply();
  await root.apply({ planFile: 'a.plan' });
  await root.destroy();
  return workspace.calls().map(({ args }) => args);
}

describe('the lock of a state', () => {
  it('is waited for by every call that takes it', async () => {
    for (const args of await lockingCalls(rootWith())) expect(args).toContain('-lock-timeout=300s');
  });

  it('is waited for as long as is asked for', async () => {
    for (const args of await lockingCalls(rootWith({ lockTimeoutSeconds: 0 })))
      expect(args).toContain('-lock-timeout=0s');
  });

  it('is not taken by a plan of whoever may only read', async () => {
    await rootWith().plan({ lock: false });

    expect(workspace.calls()[0]?.args).toContain('-lock=false');
    expect(workspace.calls()[0]?.args.join()).not.toContain('-lock-timeout');
  });
});
