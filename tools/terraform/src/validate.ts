import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findTerraform, type Terraform } from './binary';
import { LOCK_FILE, TerraformRoot, type Diagnostic } from './root';
import { stackFolder } from './stack-files';

/** What to validate. */
export interface ValidateOptions {
  readonly workspaceRoot: string;
  /** `<role>-<tier>` of each synthesized stack. */
  readonly stacks: readonly string[];
  /**
   * The folder they were synthesized to, absolute.
   * @default - `cdktf.out` in the workspace
   */
  readonly outdir?: string;
  /**
   * @default - found on this machine
   */
  readonly terraform?: Terraform;
  /** @default - runs to its end */
  readonly signal?: AbortSignal;
}

/** What Terraform says of one stack. */
export interface StackValidation {
  readonly stack: string;
  readonly ok: boolean;
  /** One text per finding. */
  readonly diagnostics: readonly string[];
}

/**
 * Validates all stacks as modules of one root: the provider, whose start is nearly all the time that a validation takes,
 * starts once for all of them.
 *
 * @throws TerraformMissingError if there is no Terraform
 * @throws TerraformError if it cannot be initialized
 */
export async function validate(options: ValidateOptions): Promise<StackValidation[]> {
  const { workspaceRoot, stacks, outdir = join(workspaceRoot, 'cdktf.out'), signal } = options;
  if (stacks.length === 0) return [];
  const folders = stacks.map((stack) => [stack, stackFolder(outdir, stack)] as const);
  const terraform = options.terraform ?? (await findTerraform());
  mkdirSync(outdir, { recursive: true });
  const folder = mkdtempSync(join(outdir, '.validate-'));
  try {
    const modules = Object.fromEntries(
      folders.map(([stack, source]) => [stack, { source: `./${relative(folder, source)}` }]),
    );
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ module: modules }));
    const root = new TerraformRoot({
      terraform,
      name: stacks.join(', '),
      folder,
      lockFile: join(workspaceRoot, LOCK_FILE),
      ...(signal === undefined ? {} : { signal }),
    });
    await root.init({ backend: false });
    const { diagnostics, valid } = await root.validate();
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    return attribute(errors, valid, folders, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function attribute(
  errors: readonly Diagnostic[],
  valid: boolean,
  folders: readonly (readonly [stack: string, folder: string])[],
  root: string,
): StackValidation[] {
  const owned = new Set<Diagnostic>();
  const results = folders.map(([stack, folder]) => {
    const own = errors.filter((error) => join(root, error.range?.filename ?? '').startsWith(`${folder}/`));
    for (const error of own) owned.add(error);
    return { stack, ok: own.length === 0, diagnostics: own.map(inWords) };
  });
  // A finding that names no file of a stack is nobody's alone: it must not pass in silence.
  const rest = errors.filter((error) => !owned.has(error)).map(inWords);
  if (valid || (rest.length === 0 && owned.size > 0)) return results;
  return results.map(({ stack, diagnostics }) => ({
    stack,
    ok: false,
    diagnostics: [...diagnostics, ...rest],
  }));
}

function inWords({ address, summary, detail }: Diagnostic): string {
  return [address, summary, detail].filter((part) => part !== undefined && part !== '').join(': ');
}
