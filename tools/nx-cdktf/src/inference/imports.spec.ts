import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CreateDependenciesContext } from '@nx/devkit';
import { createDependencies } from './imports';

const ROOTS: Record<string, string> = {
  kms: 'libs/kms',
  'kms-contract': 'libs/kms/contract',
  platform: 'libs/platform',
};

describe('createDependencies', () => {
  let workspaceRoot: string;

  beforeEach(() => {
    workspaceRoot = mkdtempSync(join(tmpdir(), 'healthcare-dr-imports-'));
    write('tsconfig.base.json', JSON.stringify({ compilerOptions: { paths: aliases } }));
  });

  afterEach(() => rmSync(workspaceRoot, { recursive: true }));

  const aliases = {
    '@healthcare-dr/kms/contract': ['./libs/kms/contract/index.ts'],
    '@healthcare-dr/platform': ['./libs/platform/src/index.ts'],
  };

  function write(path: string, text: string): void {
    mkdirSync(join(workspaceRoot, dirname(path)), { recursive: true });
    writeFileSync(join(workspaceRoot, path), text);
  }

  /** The targets of the edges that the file, of the kms project, gives rise to. */
  async function edgesOf(file: string, text: string): Promise<string[]> {
    write(file, text);
    const fileMap = { projectFileMap: { kms: [{ file, hash: '' }] }, nonProjectFiles: [] };
    const context: CreateDependenciesContext = {
      workspaceRoot,
      projects: Object.fromEntries(Object.entries(ROOTS).map(([name, root]) => [name, { name, root }])),
      externalNodes: { 'npm:@cdktf/provider-aws': node('@cdktf/provider-aws'), 'npm:cdktf': node('cdktf') },
      nxJsonConfiguration: {},
      fileMap,
      filesToProcess: fileMap,
    };
    const edges = await createDependencies(undefined, context);
    expect(edges.every((edge) => edge.source === 'kms')).toBe(true);
    return edges.map(({ target }) => target).sort();
  }

  it('follows aliases to the project that holds the file, and packages to their node', async () => {
    const edges = await edgesOf(
      'libs/kms/src/kms.ts',
      `import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
       import type { TierStack } from '@healthcare-dr/platform';
       export * from '@healthcare-dr/kms/contract';
       const lazily = () => import('cdktf');
       import { join } from 'node:path';
       import './key-policy';
       import 'not-in-the-lock-file';`,
    );

    expect(edges).toEqual(['kms-contract', 'npm:@cdktf/provider-aws', 'npm:cdktf', 'platform']);
  });

  it('follows a relative import out of the project', async () => {
    expect(
      await edgesOf('libs/kms/src/kms.ts', "import '../contract'; import '../../platform/src/naming';"),
    ).toEqual(['kms-contract', 'platform']);
  });

  it.each([
    'libs/kms/src/kms.spec.ts',
    'libs/kms/src/__fixtures__/stacks.ts',
    'libs/kms/templates/a.ts',
    'libs/kms/a.md',
  ])('counts nothing that %s imports', async (file) => {
    expect(await edgesOf(file, "import '@healthcare-dr/platform';")).toEqual([]);
  });
});

function node(packageName: string) {
  return {
    type: 'npm' as const,
    name: `npm:${packageName}` as const,
    data: { version: '1.0.0', packageName },
  };
}
