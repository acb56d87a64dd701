import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createNodesFromFiles, readJsonFile, type CreateNodes, type ProjectConfiguration } from '@nx/devkit';
import { checkTargets } from './inference/check-targets';
import { readDefinition, type StackFacts } from './inference/definition';
import { environmentInputs } from './inference/environment-inputs';
import { importedProjects } from './inference/imported-projects';
import { orderStacks, type Neighbours } from './inference/order';
import { Owners } from './inference/owners';
import { slowSpecs, sourceFiles } from './inference/source-files';
import { stackTargets } from './inference/targets';

export { createDependencies } from './inference/imports';

/** Where projects are: the folder of a stack is its name, any other project says its own. */
const PROJECT_FILES = '{apps/*/*/stack.ts,{libs,services,tools}/**/project.json}';
const CODE_OWNERS = '.github/CODEOWNERS';

/**
 * Makes a project of every `apps/<role>/<tier>/stack.ts`, and gives every project the targets that check it and the tag of its owner.
 *
 * @throws AggregateCreateNodesError with one UserError for each file that cannot be read
 */
export const createNodes: CreateNodes = [
  PROJECT_FILES,
  async (files, options, context) => {
    const { workspaceRoot } = context;
    const facts = new Map<string, StackFacts>();
    const names = new Map<string, string>();
    const read = async (file: string) => {
      const text = await readFile(join(workspaceRoot, file), 'utf8');
      if (basename(file) === 'stack.ts') facts.set(file, readDefinition(file, text));
      const name = facts.get(file)?.name ?? (JSON.parse(text) as { name?: string }).name;
      if (name !== undefined) names.set(file, name);
      return {};
    };
    await createNodesFromFiles(read, files, options, context);
    const environment = environmentInputs(workspaceRoot, process.env);
    const order = orderStacks([...facts.values()]);
    const owners = new Owners(await textOf(join(workspaceRoot, CODE_OWNERS)));
    const roots = new Map([...names].map(([file, name]) => [name, dirname(file)]));
    const sources = sourceFiles(workspaceRoot, roots);
    const imported = importedProjects(workspaceRoot, roots, aliasesOf(workspaceRoot), sources);
    const slow = slowSpecs(sources, roots);
    return [...names].map(([file, name]) => {
      const root = dirname(file);
      const owner = owners.of(root);
      const tags = owner === undefined ? [] : [`owner:${owner}`];
      const checks = checkTargets(name, imported.get(name) ?? [], slow.get(name) ?? new Set());
      const stack = facts.get(file);
      if (stack === undefined) return [file, { projects: { [root]: { root, tags, targets: checks } } }];
      const targets = stackTargets(name, order.get(name) ?? NO_NEIGHBOURS, environment);
      const project = { ...stackProject(root, stack, tags), targets: { ...targets, ...checks } };
      return [file, { projects: { [root]: project } }];
    });
  },
];

const NO_NEIGHBOURS: Neighbours = { before: [], after: [] };

function stackProject(
  root: string,
  { name, role, tier, notDrilled }: StackFacts,
  tags: readonly string[],
): ProjectConfiguration {
  return {
    root,
    name,
    projectType: 'application',
    sourceRoot: root,
    tags: [
      'type:stack',
      `scope:${tier}`,
      `role:${role}`,
      ...tags,
      ...(notDrilled === undefined ? [] : ['drill:left-out']),
    ],
    metadata: { description: `The ${tier} stack of the ${role} Region.` },
  };
}

async function textOf(file: string): Promise<string> {
  return existsSync(file) ? await readFile(file, 'utf8') : '';
}

function aliasesOf(workspaceRoot: string): Readonly<Record<string, readonly string[]>> {
  const file = join(workspaceRoot, 'tsconfig.base.json');
  if (!existsSync(file)) return {};
  const { compilerOptions } = readJsonFile<{
    compilerOptions?: { paths?: Readonly<Record<string, readonly string[]>> };
  }>(file);
  return compilerOptions?.paths ?? {};
}
