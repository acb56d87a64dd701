import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { processIsAlive, runSupervised } from '@healthcare-dr/processes';
import { findTerraform, LOCK_FILE, TerraformRoot, type Terraform } from '@healthcare-dr/terraform';
import { isEphemeral, type Environment } from '@healthcare-dr/topology';
import { callerOf } from '../aws/caller';
import { SsmParameterSource } from '../aws/parameters';
import { writerOf } from '../aws/writer';
import type { Writer } from '../plan/swapped-pair';
import {
  type BucketLocation,
  type Claimant,
  type DeploymentRecord,
  RecordStore,
  S3ObjectStore,
  withLeases,
} from '@healthcare-dr/deployment-records';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import { orphansOf, taggedArns } from './orphans';

/** What work on the stacks of one environment is given. */
export interface SessionOptions {
  readonly workspaceRoot: string;
  readonly environment: Environment;
  readonly variables: NodeJS.ProcessEnv;
  /** Aborted by an interrupt. */
  readonly signal: AbortSignal;
  /** Takes what Terraform prints, and what is worth a line. */
  readonly note: (text: string) => void;
  /** What this run's processes have in common. @default - a random id: this process alone */
  readonly owner?: string;
  /** How long to wait for another run, and for the lock of a state, in seconds. */
  readonly lockTimeoutSeconds: number;
  /** @default - found on this machine when it is first needed */
  readonly terraform?: Terraform;
}

/** How Terraform is called in a session, see {@link DeliverySession.rootOf}. */
export interface RootOptions {
  /** Whether its lines are passed on. @default true */
  readonly loud?: boolean;
}

/** The clients and files that work on the stacks of one environment shares. Only Regions that are asked for are called. */
export class DeliverySession {
  readonly parameters: SsmParameterSource;
  readonly production: boolean;
  readonly lockFile: string;
  readonly #stores = new Map<string, S3ObjectStore>();
  readonly #lost = new AbortController();
  #terraform: Promise<Terraform> | undefined;
  #writer: Promise<Writer> | undefined;

  constructor(readonly options: SessionOptions) {
    this.parameters = new SsmParameterSource(options.variables);
    this.production = !isEphemeral(options.environment);
    this.lockFile = join(options.workspaceRoot, LOCK_FILE);
  }

  /** Aborted by an interrupt, or when the lock was taken away. */
  get signal(): AbortSignal {
    return AbortSignal.any([this.options.signal, this.#lost.signal]);
  }

  /** The state bucket of a Region. */
  storeOf({ bucket, region, accountId }: BucketLocation): S3ObjectStore {
    const store =
      this.#stores.get(region) ?? new S3ObjectStore(this.options.variables, { bucket, region, accountId });
    this.#stores.set(region, store);
    return store;
  }

  /** The records of a stack's Region. */
  recordsOf(stack: SynthesizedStack): RecordStore {
    return new RecordStore(this.storeOf(stack.state));
  }

  /** Who is asking, by STS of a Region. */
  caller(region: string): Promise<string> {
    const { variables, environment } = this.options;
    return callerOf(variables, region, environment.accountId);
  }

  /** Which side writes, asked once. */
  writer(): Promise<Writer> {
    return (this.#writer ??= writerOf(this.options.variables, this.options.environment));
  }

  /** Finds Terraform once. */
  terraform(): Promise<Terraform> {
    return (this.#terraform ??=
      this.options.terraform === undefined
        ? findTerraform(this.options.variables)
        : Promise.resolve(this.options.terraform));
  }

  /** The folder of a stack as a Terraform root that ends in good order whoever is ended; {@link terraform} must have been asked before. */
  rootOf(
    { name, folder }: Pick<SynthesizedStack, 'name' | 'folder'>,
    terraform: Terraform,
    { loud = true }: RootOptions = {},
  ): TerraformRoot {
    const { variables, note, lockTimeoutSeconds } = this.options;
    return new TerraformRoot({
      terraform,
      name,
      folder,
      lockFile: this.lockFile,
      environment: variables,
      signal: this.signal,
      runner: runSupervised,
      lockTimeoutSeconds,
      ...(loud ? { onLine: (line: string) => note(`${name} | ${line}`) } : {}),
    });
  }

  /** Names what a run that broke off has made of a stack and no state knows. */
  async reportOrphans(
    stack: SynthesizedStack,
    root: Pick<TerraformRoot, 'init' | 'resources'>,
    record: DeploymentRecord,
  ): Promise<string[]> {
    const { variables, note } = this.options;
    await root.init({ backend: true });
    const state = await root.resources();
    const { environment, role, tier } = stack;
    const tagged = await Promise.all(
      stack.regions.map((region) => taggedArns(variables, region, { environment, role, tier })),
    );
    const orphans = orphansOf(tagged.flat(), state);
    note(
      orphans.length === 0
        ? `${stack.name}: the run of ${record.startedAt} by ${record.run.by} broke off; everything that carries the stack's tags is in its state.`
        : `${stack.name}: the run of ${record.startedAt} by ${record.run.by} broke off and left what no state knows: ${orphans.join(', ')}. Import each (terraform import), or delete it.`,
    );
    return orphans;
  }

  /**
   * Holds the lock of the environment meanwhile, in each of the Regions: dr's first, so that a run for dr alone, which must not need
   * the primary Region, excludes all others.
   */
  locked<T>(
    locations: readonly BucketLocation[],
    command: string,
    by: string,
    body: () => Promise<T>,
  ): Promise<T> {
    const { owner = randomUUID(), lockTimeoutSeconds, note, signal } = this.options;
    const claimant: Claimant = {
      owner,
      holder: by,
      host: hostname(),
      command,
      processId: process.pid,
    };
    const stores = [
      ...new Map(locations.map((location) => [location.region, this.storeOf(location)])).values(),
    ];
    return withLeases(
      stores,
      claimant,
      {
        waitMs: lockTimeoutSeconds * 1000,
        now: () => new Date(),
        isAlive: processIsAlive,
        sleep: (ms) =>
          new Promise((resolve, reject) => {
            const stop = () => reject(signal.reason as Error);
            const timer = setTimeout(() => {
              signal.removeEventListener('abort', stop);
              resolve();
            }, ms);
            signal.addEventListener(
              'abort',
              () => {
                clearTimeout(timer);
                stop();
              },
              { once: true },
            );
          }),
        note,
        onLost: (error) => {
          note(error.message);
          this.#lost.abort(error);
        },
      },
      body,
    );
  }

  destroy(): void {
    this.parameters.destroy();
    for (const store of this.#stores.values()) store.destroy();
  }
}
