import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import ts from 'typescript';
import { reachableFrom } from './reachable';

const NO_SOURCE = /(?:^|\/)(?:node_modules|dist|templates|cdktf\.out)\//;

/**
 * What each TypeScript file of some folders imports by a path, types included. What crosses projects goes by an alias, and is held by the
 * rules of projects.
 *
 * @param folders - relative to the workspace
 */
export function importsOfFiles(
  workspaceRoot: string,
  folders: readonly string[],
): Map<string, readonly string[]> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(workspaceRoot, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path}`)
      .filter((file) => file.endsWith('.ts') && !NO_SOURCE.test(file)),
  );
  const known = new Set(files);
  const target = (from: string, specifier: string) => {
    const path = normalize(join(from, '..', specifier));
    return [`${path}.ts`, `${path}/index.ts`].find((file) => known.has(file));
  };
  return new Map(
    files.map((file) => [
      file,
      ts
        .preProcessFile(readFileSync(join(workspaceRoot, file), 'utf8'), true, true)
        .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
        .flatMap(({ fileName }) => target(file, fileName) ?? []),
    ]),
  );
}

/** The circles among files: each as the files that lead to each other, sorted. */
export function fileCircles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const reached = new Map(
    [...imports.keys()].map((file) => [file, reachableFrom(file, (from) => imports.get(from) ?? [])]),
  );
  const left = new Set([...imports.keys()].filter((file) => reached.get(file)?.has(file)));
  const circles: string[][] = [];
  for (const file of left) {
    const circle = [...left].filter(
      (other) => reached.get(file)?.has(other) && reached.get(other)?.has(file),
    );
    circle.forEach((each) => left.delete(each));
    circles.push(circle.sort());
  }
  return circles;
}
