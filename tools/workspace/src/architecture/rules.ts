import { reachableFrom } from './reachable';

/** A project of the graph, as Nx tells it. */
export interface Project {
  readonly name: string;
  readonly root: string;
  readonly tags: readonly string[];
  /** The names of the projects that it depends on. */
  readonly dependsOn: readonly string[];
}

/** What speaks against the architecture: a rule's code, and the projects that break it. */
export interface Violation {
  readonly rule: 'circle' | 'arrow' | 'nested' | 'lean-operator';
  readonly projects: readonly string[];
}

/** Where arrows may lead, by the type of a project: apps → tiers → platform → topology, and tools → libs. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  stack: ['tier', 'contract', 'foundation'],
  tier: ['contract', 'foundation', 'runtime'],
  runtime: ['contract', 'foundation'],
  contract: ['foundation'],
  foundation: ['foundation'],
  testing: ['contract', 'foundation', 'runtime', 'testing'],
  tool: ['contract', 'foundation', 'runtime', 'testing', 'tool'],
};

/** The command line of 3 a.m., and what it must work without. */
const OPERATOR = 'drctl';
const NOT_FOR_THE_OPERATOR = ['drill', 'local-aws', 'nx-cdktf', 'terraform'];

/** Everything that speaks against the architecture. */
export function violations(projects: readonly Project[]): Violation[] {
  const byName = new Map(projects.map((project) => [project.name, project]));
  return [
    ...circles(projects, byName),
    ...wrongArrows(projects, byName),
    ...nestedProjects(projects),
    ...burdensOfTheOperator(byName),
  ];
}

/** The projects that a project depends on, directly or through others. */
export const reachable = (name: string, byName: ReadonlyMap<string, Project>): Set<string> =>
  reachableFrom(name, (from) => byName.get(from)?.dependsOn ?? []);

function circles(projects: readonly Project[], byName: ReadonlyMap<string, Project>): Violation[] {
  const inCircle = projects.map(({ name }) => name).filter((name) => reachable(name, byName).has(name));
  return inCircle.length === 0 ? [] : [{ rule: 'circle', projects: inCircle.sort() }];
}

function wrongArrows(projects: readonly Project[], byName: ReadonlyMap<string, Project>): Violation[] {
  return projects.flatMap((project) =>
    project.dependsOn
      .map((name) => byName.get(name))
      .filter((target) => target !== undefined)
      .filter((target) => !(ARROWS[typeOf(project)] ?? []).includes(typeOf(target)))
      .map((target): Violation => ({ rule: 'arrow', projects: [project.name, target.name] })),
  );
}

/** A tier holds its contract; no other project holds one. */
function nestedProjects(projects: readonly Project[]): Violation[] {
  return projects.flatMap((inner) =>
    projects
      .filter((outer) => inner.root.startsWith(`${outer.root}/`) && inner.root !== `${outer.root}/contract`)
      .map((outer): Violation => ({ rule: 'nested', projects: [outer.name, inner.name] })),
  );
}

function burdensOfTheOperator(byName: ReadonlyMap<string, Project>): Violation[] {
  const reached = reachable(OPERATOR, byName);
  return NOT_FOR_THE_OPERATOR.filter((name) => reached.has(name)).map((name) => ({
    rule: 'lean-operator',
    projects: [OPERATOR, name],
  }));
}

function typeOf({ tags }: Project): string {
  return tags.find((tag) => tag.startsWith('type:'))?.slice('type:'.length) ?? '';
}
