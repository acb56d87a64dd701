import { resolve } from 'node:path';
import sync from '@healthcare-dr/nx-cdktf/sync';
import { FsTree } from 'nx/src/generators/tree';

const workspaceRoot = resolve(__dirname, '..', '..', '..');

describe('CODEOWNERS and the path aliases', () => {
  it('are as npx nx sync writes them', () => {
    const tree = new FsTree(workspaceRoot, false);

    sync(tree);

    expect(tree.listChanges().map(({ path }) => path)).toEqual([]);
  });
});
