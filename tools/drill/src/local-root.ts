import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SynthesizedFile } from '@healthcare-dr/nx-cdktf';
import { LOCK_FILE, TerraformRoot, type Terraform } from '@healthcare-dr/terraform';

/** How soon a provider gives up on an operation the local AWS does not answer; the default of 25 would take minutes. */
const MAX_RETRIES = 3;

/** How long Terraform may take to stop once the drill is interrupted: its state is thrown away with the local AWS. */
const INTERRUPT_GRACE_MS = 5_000;

/** What a stack needs to be applied to the local AWS. */
export interface LocalRootOptions {
  readonly workspaceRoot: string;
  readonly terraform: Terraform;
  /** The variables that lead Terraform to the local AWS. */
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Takes what Terraform prints, line by line, if anybody looks. */
  readonly onLine: ((line: string) => void) | undefined;
  /** By how much it gives way to other processes. */
  readonly niceness: number;
}

/** A synthesized stack as a Terraform root that speaks to the local AWS; the synthesized file itself is not touched. */
export function localRoot(stack: SynthesizedFile, options: LocalRootOptions): TerraformRoot {
  const folder = dirname(stack.file);
  const { provider } = JSON.parse(readFileSync(stack.file, 'utf8')) as {
    provider: { aws: { alias?: string }[] };
  };
  const overrides = provider.aws.map(({ alias }) => ({
    ...(alias === undefined ? {} : { alias }),
    max_retries: MAX_RETRIES,
  }));
  // Terraform merges files named *_override into the configuration.
  writeFileSync(join(folder, 'local_override.tf.json'), JSON.stringify({ provider: { aws: overrides } }));
  return new TerraformRoot({
    terraform: options.terraform,
    name: stack.name,
    folder,
    lockFile: join(options.workspaceRoot, LOCK_FILE),
    environment: options.environment,
    signal: options.signal,
    ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
    interruptGraceMs: INTERRUPT_GRACE_MS,
    niceness: options.niceness,
  });
}
