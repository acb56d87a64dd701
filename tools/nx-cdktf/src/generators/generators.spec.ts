import type { Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';
import { messageOf } from '../__fixtures__/message-of';
import { readDefinition } from '../inference/definition';
import regionStack from './region-stack/region-stack';
import tier from './tier/tier';

const ALIASES = `{
  "compilerOptions": {
    "lib": ["es2023"],
    "paths": {
      "@healthcare-dr/kms": ["./libs/kms/src/index.ts"],
      "@healthcare-dr/platform": ["./libs/platform/src/index.ts"]
    }
  }
}
`;

const OWNED = { owner: 'data-platform' };

let tree: Tree;

beforeEach(() => {
  tree = createTree();
  tree.write('tsconfig.base.json', ALIASES);
  tree.write('libs/platform/project.json', JSON.stringify({ name: 'platform', tags: ['type:foundation'] }));
  tree.write('tools/drctl/project.json', JSON.stringify({ name: 'drctl' }));
});

/** Every file of the tree, with its text. */
function contents(folder = '.'): Record<string, string> {
  return Object.fromEntries(
    tree.children(folder).flatMap((name) => {
      const path = folder === '.' ? name : `${folder}/${name}`;
      return tree.isFile(path) ? [[path, tree.read(path, 'utf8') ?? '']] : Object.entries(contents(path));
    }),
  );
}

describe('tier', () => {
  it('makes library, contract, and the stacks of both Regions', () => {
    tier(tree, { name: 's3-replication', ...OWNED });

    expect(Object.keys(contents()).filter((path) => path.includes('s3-replication'))).toEqual(
      expect.arrayContaining([
        'apps/dr/s3-replication/stack.spec.ts',
        'apps/dr/s3-replication/stack.ts',
        'apps/primary/s3-replication/stack.spec.ts',
        'apps/primary/s3-replication/stack.ts',
        'libs/s3-replication/README.md',
        'libs/s3-replication/contract/index.ts',
        'libs/s3-replication/contract/project.json',
        'libs/s3-replication/project.json',
        'libs/s3-replication/src/index.ts',
        'libs/s3-replication/src/s3-replication.spec.ts',
        'libs/s3-replication/src/s3-replication.ts',
      ]),
    );
    expect(tree.read('libs/s3-replication/src/s3-replication.ts', 'utf8')).toContain(
      'export class S3Replication ',
    );
    expect(tree.read('libs/s3-replication/contract/index.ts', 'utf8')).toContain(
      'export const s3ReplicationContract',
    );
  });

  it('puts its aliases where they belong in the alphabet, and touches nothing else of the file', () => {
    tier(tree, { name: 'backup', ...OWNED });
    tier(tree, { name: 'zoning', ...OWNED });

    expect(tree.read('tsconfig.base.json', 'utf8')).toBe(`{
  "compilerOptions": {
    "lib": ["es2023"],
    "paths": {
      "@healthcare-dr/backup": ["./libs/backup/src/index.ts"],
      "@healthcare-dr/backup/contract": ["./libs/backup/contract/index.ts"],
      "@healthcare-dr/kms": ["./libs/kms/src/index.ts"],
      "@healthcare-dr/platform": ["./libs/platform/src/index.ts"],
      "@healthcare-dr/zoning": ["./libs/zoning/src/index.ts"],
      "@healthcare-dr/zoning/contract": ["./libs/zoning/contract/index.ts"]
    }
  }
}
`);
  });

  it('names its owners, creating the file if there is none', () => {
    tier(tree, { name: 'dns', owner: 'network' });
    tier(tree, { name: 'backup', ...OWNED });

    const lines = tree
      .read('.github/CODEOWNERS', 'utf8')
      ?.split('\n')
      .filter((line) => !line.startsWith('#'));
    expect(lines).toEqual([
      '/apps/*/backup/ @healthcare-dr/data-platform',
      '/apps/*/dns/ @healthcare-dr/network',
      '/libs/backup/ @healthcare-dr/data-platform',
      '/libs/dns/ @healthcare-dr/network',
      '',
    ]);
  });

  it('changes nothing when it is run again', () => {
    tier(tree, { name: 'backup', ...OWNED });
    const before = contents();

    tier(tree, { name: 'backup', owner: 'somebody-else' });

    expect(contents()).toEqual(before);
  });

  it('keeps what a person changed, and does not bring back what they removed from a library', () => {
    tier(tree, { name: 'backup', ...OWNED });
    tree.write('libs/backup/src/backup.ts', 'export const mine = true;\n');
    tree.write('apps/dr/backup/stack.ts', '// mine\n');
    tree.delete('libs/backup/src/backup.spec.ts');
    const before = contents();

    tier(tree, { name: 'backup', ...OWNED });

    expect(contents()).toEqual(before);
  });

  it.each([
    ['Backup', "'Backup' cannot be the name of a tier"],
    ['back_up', "'back_up' cannot be the name of a tier"],
    ['../escape', "'../escape' cannot be the name of a tier"],
    ['-backup', "'-backup' cannot be the name of a tier"],
    ['primary-backup', 'the name of a stack of the primary Region'],
    ['dr', 'the name of a stack of the dr Region'],
    ['kms-contract', "the name of another tier's contract"],
    ['platform', 'libs/platform exists and is not a tier'],
    ['drctl', 'tools/drctl exists and is not a tier'],
    ['a-name-of-twenty-six-chars', 'has 26 characters'],
  ])('refuses the name %s', (name, message) => {
    const before = contents();

    expect(messageOf(() => tier(tree, { name, ...OWNED }))).toContain(message);
    expect(contents()).toEqual(before);
  });

  it('accepts the longest name that IAM leaves room for', () => {
    tier(tree, { name: 'a-name-of-twenty-five-cha', ...OWNED });

    expect(tree.exists('libs/a-name-of-twenty-five-cha/project.json')).toBe(true);
  });

  it('refuses an owner that is no team', () => {
    expect(messageOf(() => tier(tree, { name: 'backup', owner: '@org/team' }))).toContain(
      "'@org/team' cannot be",
    );
  });
});

describe('region-stack', () => {
  beforeEach(() => tier(tree, { name: 'backup', ...OWNED }));

  const PRIMARY = 'apps/primary/backup/stack.ts';
  const DR = 'apps/dr/backup/stack.ts';

  it('makes a stack in whose facts the build tool agrees', () => {
    for (const file of [PRIMARY, DR]) {
      expect(readDefinition(file, tree.read(file, 'utf8') ?? '').tier).toBe('backup');
    }
  });

  it('makes the missing side like the other one', () => {
    const handmade = (role: string) => `import { Backup } from '@healthcare-dr/backup';
import { kmsContract } from '@healthcare-dr/kms/contract';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: '${role}',
  tier: 'backup',
  reads: [kmsContract], // 'primary' in a comment stays
  build: (stack) => void new Backup(stack, 'backup', { key: stack.read(kmsContract).backupKeyArn }),
});
`;
    tree.write(PRIMARY, handmade('primary'));
    tree.delete(DR);

    regionStack(tree, { tier: 'backup', role: 'dr' });

    expect(tree.read(DR, 'utf8')).toBe(handmade('dr'));
  });

  it('does not make a dr stack of one that reaches into the dr Region', () => {
    tree.write(
      PRIMARY,
      `import { kmsContract } from '@healthcare-dr/kms/contract';
       import { defineStack } from '@healthcare-dr/platform';
       export default defineStack({ role: 'primary', tier: 'backup', readsDr: [kmsContract], build() {} });`,
    );
    tree.delete(DR);

    expect(messageOf(() => regionStack(tree, { tier: 'backup', role: 'dr' }))).toContain('must not');
    expect(tree.exists(DR)).toBe(false);
  });

  it('leaves a stack that exists as it is', () => {
    const before = contents();

    regionStack(tree, { tier: 'backup', role: 'dr' });

    expect(contents()).toEqual(before);
  });

  it.each([
    [{ tier: 'backup', role: 'standby' }, "There is no role 'standby'.\n  Allowed: primary, dr"],
    [{ tier: 'aurora', role: 'dr' }, "There is no tier 'aurora'.\n  Allowed: backup"],
  ])('refuses %j', (options, message) => {
    expect(messageOf(() => regionStack(tree, options))).toContain(message);
  });
});
