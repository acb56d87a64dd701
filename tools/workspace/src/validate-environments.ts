import { join } from 'node:path';
import { synthesize } from '@healthcare-dr/nx-cdktf';
import { findTerraform, TerraformMissingError, validate } from '@healthcare-dr/terraform';
import { UserError } from '@healthcare-dr/topology';
import { environmentsFolder, existingEnvironments } from '@healthcare-dr/topology/loading';
import type { CheckContext } from './checks';
import { sum, type Totals } from './totals';

/**
 * `terraform validate` on every stack of every environment that exists. One that cannot be used is skipped here: the specs fail by its
 * name.
 */
export async function validateEnvironments(context: CheckContext): Promise<Totals> {
  const { workspaceRoot, print } = context;
  const totals: Totals[] = [];
  for (const { suffix, environment } of existingEnvironments(
    environmentsFolder(workspaceRoot, process.env),
  )) {
    context.signal.throwIfAborted();
    if (environment === undefined) {
      print(`SKIPPED  ${suffix} cannot be used; the unit tests say why`);
      totals.push({ passed: 0, failed: 0, skipped: 1 });
    } else {
      totals.push(await validateEnvironment(suffix, context));
    }
  }
  return sum(totals);
}

async function validateEnvironment(
  suffix: string,
  { workspaceRoot, signal, print }: CheckContext,
): Promise<Totals> {
  const outdir = join(workspaceRoot, 'cdktf.out', 'validate', suffix);
  try {
    const { stacks } = await synthesize({ workspaceRoot, environmentSuffix: suffix, outdir });
    const names = stacks.map(({ name }) => name);
    try {
      const terraform = await findTerraform();
      const results = await validate({ workspaceRoot, stacks: names, outdir, terraform, signal });
      for (const { stack, ok, diagnostics } of results) {
        print(`${ok ? 'valid  ' : 'INVALID'}  ${suffix}: ${stack}`);
        for (const diagnostic of diagnostics) print(`         ${diagnostic}`);
      }
      const failed = results.filter(({ ok }) => !ok).length;
      return { passed: results.length - failed, failed, skipped: 0 };
    } catch (error) {
      if (!(error instanceof TerraformMissingError)) throw error;
      print(error.message);
      return { passed: 0, failed: 0, skipped: names.length };
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    print(`INVALID  ${suffix}: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
