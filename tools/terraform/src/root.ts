import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type RunOptions, type RunResult } from '@healthcare-dr/processes';
import { UserError } from '@healthcare-dr/topology';
import type { Terraform } from './binary';
import { resourcesOf, type StateResource } from './state';
import { terraformEnvironment } from './terraform-environment';

/** The committed lock file's name, in the workspace and beside every root. */
export const LOCK_FILE = '.terraform.lock.hcl';

/** How long a command waits for the lock of a state unless it is told otherwise, in seconds: about what an apply that is nearly done needs. */
export const LOCK_TIMEOUT_SECONDS = 300;

/** Runs a command to its end: `run` of `@healthcare-dr/processes`, or `runSupervised`. */
export type Runner = (command: string, args: readonly string[], options: RunOptions) => Promise<RunResult>;

/** A Terraform root: a folder with a configuration, and how to work on it. */
export interface TerraformRootOptions {
  readonly terraform: Terraform;
  /** What to call it in messages, such as `primary-kms`. */
  readonly name: string;
  /** Absolute path of the folder with the configuration. */
  readonly folder: string;
  /** The committed lock file, copied into the folder at `init`. */
  readonly lockFile: string;
  /**
   * Environment variables beside or instead of this process's.
   * @default - this process's environment
   */
  readonly environment?: NodeJS.ProcessEnv;
  /**
   * Aborts the command that is running: Terraform is asked to stop and to save its state.
   * @default - runs to its end
   */
  readonly signal?: AbortSignal;
  /**
   * Called with each line that Terraform prints.
   * @default - nothing is shown
   */
  readonly onLine?: (line: string) => void;
  /**
   * How long an aborted command may take to stop and save its state, in milliseconds.
   * @default - a minute
   */
  readonly interruptGraceMs?: number;
  /**
   * By how much it gives way to other processes, from 0 to 19.
   * @default 0
   */
  readonly niceness?: number;
  /**
   * How its commands are run.
   * @default - as children of this process
   */
  readonly runner?: Runner;
  /**
   * How long a command waits for the lock of the state, in seconds. Zero fails at once.
   * @default LOCK_TIMEOUT_SECONDS
   */
  readonly lockTimeoutSeconds?: number;
}

/** A Terraform command failed; the message holds what Terraform said. */
export class TerraformError extends UserError {
  /** What failed, without what Terraform said: for those who have shown that already. */
  readonly summary: string;

  constructor(
    readonly command: string,
    readonly root: string,
    readonly result: RunResult,
  ) {
    const what = `terraform ${command} of ${root}`;
    const summary = result.interrupted
      ? `${what} was interrupted.`
      : `${what} failed (exit code ${result.exitCode}).`;
    super(result.interrupted ? summary : `${summary}\n${lastLines(result)}`);
    this.summary = summary;
  }
}

/** Commands that have no option `-no-color`. */
const WITHOUT_COLOR: ReadonlySet<string> = new Set(['show', 'state pull']);

const SHOWN_LINES = 40;

function lastLines({ stdout, stderr }: RunResult): string {
  const said = stderr.trim() === '' ? stdout : stderr;
  return said.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
}

/** Runs Terraform in one folder. Every method throws a {@link TerraformError} if Terraform fails. */
export class TerraformRoot {
  constructor(private readonly options: TerraformRootOptions) {}

  /** The name given to the root. */
  get name(): string {
    return this.options.name;
  }

  /**
   * Prepares the folder: provider and backend.
   *
   * @param backend - whether the state's backend is set up too; validation needs none
   */
  async init({ backend }: { readonly backend: boolean }): Promise<void> {
    const { folder, lockFile, terraform } = this.options;
    copyFileSync(lockFile, join(folder, LOCK_FILE));
    await this.#run('init', [
      ...(backend ? ['-reconfigure'] : ['-backend=false']),
      // OpenTofu has a registry of its own, whose address the committed lock file does not name.
      ...(terraform.flavor === 'terraform' ? ['-lockfile=readonly'] : []),
      ...(terraform.pluginDirectory === undefined ? [] : [`-plugin-dir=${terraform.pluginDirectory}`]),
    ]);
  }

  /** Validates the configuration; resolves to what Terraform found, also when it is invalid. */
  async validate(): Promise<ValidationReport> {
    const { stdout } = await this.#run('validate', ['-json'], [0, 1]);
    return JSON.parse(stdout) as ValidationReport;
  }

  /**
   * Plans; resolves to whether anything would change and to the plan in words.
   *
   * @param out - absolute path of a file to save the plan to
   * @param destroy - plans the destruction of everything
   * @param replace - addresses of resources that are to be replaced, though nothing of them has changed
   * @param refreshOnly - plans what was changed behind Terraform's back alone, and nothing that the configuration asks for
   * @param lock - whether the state is locked meanwhile; without, who may only read can plan
   */
  async plan({
    out,
    destroy = false,
    replace = [],
    refreshOnly = false,
    lock = true,
  }: {
    readonly out?: string;
    readonly destroy?: boolean;
    readonly replace?: readonly string[];
    readonly refreshOnly?: boolean;
    readonly lock?: boolean;
  } = {}): Promise<PlanOutcome> {
    const { exitCode, stdout } = await this.#run(
      'plan',
      [
        '-detailed-exitcode',
        ...(lock ? this.#lockTimeout() : ['-lock=false']),
        ...(refreshOnly ? ['-refresh-only'] : []),
        ...(out === undefined ? [] : [`-out=${out}`]),
        ...(destroy ? ['-destroy'] : []),
        ...replace.map((address) => `-replace=${address}`),
      ],
      [0, 2],
    );
    return { changes: exitCode === 2, text: stdout };
  }

  /**
   * Applies without asking.
   *
   * @param planFile - a saved plan; without one, whatever a plan made now says
   */
  async apply({ planFile }: { readonly planFile?: string } = {}): Promise<void> {
    await this.#run('apply', [
      ...this.#lockTimeout(),
      ...(planFile === undefined ? ['-auto-approve'] : [planFile]),
    ]);
  }

  /** Destroys everything in the state, without asking. */
  async destroy(): Promise<void> {
    await this.#run('destroy', [...this.#lockTimeout(), '-auto-approve']);
  }

  /** The resources in the state, data sources left out. */
  async resources(): Promise<StateResource[]> {
    const { stdout } = await this.#run('state pull', []);
    return resourcesOf(stdout);
  }

  /** A saved plan as JSON: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
  async showPlan(planFile: string): Promise<string> {
    const { stdout } = await this.#run('show', ['-json', planFile]);
    return stdout;
  }

  #lockTimeout(): string[] {
    return [`-lock-timeout=${this.options.lockTimeoutSeconds ?? LOCK_TIMEOUT_SECONDS}s`];
  }

  async #run(command: string, args: readonly string[], allowed: readonly number[] = [0]): Promise<RunResult> {
    const {
      terraform,
      name,
      folder,
      environment = process.env,
      signal,
      onLine,
      interruptGraceMs,
      niceness,
      runner = run,
    } = this.options;
    const result = await runner(
      terraform.binary,
      [...command.split(' '), ...(WITHOUT_COLOR.has(command) ? [] : ['-no-color']), ...args],
      {
        cwd: folder,
        env: terraformEnvironment(environment),
        label: `${terraform.binary} ${command} ${name}`,
        ...(signal === undefined ? {} : { signal }),
        ...(interruptGraceMs === undefined ? {} : { interruptGraceMs }),
        ...(niceness === undefined ? {} : { niceness }),
        ...(onLine === undefined || args.includes('-json') ? {} : { onLine }),
      },
    );
    if (result.interrupted || !allowed.includes(result.exitCode))
      throw new TerraformError(command, name, result);
    return result;
  }
}

/** What a plan says. */
export interface PlanOutcome {
  /** `false` if the real world is as the configuration says. */
  readonly changes: boolean;
  /** The plan in words. */
  readonly text: string;
}

/** What `terraform validate -json` prints. */
export interface ValidationReport {
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** One finding of `terraform validate`. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string };
}
