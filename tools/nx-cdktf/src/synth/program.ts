import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { stacksRead, type NotDrilled, type StackDefinition } from '@healthcare-dr/platform';
import { UserError, type Environment, type Role } from '@healthcare-dr/topology';
import { App } from 'cdktf';

/** Every stack of the workspace, loaded when it is asked for: one that is not synthesized costs nothing. */
export type StackRegistry = Readonly<Record<string, () => StackDefinition>>;

/** What to synthesize, and to where. */
export interface SynthesisRequest {
  /** `<role>-<tier>` of each stack; empty means all of them. */
  readonly stacks: readonly string[];
  readonly environment: Environment;
  /** CDKTF context, as cdktf.json and `CDKTF_CONTEXT_JSON` give it. */
  readonly context: Readonly<Record<string, unknown>>;
  /** The zip file of the function of each tier that has one, absolute: it is put beside the tier's stacks. */
  readonly functions: Readonly<Record<string, string>>;
  /** Absolute path of CDKTF's output folder. */
  readonly outdir: string;
}

/** What became of one stack. */
export interface SynthesizedFile {
  /** `<role>-<tier>`. */
  readonly name: string;
  readonly role: Role;
  /** Absolute path of its `cdk.tf.json`. */
  readonly file: string;
  /** Whether its bytes differ from what stood there before. */
  readonly changed: boolean;
  /** The names of the stacks that must be deployed before it. */
  readonly dependsOn: readonly string[];
  /** Those of them that publish what it reads. */
  readonly reads: readonly string[];
  /** Why the drill leaves it out. @default - it is drilled */
  readonly notDrilled?: NotDrilled;
}

/** The code of a tier's function beside its `cdk.tf.json`, which names it as `${path.module}/function.zip`. */
const FUNCTION_FILE = 'function.zip';

/** What one synthesis wrote. */
export interface SynthesisResult {
  /** The environment's suffix. */
  readonly environment: string;
  readonly stacks: readonly SynthesizedFile[];
}

/**
 * Synthesizes stacks of one environment. Nothing is written unless everything could be synthesized, and every file is
 * put in place whole, by a rename.
 *
 * @throws UserError if a stack's name cannot be used
 */
export function synthesizeStacks(registry: StackRegistry, request: SynthesisRequest): SynthesisResult {
  const { environment } = request;
  const names = chooseStacks(registry, request.stacks);
  const outdir = resolve(request.outdir);
  const staging = join(dirname(outdir), `.${basename(outdir)}.${process.pid}`);
  mkdirSync(dirname(outdir), { recursive: true });
  try {
    const app = new App({ outdir: staging, context: request.context });
    const definitions = names.flatMap((name) => registry[name]?.() ?? []);
    for (const definition of definitions) definition.create(app, environment);
    app.synth();
    const complete = names.length === Object.keys(registry).length;
    const stacks = putInPlace(staging, outdir, definitions, complete);
    for (const { name, tier } of definitions) {
      const code = request.functions[tier];
      if (code !== undefined) copyIfDifferent(code, join(outdir, 'stacks', name, FUNCTION_FILE));
    }
    return { environment: environment.suffix, stacks };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function chooseStacks(registry: StackRegistry, wanted: readonly string[]): string[] {
  const known = Object.keys(registry).sort();
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UserError({
      problem: `There is no stack '${unknown.join("', '")}'.`,
      allowed: known.join(', '),
      fix: 'name one of these, or none for all of them; a stack is an apps/<role>/<tier>/stack.ts.',
    });
  }
  return wanted.length === 0 ? known : known.filter((name) => wanted.includes(name));
}

function putInPlace(
  staging: string,
  outdir: string,
  definitions: readonly StackDefinition[],
  complete: boolean,
): SynthesizedFile[] {
  if (!complete) rmSync(join(staging, 'manifest.json'));
  const whole = movedWhole(staging, outdir);
  const files = definitions.map((definition): SynthesizedFile => {
    const { name, role, dependsOn, notDrilled } = definition;
    const relative = join('stacks', name, 'cdk.tf.json');
    const file = join(outdir, relative);
    const changed = whole || replaceIfDifferent(join(staging, relative), file);
    const reads = stacksRead(definition);
    return { name, role, file, changed, dependsOn, reads, ...(notDrilled && { notDrilled }) };
  });
  if (complete && !whole) {
    replaceIfDifferent(join(staging, 'manifest.json'), join(outdir, 'manifest.json'));
    const names = definitions.map(({ name }) => name);
    for (const folder of readdirSync(join(outdir, 'stacks'))) {
      if (!names.includes(folder)) rmSync(join(outdir, 'stacks', folder), { recursive: true, force: true });
    }
  }
  return files;
}

/** Whether all could be put in place at once: where nothing stood before, which saves most of what a file system has to do. */
function movedWhole(staging: string, outdir: string): boolean {
  if (existsSync(outdir)) return false;
  try {
    renameSync(staging, outdir);
    return true;
  } catch (error) {
    // Somebody else was first.
    if (error instanceof Error && 'code' in error && ['EEXIST', 'ENOTEMPTY'].includes(String(error.code)))
      return false;
    throw error;
  }
}

/** Copied to a name of its own first: whoever reads the file sees all of it, the old one or the new one. */
function copyIfDifferent(from: string, to: string): void {
  const staged = `${to}.${process.pid}`;
  copyFileSync(from, staged);
  if (!replaceIfDifferent(staged, to)) rmSync(staged);
}

function replaceIfDifferent(from: string, to: string): boolean {
  if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) return false;
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
  return true;
}
