import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createNodesFromFiles, type CreateNodes, type ProjectConfiguration } from '@nx/devkit';
import { readDefinition, type StackFacts } from './inference/definition';
import { environmentInputs, type Inputs } from './inference/environment-inputs';
import { orderStacks, type Neighbours } from './inference/order';
import { stackTargets } from './inference/targets';

export { createDependencies } from './inference/imports';

/** Where stacks are defined: their folders are their names. */
const STACK_FILES = 'apps/*/*/stack.ts';

/**
 * Makes a project of every `apps/<role>/<tier>/stack.ts`.
 *
 * @throws AggregateCreateNodesError with one UserError for each file that cannot be read
 */
export const createNodes: CreateNodes = [
  STACK_FILES,
  async (files, options, context) => {
    const facts = new Map<string, StackFacts>();
    const read = async (file: string) => {
      const source = await readFile(join(context.workspaceRoot, file), 'utf8');
      facts.set(file, readDefinition(file, source));
      return {};
    };
    await createNodesFromFiles(read, files, options, context);
    const order = orderStacks([...facts.values()]);
    const environment = environmentInputs(context.workspaceRoot, process.env);
    return [...facts].map(([file, stack]) => {
      const root = dirname(file);
      return [file, { projects: { [root]: stackProject(root, stack, environment, order.get(stack.name)) } }];
    });
  },
];

function stackProject(
  root: string,
  { name, role, tier, notDrilled }: StackFacts,
  environment: Inputs,
  neighbours: Neighbours = { before: [], after: [] },
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
      ...(notDrilled === undefined ? [] : ['drill:left-out']),
    ],
    targets: stackTargets(name, neighbours, environment),
  };
}
