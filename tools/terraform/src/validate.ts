import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, normalize } from 'node:path';
import { findTerraform, type Terraform } from './binary';
import { LOCK_FILE, TerraformRoot, type Diagnostic } from './root';
import { shareProviders, type TerraformConfiguration } from './shared-providers';
import { stackFolder } from './stack-files';

const CONFIGURATION = 'cdk.tf.json';

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

/** What {@link validateFolders} validates. */
export interface ValidateFoldersOptions extends Pick<
  ValidateOptions,
  'workspaceRoot' | 'terraform' | 'signal'
> {
  /** The folder of each synthesized stack, absolute, by what the results call it. */
  readonly folders: ReadonlyMap<string, string>;
  /** What messages call them together. */
  readonly name: string;
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
 * starts once for all that configure it alike.
 *
 * @throws TerraformMissingError if there is no Terraform
 * @throws TerraformError if it cannot be initialized
 */
export function validate(options: ValidateOptions): Promise<StackValidation[]> {
  const { workspaceRoot, stacks, outdir = join(workspaceRoot, 'cdktf.out') } = options;
  const folders = new Map(stacks.map((stack) => [stack, stackFolder(outdir, stack)]));
  return validateFolders({ ...options, folders, name: stacks.join(', ') });
}

/** {@link validate} for stacks of several environments. */
export async function validateFolders(options: ValidateFoldersOptions): Promise<StackValidation[]> {
  const { workspaceRoot, folders, name, signal } = options;
  if (folders.size === 0) return [];
  const terraform = options.terraform ?? (await findTerraform());
  const outdir = join(workspaceRoot, 'cdktf.out');
  mkdirSync(outdir, { recursive: true });
  const folder = mkdtempSync(join(outdir, '.validate-'));
  try {
    const modules = new Map([...folders.keys()].map((stack, index) => [stack, `stack_${index + 1}`]));
    writeModules(folder, folders, modules);
    const root = new TerraformRoot({
      terraform,
      name,
      folder,
      lockFile: join(workspaceRoot, LOCK_FILE),
      ...(signal === undefined ? {} : { signal }),
    });
    await root.init({ backend: false });
    const { diagnostics, valid } = await root.validate();
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    return attribute(errors, valid, modules);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes every stack as a module, with the files beside its configuration. */
function writeModules(
  root: string,
  folders: ReadonlyMap<string, string>,
  modules: ReadonlyMap<string, string>,
): void {
  const configurations = new Map<string, TerraformConfiguration>();
  for (const [stack, source] of folders) {
    const name = modules.get(stack) ?? stack;
    configurations.set(
      name,
      JSON.parse(readFileSync(join(source, CONFIGURATION), 'utf8')) as TerraformConfiguration,
    );
    mkdirSync(join(root, name));
    for (const entry of readdirSync(source, { withFileTypes: true })) {
      if (entry.isFile() && !/\.tf\.json$|\.tfstate|\.tfplan$|\.hcl$/.test(entry.name))
        symlinkSync(join(source, entry.name), join(root, name, entry.name));
    }
  }
  const merged = shareProviders(configurations);
  writeFileSync(join(root, 'main.tf.json'), JSON.stringify(merged.root));
  for (const [name, configuration] of merged.modules)
    writeFileSync(join(root, name, CONFIGURATION), JSON.stringify(configuration));
}

function attribute(
  errors: readonly Diagnostic[],
  valid: boolean,
  modules: ReadonlyMap<string, string>,
): StackValidation[] {
  const owned = new Set<Diagnostic>();
  const results = [...modules].map(([stack, module]) => {
    const own = errors.filter(({ range }) => normalize(range?.filename ?? '').startsWith(`${module}/`));
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
