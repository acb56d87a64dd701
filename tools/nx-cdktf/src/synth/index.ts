import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { UserError } from '@healthcare-dr/topology';
import type { SynthesisResult } from './program';

export type { SynthesisResult, SynthesizedFile } from './program';
export { bundleFunction, loadedBytes, zip } from './functions.cjs';

/** What to synthesize. */
export interface SynthesizeOptions {
  /** Absolute path of the workspace. */
  readonly workspaceRoot: string;
  /**
   * `<role>-<tier>` of each stack.
   * @default - all stacks of the workspace
   */
  readonly stacks?: readonly string[];
  /**
   * The environment's suffix.
   * @default - `ENVIRONMENT_SUFFIX` of this process, else CDKTF context
   */
  readonly environmentSuffix?: string;
  /**
   * The folder it is read from, absolute or relative to the workspace.
   * @default - `ENVIRONMENTS_DIR` of this process, else `environments`
   */
  readonly environmentsDir?: string;
  /**
   * The output folder, absolute or relative to the workspace.
   * @default - `CDKTF_OUTDIR` of this process, else `cdktf.out`
   */
  readonly outdir?: string;
}

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * Synthesizes stacks, all of them in one child process: cdktf keeps state in its process, and the bundle starts faster than
 * a TypeScript loader could load it here.
 *
 * @throws UserError with the synthesizer's own message if configuration or sources cannot be used; nothing is written then
 */
export function synthesize(options: SynthesizeOptions): Promise<SynthesisResult> {
  const { workspaceRoot, stacks = [], environmentSuffix, environmentsDir, outdir } = options;
  const launcher = join(workspaceRoot, 'tools', 'nx-cdktf', 'bin', 'synth.cjs');
  const args = [launcher, '--json', ...(outdir === undefined ? [] : ['--outdir', outdir]), ...stacks];
  const env = {
    ...process.env,
    ...(environmentSuffix === undefined ? {} : { ENVIRONMENT_SUFFIX: environmentSuffix }),
    ...(environmentsDir === undefined ? {} : { ENVIRONMENTS_DIR: environmentsDir }),
  };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { cwd: workspaceRoot, env, maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout) as SynthesisResult);
        else reject(new SynthesisError(stderr.trim() === '' ? error.message : stderr.trim()));
      },
    );
  });
}

/** Synthesis failed; the message is the synthesizer's own. */
export class SynthesisError extends UserError {}
