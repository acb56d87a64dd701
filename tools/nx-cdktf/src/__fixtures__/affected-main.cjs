/**
 * Prints the projects that a change of each file alone affects, as `nx show projects --affected --files=<file>` does, from one graph:
 * Nx takes a second of processor time to start.
 */
'use strict';
const { createProjectGraphAsync } = require('@nx/devkit');
const { filterAffected } = require('nx/src/project-graph/affected/affected-project-graph');
const { calculateFileChanges } = require('nx/src/project-graph/file-utils');

async function main() {
  const graph = await createProjectGraphAsync();
  /** @type {Record<string, string[]>} */
  const affected = {};
  for (const file of process.argv.slice(2)) {
    const { nodes } = await filterAffected(graph, calculateFileChanges([file], { files: [file] }));
    affected[file] = Object.keys(nodes).sort();
  }
  process.stdout.write(`${JSON.stringify(affected)}\n`);
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
