import { MANIFEST, manifestOf } from '@healthcare-dr/cli-kit';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DrillReport } from './drill-report';
import { DRAWN, pictureOf } from './client-section';
import { reportHtml } from './html';
import { reportMarkdown } from './markdown';
import { requestsSvg } from './requests-svg';
import { timelineSvg } from './timeline-svg';

/**
 * Writes `drill-report.html`, `.md`, `.json` and `.svg`, a picture of the requests of each situation in which the writer moves, and last the manifest of their SHA-256 sums.
 * Each is written beside its place and moved there, so that nobody reads half of one.
 *
 * @returns the paths
 */
export async function writeReport(report: DrillReport, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const title = `Drill of ${report.environment.suffix}, ${report.startedAt.slice(0, 10)}`;
  const files = {
    'drill-report.json': `${JSON.stringify(report, null, 2)}\n`,
    'drill-report.svg': timelineSvg(report.objectives.milestones, title),
    'drill-report.md': reportMarkdown(report),
    'drill-report.html': reportHtml(report),
    ...pictures(report),
  };
  const paths: string[] = [];
  for (const [name, content] of Object.entries({ ...files, [MANIFEST]: manifestOf(files) })) {
    const path = join(folder, name);
    const staged = `${path}.${process.pid}.tmp`;
    await writeFile(staged, content);
    await rename(staged, path);
    paths.push(path);
  }
  // What an earlier drill has left of situations that this one did not play would be taken for its own.
  for (const name of DRAWN.map(pictureOf))
    if (!(name in files)) await rm(join(folder, name), { force: true });
  return paths;
}

/** The requests of clients, of each situation that is drawn. */
function pictures({ recordings }: DrillReport): Record<string, string> {
  const drawn = DRAWN.flatMap((scenario) => {
    const recording = recordings.find((each) => each.scenario === scenario);
    const picture = recording && requestsSvg(recording);
    return picture === undefined ? [] : [[pictureOf(scenario), picture]];
  });
  return Object.fromEntries(drawn) as Record<string, string>;
}
