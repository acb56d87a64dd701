import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ProjectOfFile } from '../checks/projects';

const SOURCE = /\.[cm]?[jt]s$/;
const NO_SOURCE = /(?:^|\/)(?:node_modules|dist|templates)\//;
const LONG_SPEC = /\.long\.spec\.ts$/;

/** The source files of all projects, each once, however projects nest. */
export function sourceFiles(workspaceRoot: string, roots: ReadonlyMap<string, string>): Set<string> {
  return new Set(
    [...roots.values()].flatMap((root) =>
      readdirSync(join(workspaceRoot, root), { recursive: true, encoding: 'utf8' })
        .map((path) => `${root}/${path}`)
        .filter((file) => SOURCE.test(file) && !NO_SOURCE.test(file)),
    ),
  );
}

/** The names of the projects that have specs that take minutes. @param files - the source files of all projects */
export function projectsWithLongSpecs(
  files: ReadonlySet<string>,
  roots: ReadonlyMap<string, string>,
): ReadonlySet<string | undefined> {
  const owners = new ProjectOfFile(roots);
  return new Set([...files].filter((file) => LONG_SPEC.test(file)).map((file) => owners.find(file)));
}
