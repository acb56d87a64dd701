import type { Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';
import { messageOf } from '../__fixtures__/message-of';
import { readDefinition } from '../inference/definition';
import regionStack from './region-stack/region-stack';
import sync from './sync/sync';
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

const REPOSITORY = `# Kept.
organization: clinic
repository: recovery
owners:
  '*': platform # everything else
`;

const OWNED = { owner: 'data-platform' };

let tree: Tree;

beforeEach(() => {
  tree = createTree();
  tree.write('tsconfig.base.json', ALIASES);
  tree.write('repository.yaml', REPOSITORY);
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

  it('names its owner in repository.yaml, and in a CODEOWNERS file that follows from it', () => {
    tier(tree, { name: 'dns', owner: 'network' });
    tier(tree, { name: 'backup', ...OWNED });

    expect(tree.read('repository.yaml', 'utf8')).toBe(
      `${REPOSITORY}  dns: network\n  backup: data-platform\n`,
    );

    const lines = tree
      .read('.github/CODEOWNERS', 'utf8')
      ?.split('\n')
      .filter((line) => !line.startsWith('#'));
    expect(lines).toEqual([
      '* @clinic/platform',
      '/apps/*/backup/ @clinic/data-platform',
      '/apps/*/dns/ @clinic/network',
      '/libs/backup/ @clinic/data-platform',
      '/libs/dns/ @clinic/network',
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

describe('sync', () => {
  const owners = (lines: string) =>
    tree.write('repository.yaml', `organization: clinic\nrepository: recovery\nowners:\n${lines}`);
  beforeEach(() => {
    tree.write('libs/kms/project.json', '{}');
    tree.write('libs/kms/src/index.ts', '');
    tree.write('libs/platform/src/index.ts', '');
  });

  it('makes CODEOWNERS and aliases of repository.yaml and the projects, and changes nothing the second time', () => {
    tree.write('tools/aws-models/iam/project.json', '{}');
    tree.write('tools/aws-models/iam/src/index.ts', '');
    tree.write('libs/kms/contract/project.json', '{}');
    tree.write('libs/kms/contract/index.ts', '');
    tree.write('apps/dr/kms/stack.ts', '');
    owners("  '*': platform\n  kms: security\n  drctl: operations\n");

    sync(tree);
    const before = contents();
    sync(tree);

    expect(contents()).toEqual(before);
    expect(before['.github/CODEOWNERS']?.split('\n').slice(2)).toEqual([
      '* @clinic/platform',
      '/apps/*/kms/ @clinic/security',
      '/libs/kms/ @clinic/security',
      '/tools/drctl/ @clinic/operations',
      '',
    ]);
    expect(JSON.parse(before['tsconfig.base.json'] ?? '')).toMatchObject({
      compilerOptions: {
        paths: {
          '@healthcare-dr/aws-models/iam': ['./tools/aws-models/iam/src/index.ts'],
          '@healthcare-dr/kms': ['./libs/kms/src/index.ts'],
          '@healthcare-dr/kms/contract': ['./libs/kms/contract/index.ts'],
          '@healthcare-dr/platform': ['./libs/platform/src/index.ts'],
        },
      },
    });
  });

  it.each([
    ['the first alias', 'libs/kms', 'libs/platform'],
    ['the last alias', 'libs/platform', 'libs/kms'],
  ])('takes %s out once its project is gone', (_which, gone, left) => {
    owners("  '*': platform\n");
    tree.delete(gone);

    sync(tree);

    expect(JSON.parse(tree.read('tsconfig.base.json', 'utf8') ?? '')).toEqual({
      compilerOptions: {
        lib: ['es2023'],
        paths: { [`@healthcare-dr/${left.slice(5)}`]: [`./${left}/src/index.ts`] },
      },
    });
  });

  it('refuses an owner of a folder that is not there', () => {
    owners("  '*': platform\n  dns: network\n");

    expect(messageOf(() => sync(tree))).toContain("gives 'dns' an owner, and there is no such folder");
  });

  it('refuses to guess where there is no repository.yaml', () => {
    tree.delete('repository.yaml');

    expect(messageOf(() => sync(tree))).toContain('There is no repository.yaml');
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
