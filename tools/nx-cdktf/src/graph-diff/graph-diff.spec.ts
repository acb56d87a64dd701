import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { StackFacts } from '../inference/definition';
import { differenceOfGraphs, formatGraphDifference } from './difference';
import { stacksAt } from './stacks-at';

const stack = (name: string, facts: Partial<StackFacts> = {}): StackFacts => ({
  name,
  role: name.startsWith('dr-') ? 'dr' : 'primary',
  tier: name.replace(/^(dr|primary)-/, ''),
  reads: [],
  readsDr: [],
  after: [],
  notDrilled: undefined,
  ...facts,
});

describe('differenceOfGraphs', () => {
  it('names stacks and edges that only one of them has', () => {
    const base = [stack('dr-kms'), stack('dr-old', { reads: ['kms'] })];
    const head = [stack('dr-kms'), stack('primary-new', { readsDr: ['kms'], after: ['dr-kms'] })];

    const difference = differenceOfGraphs(base, head);

    expect(difference).toEqual({
      stacks: { added: ['primary-new'], removed: ['dr-old'] },
      edges: {
        added: [
          { from: 'primary-new', to: 'dr-kms', kind: 'after' },
          { from: 'primary-new', to: 'dr-kms', kind: 'readsDr' },
        ],
        removed: [{ from: 'dr-old', to: 'dr-kms', kind: 'reads' }],
      },
    });
    expect(formatGraphDifference(difference)).toContain('+ primary-new readsDr dr-kms');
  });

  it('finds none between the same stacks in another order', () => {
    const stacks = [stack('dr-kms'), stack('dr-dns', { after: ['dr-kms'] })];

    expect(formatGraphDifference(differenceOfGraphs(stacks, [...stacks].reverse()))).toBe('no difference');
  });
});

describe('stacksAt', () => {
  const root = mkdtempSync(join(tmpdir(), 'graph-diff-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=N', '-c', 'user.email=n@example.invalid', ...args], {
      cwd: root,
      stdio: 'pipe',
    });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };

  it('reads the stacks of a commit, and not of the checkout', async () => {
    const definition = (after: string) =>
      `import { defineStack } from '@healthcare-dr/platform';\nexport default defineStack({ role: 'dr', tier: 'dns', after: [${after}], build: () => undefined });\n`;
    git('init', '--quiet');
    write('apps/dr/dns/stack.ts', definition("'dr-kms'"));
    write('apps/dr/dns/other.ts', '');
    git('add', '--all');
    git('commit', '--quiet', '--no-gpg-sign', '--message=One');
    write('apps/dr/dns/stack.ts', definition(''));

    expect(await stacksAt(root, 'HEAD')).toMatchObject([{ name: 'dr-dns', after: ['dr-kms'] }]);
  });

  it.each(['no-such-branch', '--upload-pack=x'])('refuses %s', async (commit) => {
    await expect(stacksAt(root, commit)).rejects.toThrow(`Git has no stacks of '${commit}' here`);
  });
});
