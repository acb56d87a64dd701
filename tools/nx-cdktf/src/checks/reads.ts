import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { NxJsonConfiguration, ProjectGraph } from '@nx/devkit';
import { getTaskRawInputs } from 'nx/src/hasher/check-task-files';
import type { CheckedProjects } from '../executors/check';

/** The files that each spec looked at, both relative to the workspace. */
export type Reads = ReadonlyMap<string, readonly string[]>;

/** What the recorder of tools/workspace/jest left in a folder: a file for each spec, named after it. */
export function readsOf(folder: string, workspaceRoot: string): Reads {
  const specs = readdirSync(folder).filter((name) => decodeURIComponent(name).endsWith('.spec.ts'));
  return new Map(
    specs.map((name) => {
      const lines = readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '');
      return [
        decodeURIComponent(name),
        [...new Set(lines.map((file) => relative(workspaceRoot, file)))].sort(),
      ];
    }),
  );
}

/** What {@link undeclaredReads} compares. */
export interface ReadsAndInputs {
  readonly reads: Reads;
  readonly projects: Pick<CheckedProjects, 'ownerOf' | 'roots'>;
  readonly target: string;
  readonly projectGraph: ProjectGraph;
  readonly nxJson: NxJsonConfiguration;
}

/**
 * What specs read although a change of it would not run them again, as messages by project: each file that is no input of the task of
 * the spec's project.
 */
export async function undeclaredReads(options: ReadsAndInputs): Promise<Map<string, string[]>> {
  const { reads, projects, target, projectGraph, nxJson } = options;
  const messages = new Map<string, string[]>();
  for (const [project, root] of projects.roots) {
    const own = [...reads].filter(([spec]) => projects.ownerOf(spec) === project);
    if (own.length === 0) continue;
    const raw = await getTaskRawInputs(`${project}:${target}`, { projectGraph, nxJson });
    const inputs = new Set(raw?.files);
    const unknown = new Map(
      own.map(([spec, files]) => [spec, files.filter((file) => !inputs.has(file))] as const),
    );
    const lines = [...unknown].flatMap(([spec, files]) => files.map((file) => `  ${spec} reads ${file}`));
    if (lines.length === 0) continue;
    messages.set(project, [
      [
        `${project}: its specs read files that are no inputs of its task '${target}', so that a change of them would not run it again:`,
        ...lines,
        `  Fix:     add them to targets.${target}.inputs in ${root}/project.json, after "...": ["...", "{workspaceRoot}/…"].`,
      ].join('\n'),
    ]);
  }
  return messages;
}
