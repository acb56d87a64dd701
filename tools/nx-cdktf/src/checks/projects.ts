import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folders whose subfolders are projects. */
const PROJECT_FOLDERS = ['apps', 'libs', 'services', 'tools'];

/** Neither source nor documentation, wherever a check might look. */
const NEVER_CHECKED = new Set(['.git', '.nx', '.worktrees', 'cdktf.out', 'coverage', 'dist', 'node_modules']);

/** Finds the project that a file belongs to: the one whose root is the nearest folder above it. */
export class ProjectOfFile {
  readonly #byRoot: ReadonlyMap<string, string>;

  /** @param roots - the root of each project, by its name */
  constructor(roots: ReadonlyMap<string, string>) {
    this.#byRoot = new Map([...roots].map(([name, root]) => [root, name]));
  }

  /** @param file - relative to the workspace; `undefined` if it belongs to no project */
  find(file: string): string | undefined {
    for (let folder = dirname(file); folder !== '.' && folder !== '/'; folder = dirname(folder)) {
      const owner = this.#byRoot.get(folder);
      if (owner !== undefined) return owner;
    }
    return undefined;
  }
}

/** What stands in no project, relative to the workspace: what lies at its root or directly in a folder of projects. */
export function pathsOfNoProject(workspaceRoot: string): string[] {
  const entries = (folder: string) => readdirSync(join(workspaceRoot, folder), { withFileTypes: true });
  const atRoot = entries('.')
    .filter(({ name }) => !NEVER_CHECKED.has(name) && !PROJECT_FOLDERS.includes(name))
    .map(({ name }) => name);
  // A fork that has no services of its own deletes their folder.
  const amongProjects = PROJECT_FOLDERS.filter((folder) => existsSync(join(workspaceRoot, folder))).flatMap(
    (folder) =>
      entries(folder)
        .filter((entry) => entry.isFile())
        .map(({ name }) => `${folder}/${name}`),
  );
  return [...atRoot, ...amongProjects].sort();
}
