import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isEphemeral, UserError, type Environment } from '@healthcare-dr/topology';
import { findTerraform, type Terraform } from './binary';
import { LOCK_FILE, TerraformRoot, type PlanOutcome } from './root';
import { stackFolder } from './stack-files';

/** Which stack of which environment to work on. */
export interface DeploymentOptions {
  readonly workspaceRoot: string;
  /** `<role>-<tier>`. */
  readonly stack: string;
  /** The stack must have been synthesized for it. */
  readonly environment: Pick<Environment, 'suffix' | 'deletionPolicy'>;
  /** @default - found on this machine */
  readonly terraform?: Terraform;
  /** @default - runs to its end */
  readonly signal?: AbortSignal;
  /** Called with each line that Terraform prints. */
  readonly onLine?: (line: string) => void;
}

/** A saved plan, and what it was made from. */
interface PlanRecord {
  readonly stack: string;
  readonly environment: string;
  /** SHA-256 of the `cdk.tf.json` it was made from, and of the function's code beside it. */
  readonly configuration: string;
}

/**
 * Plans one synthesized stack.
 *
 * @param out - saves the plan for the next {@link apply}
 * @throws UserError if a plan to destroy a production environment is to be saved: the next {@link apply} would carry it out
 */
export async function plan(
  options: DeploymentOptions & { readonly out?: boolean; readonly destroy?: boolean },
): Promise<PlanOutcome> {
  const { out = false, destroy = false } = options;
  // A saved plan is applied as it is: one that destroys must not come to be.
  if (out && destroy) assertDestroyable(options);
  const saved = savedPlan(options);
  saved.discard();
  const root = await initialized(options);
  if (!out) return root.plan({ destroy });
  mkdirSync(saved.folder, { recursive: true });
  const outcome = await root.plan({ out: saved.file, destroy });
  saved.record();
  return outcome;
}

/**
 * Applies one synthesized stack: the plan that {@link plan} saved if there is one, else what a plan made now says.
 *
 * @throws UserError if the saved plan was made from another configuration, or if a production environment is to be changed
 * without a saved plan and without `autoApprove`
 */
export async function apply(options: DeploymentOptions & { readonly autoApprove?: boolean }): Promise<void> {
  const { stack, environment, autoApprove = false } = options;
  const saved = savedPlan(options);
  if (saved.exists()) {
    saved.assertMatches();
    const root = await initialized(options);
    await root.apply({ planFile: saved.file });
    saved.discard();
    return;
  }
  if (!autoApprove && !isEphemeral(environment)) {
    throw new UserError({
      problem: `Environment '${environment.suffix}' is production, and there is no saved plan for ${stack}.`,
      fix: `review one first: nx plan ${stack} --out, then nx deploy ${stack}; or say --auto-approve.`,
    });
  }
  const root = await initialized(options);
  await root.apply();
}

/**
 * Destroys one synthesized stack of an ephemeral environment.
 *
 * @throws UserError if the environment is production
 */
export async function destroy(options: DeploymentOptions): Promise<void> {
  assertDestroyable(options);
  const root = await initialized(options);
  await root.destroy();
  savedPlan(options).discard();
}

function assertDestroyable({ environment, stack }: DeploymentOptions): void {
  if (isEphemeral(environment)) return;
  throw new UserError({
    problem: `Environment '${environment.suffix}' is production; ${stack} is not destroyed.`,
    allowed: "environments with deletionPolicy 'ephemeral'",
    fix: `if it is really to go, change deletionPolicy in ${environment.suffix}.yaml, deploy that, then destroy.`,
  });
}

async function initialized(options: DeploymentOptions): Promise<TerraformRoot> {
  const { workspaceRoot, stack, environment, signal, onLine } = options;
  const folder = stackFolder(join(workspaceRoot, 'cdktf.out'), stack);
  assertSynthesizedFor(folder, stack, environment.suffix);
  const root = new TerraformRoot({
    terraform: options.terraform ?? (await findTerraform()),
    name: stack,
    folder,
    lockFile: join(workspaceRoot, LOCK_FILE),
    ...(signal === undefined ? {} : { signal }),
    ...(onLine === undefined ? {} : { onLine }),
  });
  await root.init({ backend: true });
  return root;
}

/** One output folder serves all environments in turn: what lies there must be the one that is asked for. */
function assertSynthesizedFor(folder: string, stack: string, environment: string): void {
  const { provider } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as SynthesizedProviders;
  const found = provider.aws[0]?.default_tags?.[0]?.tags?.['Environment'];
  if (found === environment) return;
  throw new UserError({
    problem: `${stack} is synthesized for environment '${String(found)}', not for '${environment}'.`,
    fix: `run ENVIRONMENT_SUFFIX=${environment} npm run synth.`,
  });
}

interface SynthesizedProviders {
  readonly provider: {
    readonly aws: readonly {
      readonly default_tags?: readonly { readonly tags?: Record<string, string> }[];
    }[];
  };
}

function savedPlan({ workspaceRoot, stack, environment: { suffix: environment } }: DeploymentOptions) {
  const folder = join(workspaceRoot, 'cdktf.out', 'plans', environment);
  const file = join(folder, `${stack}.tfplan`);
  const recordFile = `${file}.json`;
  const configuration = () => {
    const synthesized = stackFolder(join(workspaceRoot, 'cdktf.out'), stack);
    const hash = createHash('sha256');
    // The code of a function belongs to the configuration that names it: a plan holds its hash, applying it uploads the file.
    for (const name of ['cdk.tf.json', 'function.zip'])
      if (existsSync(join(synthesized, name))) hash.update(readFileSync(join(synthesized, name)));
    return hash.digest('hex');
  };
  return {
    folder,
    file,
    exists: () => existsSync(file) && existsSync(recordFile),
    discard() {
      for (const path of [file, recordFile]) rmSync(path, { force: true });
    },
    record() {
      writeFileSync(
        recordFile,
        JSON.stringify({ stack, environment, configuration: configuration() } satisfies PlanRecord),
      );
    },
    assertMatches() {
      const record = JSON.parse(readFileSync(recordFile, 'utf8')) as PlanRecord;
      if (record.configuration === configuration()) return;
      throw new UserError({
        problem: `The saved plan of ${stack} was made from another configuration than the one synthesized now.`,
        fix: `make it anew: nx plan ${stack} --out; or delete ${file} and ${recordFile}.`,
      });
    },
  };
}
