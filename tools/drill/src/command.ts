import { resolve } from 'node:path';
import type { Environment } from '@healthcare-dr/topology';
import type { Terminal } from '@healthcare-dr/cli-kit';
import { commitOf } from '@healthcare-dr/processes';
import { drill } from './drill';
import { standingTable, verdict } from './report';
import { drillReport } from './report-files/drill-report';
import { writeReport } from './report-files/write-report';

/** How the drill was called. */
export interface DrillCommandOptions {
  readonly workspaceRoot: string;
  readonly environment: Environment;
  readonly terminal: Terminal;
  /** Where the report goes, relative to the workspace. */
  readonly reportFolder: string;
  readonly destroy: boolean;
  /** Whether it also plays what is not played on every change. */
  readonly all: boolean;
  /** Whether what Terraform does becomes the policies of the roles that deliver. */
  readonly recordPermissions: boolean;
  /** Whether the report is printed, as JSON, and everything else goes to standard error. */
  readonly json: boolean;
  /** Whether the service runs and clients ask it. */
  readonly clients: boolean;
  /** Whether PostgreSQL stands behind the clusters. */
  readonly databases: boolean;
}

/**
 * Drills, writes the report and prints what came of it.
 *
 * @returns the exit code: 0 only if every assertion held
 * @throws InterruptedError if a signal ended it
 */
export async function drillCommand(options: DrillCommandOptions): Promise<number> {
  const { workspaceRoot, environment, terminal, reportFolder, json, ...rest } = options;
  const say = json ? terminal.note : terminal.print;
  // Of the sources that are drilled, which may be others by the end.
  const commit = await commitOf(workspaceRoot);
  const progress = json ? 'beside' : terminal.interactive ? 'live' : 'lines';
  const { destroy, all, recordPermissions, clients, databases } = rest;
  const outcome = await drill({
    workspaceRoot,
    environment,
    progress,
    destroy,
    all,
    recordPermissions,
    clients,
    databases,
  });
  if (outcome.standing.length > 0) say(`\nWhat stood where:\n\n${standingTable(outcome.standing)}`);
  say(`\n${verdict(outcome)}`);
  const report = drillReport(outcome, environment, commit);
  const paths = await writeReport(report, resolve(workspaceRoot, reportFolder));
  say(`\nReport: ${paths.join(', ')}`);
  if (json) terminal.print(JSON.stringify(report, null, 2));
  return report.held ? 0 : 1;
}
