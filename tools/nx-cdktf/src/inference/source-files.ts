import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ProjectOfFile } from '../checks/projects';

const SOURCE = /\.[cm]?[jt]s$/;
const NO_SOURCE = /(?:^|\/)(?:node_modules|dist|templates)\//;
const SLOW_SPEC = /\.(long|nightly)\.spec\.ts$/;

/** How long specs take: they start other programs or try every case (`*.long.spec.ts`), or half an hour and more (`*.nightly.spec.ts`). */
export type SlowSpecs = 'long' | 'nightly';

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

/** The kinds of slow specs that projects have, by the project's name. @param files - the source files of all projects */
export function slowSpecs(
  files: ReadonlySet<string>,
  roots: ReadonlyMap<string, string>,
): ReadonlyMap<string | undefined, ReadonlySet<SlowSpecs>> {
  const owners = new ProjectOfFile(roots);
  const kinds = new Map<string | undefined, Set<SlowSpecs>>();
  for (const file of files) {
    const kind = SLOW_SPEC.exec(file)?.[1] as SlowSpecs | undefined;
    if (kind === undefined) continue;
    const project = owners.find(file);
    kinds.set(project, (kinds.get(project) ?? new Set<SlowSpecs>()).add(kind));
  }
  return kinds;
}
