'use strict';
const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Every stack of the workspace, by folder: `apps/<role>/<tier>/stack.ts` is the stack `<role>-<tier>`. Sorted by name.
 *
 * @param {string} workspaceRoot
 * @returns {{ name: string, role: string, tier: string, file: string }[]} with the absolute path of each `stack.ts`
 */
function findStacks(workspaceRoot) {
  const apps = join(workspaceRoot, 'apps');
  return folders(apps)
    .flatMap((role) =>
      folders(join(apps, role)).map((tier) => ({
        name: `${role}-${tier}`,
        role,
        tier,
        file: join(apps, role, tier, 'stack.ts'),
      })),
    )
    .filter(({ file }) => existsSync(file))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param {string} path */
function folders(path) {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

module.exports = { findStacks };
