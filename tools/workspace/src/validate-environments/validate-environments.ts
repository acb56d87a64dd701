import { dirname, join } from 'node:path';
import { synthesize, type Totals } from '@healthcare-dr/nx-cdktf';
import { validateFolders } from '@healthcare-dr/terraform';
import { UserError } from '@healthcare-dr/topology';
import { environmentsFolder, existingEnvironments } from '@healthcare-dr/topology/loading';

/** What the validation needs to know. */
export interface ValidationContext {
  readonly workspaceRoot: string;
  readonly signal: AbortSignal;
  print(line: string): void;
}

/**
 * `terraform validate` on every stack of every environment that exists. One that cannot be used is skipped here: the specs fail by its
 * name.
 *
 * @throws TerraformMissingError if there is no Terraform
 */
export async function validateEnvironments({
  workspaceRoot,
  signal,
  print,
}: ValidationContext): Promise<Totals> {
  const folders = new Map<string, string>();
  let [failed, skipped] = [0, 0];
  for (const { suffix, environment } of existingEnvironments(
    environmentsFolder(workspaceRoot, process.env),
  )) {
    signal.throwIfAborted();
    if (environment === undefined) {
      print(`SKIPPED  ${suffix} cannot be used; the specs say why`);
      skipped += 1;
      continue;
    }
    const outdir = join(workspaceRoot, 'cdktf.out', 'validate', suffix);
    try {
      const { stacks } = await synthesize({ workspaceRoot, environmentSuffix: suffix, outdir });
      for (const { name, file } of stacks) folders.set(`${suffix}: ${name}`, dirname(file));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      print(`INVALID  ${suffix}: ${error.message}`);
      failed += 1;
    }
  }
  const results = await validateFolders({ workspaceRoot, folders, name: 'every environment', signal });
  for (const { stack, ok, diagnostics } of results) {
    print(`${ok ? 'valid  ' : 'INVALID'}  ${stack}`);
    for (const diagnostic of diagnostics) print(`         ${diagnostic}`);
  }
  const valid = results.filter(({ ok }) => ok).length;
  return { passed: valid, failed: failed + results.length - valid, skipped };
}
