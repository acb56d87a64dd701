import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { synthesizeAll, WORKSPACE_ROOT } from '@healthcare-dr/testing';
import { UserError } from '@healthcare-dr/topology';
import { fileFolder, InputError } from '@healthcare-dr/cli-kit';
import { chosenEnvironment } from '@healthcare-dr/topology/loading';
import { audit } from './audit';
import { evidenceFiles, provenanceOf } from './evidence';
import { renderMarkdown, renderText } from './render';
import { readApprovals } from './rules';

/** The register of exceptions of this repository. */
export const APPROVALS = join(WORKSPACE_ROOT, 'tools/compliance/exceptions.yaml');

const USAGE = 'npm run compliance -- [--out FOLDER] [--json] [--markdown FILE] [--help]';

const HELP = `${USAGE}\n  --out FOLDER     file the evidence in a new folder: Markdown, HTML, JSON, CSV, OSCAL, SHA256SUMS\n  --json           print the result as JSON\n  --markdown FILE  also write it as Markdown\nThe environment is chosen with ENVIRONMENT_SUFFIX, else the context of cdktf.json.\n`;

/** What the command works with: its arguments, the process's variables, and where it writes. */
export interface CliContext {
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string | undefined>>;
  out(text: string): void;
  error(text: string): void;
  /**
   * The folder of `cdktf.json`.
   * @default - the workspace
   */
  readonly root?: string;
  /**
   * The register of exceptions.
   * @default - the workspace's
   */
  readonly approvals?: string;
  /** The time of day: exceptions must hold on the day, and what is filed says it. */
  now(): Date;
}

/**
 * Audits the chosen environment and prints what it finds.
 *
 * @returns the exit code: 0 if nothing is violated, 1 if something is or the environment cannot be used, 2 if the command line cannot
 */
export async function run({
  args,
  variables,
  out,
  error,
  root = WORKSPACE_ROOT,
  approvals = APPROVALS,
  now,
}: CliContext): Promise<number> {
  try {
    const { json, markdown, out: folder, help } = parse(args);
    if (help === true) {
      out(HELP);
      return 0;
    }
    const environment = chosenEnvironment(root, variables);
    const result = audit(environment, synthesizeAll(environment), {
      approvals: readApprovals(approvals),
      today: now().toISOString().slice(0, 10),
    });
    if (markdown !== undefined) write(markdown, renderMarkdown(result));
    if (folder !== undefined) {
      // Of the sources that were audited, wherever the choice of the environment stands.
      const provenance = await provenanceOf(WORKSPACE_ROOT, now());
      error(`Filed in ${fileFolder(folder, evidenceFiles({ audit: result, provenance }))}\n`);
    }
    out(json === true ? `${JSON.stringify(result, undefined, 2)}\n` : renderText(result));
    return result.compliant ? 0 : 1;
  } catch (problem) {
    // A person's mistake is one message; anything else is ours, and its stack is what helps.
    if (!(problem instanceof UserError)) throw problem;
    error(`${problem.message}\n`);
    return problem.exitCode;
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean' },
        markdown: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new InputError({
      problem: `The command line cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      allowed: USAGE,
      fix: 'correct the command line; the environment is chosen with ENVIRONMENT_SUFFIX.',
    });
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(resolve(file), text);
  } catch (error) {
    throw new UserError({
      problem: `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      fix: 'name a file in a folder that exists and may be written.',
    });
  }
}
