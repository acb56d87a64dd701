import { clusterArn } from '@healthcare-dr/aurora/contract';
import type { Databases, LocalAws, NoPostgres, PostgresInstallation } from '@healthcare-dr/local-aws';
import type { SynthesizedFile } from '@healthcare-dr/nx-cdktf';
import { namingOf } from '@healthcare-dr/platform';
import {
  GOGC,
  LOCK_FILE,
  type StateResource,
  type Terraform,
  type TerraformRoot,
} from '@healthcare-dr/terraform';
import { ROLES, topologyOf, type Environment, type Region, type Role } from '@healthcare-dr/topology';
import type { DefaultRenderer, ListrTask, SimpleRenderer } from 'listr2';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecoveredRecords } from './client/facts';
import type { Recording } from './failover/facts';
import type { Experiment } from './failover/experiment';
import type { AssertionRecorder } from './assertion-recorder';
import { localRoot } from './local-root';
import type { DeliveryRole } from './delivery-roles/implied-actions';
import type { SessionVariables, StandingRoles } from './delivery-roles/standing-roles';
import type { RolePermissions } from './permissions/permissions';
import { progress } from './progress';
import { DependencyScheduler, reversed, type Scheduled } from './schedule';
import type { LeftOutStack, StackSelection } from './selection';

/** How many Terraform processes run at a time. What is applied or destroyed mostly waits for AWS; all else computes. */
const CONCURRENCY = { deploy: 12, destroy: 12, any: 4 } as const satisfies Record<StackOrder, number>;

/** By how much what is done aside gives way to what others wait for. */
const ASIDE_NICENESS = 10;

/** One line of the task list. */
export type Step = ListrTask<unknown, typeof DefaultRenderer | typeof SimpleRenderer, typeof SimpleRenderer>;

/** In which order work on several stacks is done. */
export type StackOrder = 'deploy' | 'destroy' | 'any';

/** How work on several stacks is done. */
export interface Work {
  /** What the task list calls it. */
  readonly verb: string;
  /** @default any */
  readonly order?: StackOrder;
  /** What gives it its turn, if others wait for it. @default - a new one, in the order */
  readonly scheduler?: DependencyScheduler;
  /** What a stack waits for. @default - nothing */
  readonly after?: (stack: SynthesizedFile) => Promise<void>;
  /** Whether it gives way to what is not done aside. @default false */
  readonly aside?: boolean;
  /** Under which role Terraform does it. @default deploy */
  readonly as?: DeliveryRole;
}

/** What is done with one stack. */
export type StackWork = (root: TerraformRoot, stack: SynthesizedFile) => Promise<void>;

/** One stack as it stood. */
export interface StandingStack {
  readonly name: string;
  readonly region: Region;
  readonly resources: readonly StateResource[];
}

/** The roles that Terraform works under. */
export interface DeliveryRoles {
  readonly standing: StandingRoles;
  readonly sessions: Readonly<Record<DeliveryRole, SessionVariables>>;
}

/** What a drill is given. */
export interface DrillSessionProps {
  readonly workspaceRoot: string;
  readonly environment: Environment;
  /** Absolute path of the folder that everything is written to. */
  readonly folder: string;
  /** Whether someone looks at a terminal. */
  readonly interactive: boolean;
  /** Whether the service runs, and clients ask it. */
  readonly clients: boolean;
  /** Whether PostgreSQL stands behind the clusters, where there is one. */
  readonly withDatabases: boolean;
  /** The port of the local AWS. @default - a free one */
  readonly port?: number;
  readonly signal: AbortSignal;
  readonly recorder: AssertionRecorder;
  /** Whether what Terraform needs is recorded, and not enforced. */
  readonly recordPermissions: boolean;
}

/** What a drill has found and built so far; each step takes what earlier ones left here. */
export class DrillSession {
  /** What was standing before it was taken down. */
  readonly standing: StandingStack[] = [];
  /** What roles were granted, used and denied, once it was looked at. */
  permissions: readonly RolePermissions[] = [];
  #terraform: Terraform | undefined;
  #aws: LocalAws | undefined;
  #selection: StackSelection | undefined;
  #stage: Experiment | undefined;
  #deliveryRoles: DeliveryRoles | undefined;
  #struck = false;
  #postgres: string | undefined;
  /** Ends Terraform, by an interrupt or once the drill has failed. */
  readonly #halt = new AbortController();
  readonly #work = new Set<Promise<unknown>>();

  constructor(readonly props: DrillSessionProps) {
    props.signal.addEventListener('abort', () => this.#halt.abort(), { once: true });
  }

  get terraform(): Terraform {
    return required(this.#terraform);
  }
  set terraform(terraform: Terraform) {
    this.#terraform = terraform;
  }

  get aws(): LocalAws {
    return required(this.#aws);
  }
  set aws(aws: LocalAws) {
    this.#aws = aws;
  }

  /** Under what Terraform works. */
  get deliveryRoles(): DeliveryRoles {
    return required(this.#deliveryRoles);
  }
  set deliveryRoles(roles: DeliveryRoles) {
    this.#deliveryRoles = roles;
  }

  /** The stacks that are drilled. */
  get stacks(): readonly SynthesizedFile[] {
    return required(this.#selection).drilled;
  }
  /** What was synthesized, as far as it is drilled or not. */
  set selection(selection: StackSelection) {
    this.#selection = selection;
  }

  /** The stacks that are left out, as they declare. */
  get leftOut(): readonly LeftOutStack[] {
    return this.#selection?.leftOut ?? [];
  }

  /** Where failovers are played. */
  get stage(): Experiment {
    return required(this.#stage);
  }
  set stage(stage: Experiment) {
    this.#stage = stage;
  }

  /** What was seen of each situation so far. */
  get recordings(): readonly Recording[] {
    return this.#stage?.recordings ?? [];
  }

  /** What came back so far that was lost or deleted. */
  get recovered(): RecoveredRecords {
    return this.#stage?.recovered ?? { restored: [], reconciled: undefined };
  }

  /** The file in which the local AWS looks for more variables of functions. */
  get functionVariablesFile(): string {
    return join(this.props.folder, 'function-variables.json');
  }

  /** The Region a side stands in. */
  regionOf(role: Role): Region {
    return topologyOf(this.props.environment, role).region;
  }

  /** The stacks of one side. */
  stacksOf(role: Role): SynthesizedFile[] {
    return this.stacks.filter((stack) => stack.role === role);
  }

  /** The stacks of the database, whose resources change their roles. */
  get databaseStacks(): SynthesizedFile[] {
    return this.stacks.filter(({ name, role }) => name === `${role}-aurora`);
  }

  /** What stands behind the clusters of the environment. @default - undefined: there is no PostgreSQL, or they are not drilled */
  get databases(): Databases | undefined {
    const { databases } = this.aws;
    const arns = ROLES.map((role) => clusterArn(namingOf(this.props.environment, role)));
    return databases === undefined || arns.some((arn) => databases.servesNone(arn)) ? undefined : databases;
  }

  /** Looks for the PostgreSQL that clusters of the environment's engine version are. */
  async findPostgres(): Promise<PostgresInstallation | NoPostgres> {
    const [major] = this.props.environment.database.engineVersion.split('.');
    const { databases } = this.aws;
    if (databases === undefined) return { missing: 'The local AWS was started without databases.' };
    const found = await databases.installation(Number(major));
    this.#postgres = 'missing' in found ? undefined : describePostgres(found);
    return found;
  }

  /** With what the drill is done, as far as it was found. */
  get versions(): Readonly<Record<string, string>> {
    const { workspaceRoot } = this.props;
    const [, provider] =
      /version\s*=\s*"([^"]+)"/.exec(readFileSync(join(workspaceRoot, LOCK_FILE), 'utf8')) ?? [];
    return {
      node: process.versions.node,
      ...(this.#terraform && { [this.#terraform.flavor]: this.#terraform.version }),
      ...(provider === undefined ? {} : { 'hashicorp/aws': provider }),
      ...(this.#aws && { moto: this.#aws.moto.version }),
      ...(this.#aws && { postgresql: this.#postgres ?? 'none: lag configured, no data' }),
    };
  }

  /** Ends what failovers were played with, if that was set up. */
  async strike(): Promise<void> {
    if (this.#stage === undefined || this.#struck) return;
    this.#struck = true;
    await this.#stage.strike();
  }

  /** Ends what Terraform is still at, then stops the local AWS, if it was started. */
  async stop(): Promise<void> {
    this.#halt.abort();
    await Promise.allSettled(this.#work);
    try {
      await this.strike();
    } finally {
      await this.#aws?.stop();
    }
  }

  /** Lets work on stacks run in an order, as much of it at a time as the machine can carry. */
  schedule(stacks: readonly SynthesizedFile[], order: StackOrder): DependencyScheduler {
    return new DependencyScheduler(inOrder(stacks, order), CONCURRENCY[order]);
  }

  /** One step per stack, each with its Terraform root. */
  onStacks(stacks: readonly SynthesizedFile[], how: Work, work: StackWork): Step[] {
    const { verb, order = 'any', scheduler = this.schedule(stacks, order), after, aside = false } = how;
    const { as = 'deploy' } = how;
    return stacks.map((stack) => ({
      title: `${verb} ${stack.name}`,
      task: async (_, task) => {
        await after?.(stack);
        const working = scheduler.run(stack.name, async () => {
          if (this.#halt.signal.aborted) return void task.skip('the drill has ended');
          const onLine = this.props.interactive ? progress((line) => (task.output = line)) : undefined;
          await work(this.#root(stack, { onLine, niceness: aside ? ASIDE_NICENESS : 0, as }), stack);
        });
        this.#work.add(working);
        await working.finally(() => this.#work.delete(working));
      },
    }));
  }

  #root(
    stack: SynthesizedFile,
    {
      onLine,
      niceness,
      as,
    }: {
      readonly onLine: ((line: string) => void) | undefined;
      readonly niceness: number;
      readonly as: DeliveryRole;
    },
  ): TerraformRoot {
    const { workspaceRoot } = this.props;
    const { signal } = this.#halt;
    const environment = {
      GOGC,
      ...process.env,
      // A provider that is killed leaves its socket among temporary files.
      TMPDIR: this.props.folder,
      ...this.aws.environment,
      ...this.deliveryRoles.sessions[as],
    };
    const { terraform } = this;
    return localRoot(stack, { workspaceRoot, terraform, environment, signal, onLine, niceness });
  }
}

/** Its version, and where it is from. */
export const describePostgres = ({ version, source, bin }: PostgresInstallation): string =>
  `${version} (${source === 'embedded' ? 'of npm' : bin})`;

function inOrder(stacks: readonly Scheduled[], order: StackOrder): readonly Scheduled[] {
  if (order === 'deploy') return stacks;
  if (order === 'destroy') return reversed(stacks);
  return stacks.map(({ name }) => ({ name, dependsOn: [] }));
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a step of the drill ran before the one it needs');
  return value;
}
