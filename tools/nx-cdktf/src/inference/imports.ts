import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import {
  DependencyType,
  readJsonFile,
  type CreateDependencies,
  type CreateDependenciesContext,
  type RawProjectGraphDependency,
} from '@nx/devkit';
import ts from 'typescript';

const SOURCE = /\.[cm]?[jt]s$/;
const FOR_TESTS = /\.spec\.ts$|^libs\/[^/]+\/src\/invariants\.ts$|(^|\/)(__fixtures__|templates)\//;

/**
 * The edges of the project graph: what the code that is deployed imports.
 *
 * It stands in for Nx's own analysis of sources, which counts the imports of specs too. With those, a helper for tests would be part
 * of whatever is tested with it: a change of libs/testing would affect every stack, and so would a change of any tier that a helper
 * imports.
 *
 * @see docs in tools/nx-cdktf/README.md, "What a change affects"
 */
export const createDependencies: CreateDependencies = async (_options, context) => {
  const locate = locator(context);
  const files = Object.entries(context.filesToProcess.projectFileMap).flatMap(([project, all]) =>
    all
      .filter(({ file }) => SOURCE.test(file) && !FOR_TESTS.test(file))
      .map(({ file }) => ({ project, file })),
  );
  const dependencies = await Promise.all(
    files.map(async ({ project, file }): Promise<RawProjectGraphDependency[]> => {
      const { importedFiles } = ts.preProcessFile(
        await readFile(join(context.workspaceRoot, file), 'utf8'),
        true,
        true,
      );
      const targets = new Set(importedFiles.map(({ fileName }) => locate(file, fileName)));
      return [...targets].flatMap((target) =>
        target === undefined || target === project
          ? []
          : [{ source: project, target, sourceFile: file, type: DependencyType.static }],
      );
    }),
  );
  return dependencies.flat();
};

/** Finds the project, or the package, that a specifier in a file leads to; `undefined` if it leads out of the graph. */
function locator({ projects, externalNodes = {}, workspaceRoot }: CreateDependenciesContext) {
  const byRoot = new Map(Object.entries(projects).map(([name, { root }]) => [root, name]));
  const { compilerOptions } = readJsonFile<{
    compilerOptions: { paths: Readonly<Record<string, readonly string[]>> };
  }>(join(workspaceRoot, 'tsconfig.base.json'));
  const ownerOf = (path: string): string | undefined => {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      const owner = byRoot.get(folder);
      if (owner !== undefined) return owner;
    }
    return undefined;
  };
  return (file: string, specifier: string): string | undefined => {
    if (specifier.startsWith('.')) return ownerOf(join(dirname(file), specifier, 'file'));
    const alias = compilerOptions.paths[specifier]?.[0];
    if (alias !== undefined) return ownerOf(join(alias));
    const [scope, name] = specifier.split('/');
    const node = `npm:${specifier.startsWith('@') ? `${scope}/${name}` : scope}`;
    return !isBuiltin(specifier) && Object.hasOwn(externalNodes, node) ? node : undefined;
  };
}
