/**
 * Prints, for a change of each file alone, what `nx affected -t deploy --files=<file>` selects and which tasks it schedules with it, from
 * one graph: Nx takes seconds of processor time to start.
 */
'use strict';
const { createProjectGraphAsync } = require('@nx/devkit');
const { filterAffected } = require('nx/src/project-graph/affected/affected-project-graph');
const { calculateFileChanges } = require('nx/src/project-graph/file-utils');
const { createTaskGraph } = require('nx/src/tasks-runner/create-task-graph');

const TARGET = 'deploy';

async function main() {
  const graph = await createProjectGraphAsync();
  /** @type {Record<string, { affected: string[], waitsFor: Record<string, string[]> }>} */
  const deployments = {};
  for (const file of process.argv.slice(2)) {
    const { nodes } = await filterAffected(graph, calculateFileChanges([file], { files: [file] }));
    const affected = Object.values(nodes)
      .filter(({ data }) => data.targets?.[TARGET] !== undefined)
      .map(({ name }) => name);
    const { tasks, dependencies } = createTaskGraph(graph, {}, affected, [TARGET], undefined, {});
    /** @param {string} id */
    const stackOf = (id) => /** @type {{ target: { project: string } }} */ (tasks[id]).target.project;
    deployments[file] = {
      affected: affected.sort(),
      waitsFor: Object.fromEntries(
        Object.keys(tasks).map((id) => [stackOf(id), (dependencies[id] ?? []).map(stackOf)]),
      ),
    };
  }
  process.stdout.write(`${JSON.stringify(deployments)}\n`);
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
