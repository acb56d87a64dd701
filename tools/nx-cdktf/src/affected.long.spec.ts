import { ThrowawayWorkspace } from './__fixtures__/throwaway-workspace';

const NX_MS = 60_000;

const ALL = [
  'dr-aurora',
  'dr-backup',
  'dr-failover-lambda',
  'dr-kms',
  'dr-networking',
  'primary-aurora',
  'primary-backup',
  'primary-failover-lambda',
  'primary-kms',
  'primary-networking',
];

/** What a change of a file affects where dev is chosen. */
const STACKS_BY_FILE: readonly (readonly [string, readonly string[]])[] = [
  ['libs/backup/src/backup.ts', ['dr-backup', 'primary-backup']],
  ['libs/backup/README.md', ['dr-backup', 'primary-backup']],
  ['apps/dr/aurora/stack.ts', ['dr-aurora']],
  ['libs/networking/src/networking.ts', ['dr-networking', 'primary-networking']],
  [
    'libs/networking/contract/index.ts',
    ['dr-aurora', 'dr-networking', 'primary-aurora', 'primary-networking'],
  ],
  ['libs/failover-controller/src/index.ts', ['dr-failover-lambda', 'primary-failover-lambda']],
  ['libs/platform/src/stack.ts', ALL],
  ['libs/topology/src/schema.ts', ALL],
  ['tools/nx-cdktf/src/synth/index.ts', ALL],
  ['.terraform.lock.hcl', ALL],
  ['tools/nx-cdktf/src/plugin.ts', []],
  ['libs/testing/src/synth.ts', []],
  ['docs/runbooks/failover.md', []],
];

/** What a change of an environment affects: the chosen one, the changed one, the projects. */
const PROJECTS_BY_ENVIRONMENT: readonly (readonly [string, string, readonly string[]])[] = [
  ['dev', 'dev', ALL],
  ['dev', 'prod', []],
  ['prod', 'prod', ALL],
  ['prod', 'dev', []],
  // us extends prod, and pr7 needs no file.
  ['us', 'prod', ALL],
  ['us', 'us', ALL],
  ['pr7', 'dev', ALL],
];

describe('the stacks that a change affects', () => {
  let workspace: ThrowawayWorkspace;
  /** What Nx says, by the environment that is chosen. */
  const affected = new Map<string, Readonly<Record<string, readonly string[]>>>();

  beforeAll(async () => {
    workspace = new ThrowawayWorkspace();
    for (const tier of ['aurora', 'backup', 'failover-lambda']) workspace.addTier(tier);
    for (const role of ['primary', 'dr']) readNetworking(workspace, role, 'aurora');
    addRuntime(workspace);
    // What specs import is not deployed: with an edge from here, a change of backup would affect whatever stands on platform.
    workspace.write('libs/platform/src/throwaway.spec.ts', "import '@healthcare-dr/backup';\n");
    for (const suffix of new Set(PROJECTS_BY_ENVIRONMENT.map(([chosen]) => chosen))) {
      workspace.variables = { ENVIRONMENT_SUFFIX: suffix };
      const environments = PROJECTS_BY_ENVIRONMENT.filter(([chosen]) => chosen === suffix);
      affected.set(
        suffix,
        await workspace.affectedProjects(
          ...environments.map(([, changed]) => `environments/${changed}.yaml`),
          ...(suffix === 'dev' ? STACKS_BY_FILE.map(([file]) => file) : []),
        ),
      );
    }
    workspace.variables = { ENVIRONMENT_SUFFIX: 'dev' };
  }, 4 * NX_MS);

  afterAll(() => workspace.remove());

  it.each(STACKS_BY_FILE)('%s', (file, stacks) => {
    expect(affected.get('dev')?.[file]?.filter((name) => /^(?:primary|dr)-/.test(name))).toEqual(stacks);
  });

  it.each(PROJECTS_BY_ENVIRONMENT)(
    'where %s is chosen, of a line of %s.yaml: the stacks, and nothing else',
    (chosen, changed, projects) => {
      expect(affected.get(chosen)?.[`environments/${changed}.yaml`]).toEqual(projects);
    },
  );

  it(
    'as nx show projects says',
    async () => {
      expect(await workspace.affectedStacks('libs/backup/src/backup.ts')).toEqual([
        'dr-backup',
        'primary-backup',
      ]);
    },
    NX_MS,
  );

  it(
    'a new tier: its own, although it adds aliases to the configuration all share',
    async () => {
      workspace.commit();
      workspace.addTier('dns');

      expect(await workspace.affectedStacks()).toEqual(['dr-dns', 'primary-dns']);
    },
    NX_MS,
  );

  it(
    'does not follow the order of deployment, which is one of tasks',
    async () => {
      await workspace.nx('run', 'primary-aurora:deploy', '--graph=deploy.json');

      const { tasks } = JSON.parse(workspace.read('deploy.json')) as {
        tasks: { dependencies: Record<string, string[]> };
      };
      expect(tasks.dependencies).toMatchObject({
        'primary-aurora:deploy': ['primary-networking:deploy'],
        'primary-networking:deploy': ['primary-kms:deploy'],
        'primary-kms:deploy': [],
      });
      expect(await workspace.affectedStacks('apps/primary/kms/stack.ts')).toEqual(['primary-kms']);
    },
    NX_MS,
  );
});

/** Makes the stack of a tier read the networking contract, as a database in a VPC does. */
function readNetworking(workspace: ThrowawayWorkspace, role: string, tier: string): void {
  const file = `apps/${role}/${tier}/stack.ts`;
  const source = workspace
    .read(file)
    .replace(`tier: '${tier}',`, `tier: '${tier}',\n  reads: [networkingContract],`);
  workspace.write(
    file,
    `import { networkingContract } from '@healthcare-dr/networking/contract';\n${source}`,
  );
}

/** Gives failover-lambda the project of its function: code that its construct bundles and does not import. */
function addRuntime(workspace: ThrowawayWorkspace): void {
  const name = 'failover-controller';
  const library = JSON.parse(workspace.read('libs/failover-lambda/project.json')) as object;
  workspace.write(
    'libs/failover-lambda/project.json',
    JSON.stringify({ ...library, implicitDependencies: [name] }),
  );
  workspace.write('libs/failover-controller/project.json', JSON.stringify({ name, projectType: 'library' }));
  workspace.write('libs/failover-controller/src/index.ts', 'export const handler = () => undefined;\n');
}
