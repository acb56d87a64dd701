import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Totals } from './totals';

/** Where the checks of the workspace leave their totals, relative to it. */
export const RESULTS_FOLDER = 'dist/results';

/** Where a task leaves its totals, relative to the workspace: an output, so that a task from the cache has them too. */
export function resultFile(project: string, target: string): string {
  return `${RESULTS_FOLDER}/${project}/${target}.json`;
}

/** Records the totals of a task. */
export function writeResult(workspaceRoot: string, project: string, target: string, totals: Totals): void {
  const { passed, failed, skipped } = totals;
  const file = join(workspaceRoot, resultFile(project, target));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ passed, failed, skipped })}\n`);
}

/** The totals that a task recorded; `undefined` if it recorded none, or nothing that could be totals. */
export function readResult(workspaceRoot: string, project: string, target: string): Totals | undefined {
  try {
    const totals = JSON.parse(
      readFileSync(join(workspaceRoot, resultFile(project, target)), 'utf8'),
    ) as Totals;
    const counts = [totals.passed, totals.failed, totals.skipped];
    return counts.every((count) => Number.isInteger(count) && count >= 0) ? totals : undefined;
  } catch {
    return undefined;
  }
}
