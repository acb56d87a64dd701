import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@healthcare-dr/topology';

/**
 * The folder a stack was synthesized to.
 *
 * @throws UserError if it was not
 */
export function stackFolder(outdir: string, stack: string): string {
  const folder = join(outdir, 'stacks', stack);
  if (existsSync(join(folder, 'cdk.tf.json'))) return folder;
  throw new UserError({
    problem: `The stack '${stack}' is not synthesized: ${join(folder, 'cdk.tf.json')} is missing.`,
    fix: `run npm run synth, or nx synth ${stack}.`,
  });
}
