import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ProjectOfFile } from '../checks/projects';
import { sourceFiles } from './source-files';

const SPEC = /\.spec\.ts$/;

/**
 * The projects whose sources a project is compiled with, specs and fixtures included: those it imports, and those they import in turn,
 * but for what only their own specs import.
 *
 * @param roots - the root of each project, by its name
 * @param aliases - the path aliases of tsconfig.base.json
 * @param files - the source files of all projects. @default - they are listed
 * @returns the names of the others for each project, sorted
 */
export function importedProjects(
  workspaceRoot: string,
  roots: ReadonlyMap<string, string>,
  aliases: Readonly<Record<string, readonly string[]>>,
  files: Iterable<string> = sourceFiles(workspaceRoot, roots),
): Map<string, readonly string[]> {
  const owners = new ProjectOfFile(roots);
  const byAll = new Map([...roots.keys()].map((name) => [name, new Set<string>()]));
  const bySources = new Map([...roots.keys()].map((name) => [name, new Set<string>()]));
  for (const file of files) {
    const owner = owners.find(file) ?? '';
    for (const specifier of specifiersOf(join(workspaceRoot, file))) {
      const target = specifier.startsWith('.')
        ? join(file, '..', specifier, 'file')
        : aliases[specifier]?.[0];
      const imported = target === undefined ? undefined : owners.find(join(target));
      if (imported === undefined || imported === owner) continue;
      byAll.get(owner)?.add(imported);
      if (!SPEC.test(file)) bySources.get(owner)?.add(imported);
    }
  }
  return new Map(
    [...byAll].map(([name, direct]) => {
      const found = new Set<string>();
      const visit = (project: string): void => {
        if (project === name || found.has(project)) return;
        found.add(project);
        bySources.get(project)?.forEach(visit);
      };
      direct.forEach(visit);
      return [name, [...found].sort()];
    }),
  );
}

function specifiersOf(file: string): string[] {
  return ts
    .preProcessFile(readFileSync(file, 'utf8'), true, true)
    .importedFiles.map(({ fileName }) => fileName);
}
