import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { reachable, violations, type Project } from './rules';

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');

const project = (name: string, root: string, type: string, ...dependsOn: string[]): Project => ({
  name,
  root,
  tags: [`type:${type}`],
  dependsOn,
});

const TOPOLOGY = project('topology', 'libs/topology', 'foundation');
const PLATFORM = project('platform', 'libs/platform', 'foundation', 'topology');
const CONTRACT = project('kms-contract', 'libs/kms/contract', 'contract', 'platform');
const KMS = project('kms', 'libs/kms', 'tier', 'kms-contract', 'platform');
const STACK = project('dr-kms', 'apps/dr/kms', 'stack', 'kms', 'platform');
const TERRAFORM = project('terraform', 'tools/terraform', 'tool', 'topology');
const DRCTL = project('drctl', 'tools/drctl', 'tool', 'topology');
const SOUND = [TOPOLOGY, PLATFORM, CONTRACT, KMS, STACK, TERRAFORM, DRCTL];

/** The sound graph with other projects in the place of those of the same name. */
const withProjects = (...others: Project[]) => [
  ...SOUND.filter(({ name }) => others.every((other) => other.name !== name)),
  ...others,
];

describe('the rules of the architecture', () => {
  it('hold for a graph that is sound', () => {
    expect(violations(SOUND)).toEqual([]);
  });

  it('refuse a circle', () => {
    const circle = withProjects(project('topology', 'libs/topology', 'foundation', 'platform'));

    expect(violations(circle)).toEqual([{ rule: 'circle', projects: ['platform', 'topology'] }]);
  });

  it.each([
    ['a lib that imports a tool', project('kms', 'libs/kms', 'tier', 'terraform'), ['kms', 'terraform']],
    [
      'a stack that imports a stack',
      project('primary-kms', 'apps/primary/kms', 'stack', 'dr-kms'),
      ['primary-kms', 'dr-kms'],
    ],
    ['a tier that imports a tier', project('dns', 'libs/dns', 'tier', 'kms'), ['dns', 'kms']],
    ['a tool that imports a tier', project('drill', 'tools/drill', 'tool', 'kms'), ['drill', 'kms']],
    [
      'a project without a type',
      { ...project('odd', 'libs/odd', 'tier', 'topology'), tags: [] },
      ['odd', 'topology'],
    ],
  ])('refuse %s', (_what, wrong, projects) => {
    expect(violations(withProjects(wrong))).toEqual([{ rule: 'arrow', projects }]);
  });

  it('refuse a project within another, but for the contract of a tier', () => {
    const nested = project('kms-tools', 'libs/kms/tools', 'tier');

    expect(violations(withProjects(nested))).toEqual([{ rule: 'nested', projects: ['kms', 'kms-tools'] }]);
  });

  it('keep the command line of the operator free of what drills and deploys, through others too', () => {
    const kit = project('cli-kit', 'tools/cli-kit', 'tool', 'terraform');
    const heavy = project('drctl', 'tools/drctl', 'tool', 'cli-kit');

    expect(violations(withProjects(kit, heavy))).toEqual([
      { rule: 'lean-operator', projects: ['drctl', 'terraform'] },
    ]);
  });
});

describe('the graph of this workspace', () => {
  let projects: Project[] = [];

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'healthcare-dr-graph-'));
    const file = join(folder, 'graph.json');
    const nx = join(workspaceRoot, 'node_modules', '.bin', 'nx');
    execFileSync(nx, ['graph', `--file=${file}`], {
      cwd: workspaceRoot,
      env: { ...process.env, NX_DAEMON: 'false' },
      stdio: 'pipe',
    });
    const { graph } = JSON.parse(readFileSync(file, 'utf8')) as {
      graph: {
        nodes: Record<string, { data: { root: string; tags: string[] } }>;
        dependencies: Record<string, { target: string }[]>;
      };
    };
    rmSync(folder, { recursive: true });
    projects = Object.entries(graph.nodes).map(([name, { data }]) => ({
      name,
      root: data.root,
      tags: data.tags,
      dependsOn: (graph.dependencies[name] ?? []).map(({ target }) => target),
    }));
  }, 120_000);

  it('breaks none of the rules', () => {
    expect(violations(projects)).toEqual([]);
  });

  it('is the whole of it', () => {
    const byName = new Map(projects.map((each) => [each.name, each]));

    expect(reachable('dr-failover-lambda', byName)).toContain('failover-controller');
    expect(reachable('drctl', byName)).toContain('topology');
    expect(projects.filter(({ tags }) => tags.includes('type:stack')).length).toBeGreaterThanOrEqual(20);
  });

  it('names an owner of every project', () => {
    const unowned = projects.filter(({ tags }) => !tags.some((tag) => tag.startsWith('owner:')));

    expect(unowned).toEqual([]);
  });
});
