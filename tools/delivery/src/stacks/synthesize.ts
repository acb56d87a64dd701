import { join } from 'node:path';
import { run } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import { readSynthesizedStack, type StackFile, type SynthesizedStack } from './synthesized-stack';

/** What is synthesized for a deployment. */
export interface SynthesisOptions {
  readonly workspaceRoot: string;
  /** The environment's suffix. */
  readonly environment: string;
  /**
   * `<role>-<tier>` of each stack.
   * @default - all stacks of the workspace
   */
  readonly stacks?: readonly string[];
  /**
   * The folder that the environment is read from, absolute or relative to the workspace.
   * @default - `ENVIRONMENTS_DIR` of this process, else `environments`
   */
  readonly environmentsDir?: string;
  /**
   * Absolute path of the folder that they are written to.
   * @default - {@link deploymentFolder}
   */
  readonly outdir?: string;
}

/**
 * Where the stacks of an environment are synthesized to for a deployment: a folder of its own for each, so that what is planned for
 * one environment is not overwritten by whoever works on another in the same checkout.
 */
export const deploymentFolder = (workspaceRoot: string, environment: string): string =>
  join(workspaceRoot, 'cdktf.out', 'environments', environment);

/**
 * Synthesizes stacks in one child process, by the bundled synthesizer.
 *
 * @throws UserError with the synthesizer's own message
 */
export async function synthesizeForDeployment(options: SynthesisOptions): Promise<SynthesizedStack[]> {
  const { workspaceRoot, environment, stacks = [], environmentsDir } = options;
  const { outdir = deploymentFolder(workspaceRoot, environment) } = options;
  const launcher = join(workspaceRoot, 'tools', 'nx-cdktf', 'bin', 'synth.cjs');
  const { exitCode, stdout, stderr } = await run(
    process.execPath,
    [launcher, '--json', '--outdir', outdir, ...stacks],
    {
      cwd: workspaceRoot,
      env: {
        ENVIRONMENT_SUFFIX: environment,
        ...(environmentsDir === undefined ? {} : { ENVIRONMENTS_DIR: environmentsDir }),
      },
      label: 'npm run synth',
    },
  );
  if (exitCode !== 0) throw new UserError(stderr.trim() === '' ? stdout.trim() : stderr.trim());
  const result = JSON.parse(stdout) as { readonly stacks: readonly StackFile[] };
  return result.stacks.map(readSynthesizedStack);
}
