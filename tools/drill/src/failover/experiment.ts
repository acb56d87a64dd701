import { SNSClient } from '@aws-sdk/client-sns';
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Databases, EventBus, Gateway, Replicator } from '@healthcare-dr/local-aws';
import { notificationTopicArn } from '@healthcare-dr/notifications/contract';
import { namingOf, type Naming } from '@healthcare-dr/platform';
import {
  byRole,
  peerOf,
  ROLES,
  topologyOf,
  type Environment,
  type Region,
  type Role,
} from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { CloudWatchMetrics } from '../alarms/alarm-facts';
import { GlobalDatabase } from '../global-database';
import type { ReconciledRecords, RecoveredRecords, RestoredBy, RestoredRecord } from '../client/facts';
import type { TrafficFacts } from '../traffic-facts';
import { ClientTurns } from './client-turns';
import { DeployedController } from './controller';
import { ControllerCalls } from './controller-calls';
import { DnsWatch } from './dns-watch';
import type { Message, Recording } from './facts';
import { MessageReceiver } from './message-receiver';
import { OperationWatch } from './operation-watch';
import { Recorder } from './recorder';
import { LOW_LAG_MS, Replication } from './replication';
import { TITLES, type ScenarioId } from './scenario';
import { TICK_MS } from './schedules';
import { ServiceTasks } from './service-tasks';
import { VirtualClock } from './virtual-clock';
import { DrillWorld } from './world';

/** The drill's failovers begin so long ago, so that all of them is over before now. */
const HOURS_AGO = 12;
const HOUR_MS = 3_600_000;

/** For how long the lag was published before the drill begins: what an alarm looks back on. */
const HISTORY_MINUTES = 10;

/** What the stage is set up from. */
export interface ExperimentProps {
  readonly environment: Environment;
  /** What Terraform made of DNS. */
  readonly facts: TrafficFacts;
  /** Where AWS is and who asks. */
  readonly variables: NodeJS.ProcessEnv;
  readonly gateway: Gateway;
  /** What stands behind the clusters. @default - undefined: nothing, and the lag is configured */
  readonly databases: Databases | undefined;
  /** What carries objects from bucket to bucket. */
  readonly objects: Replicator;
  /** What runs the deployed schedules. */
  readonly events: EventBus;
  readonly workspaceRoot: string;
  /** Whether the service runs, and clients ask it. @default false: what answers in its place keeps nothing */
  readonly clients: boolean;
  /** Absolute path of a folder for keys and certificates. */
  readonly folder: string;
  /** The file with the variables of functions: see `lambda_execution` of the local AWS. */
  readonly functionVariablesFile: string;
  readonly signal: AbortSignal;
  /** Whether time is real: a minute takes a minute. @default false */
  readonly realTime?: boolean;
  /** Is told each message that a topic delivers. @default - nobody is */
  readonly onMessage?: (message: Message) => void;
}

/**
 * Where failovers are played: the deployed controllers of both Regions, called as their schedules, their alarms and their operators
 * would, in virtual time; the world around them, out of which a Region or a path can be taken; and a record of all that happens.
 */
export class Experiment {
  readonly recordings: Recording[] = [];
  readonly #regions: Readonly<Record<Role, Region>>;
  readonly #replication: Replication;
  readonly #recorder: Recorder;
  readonly #operations: OperationWatch;
  readonly #calls: ControllerCalls;
  readonly #clients: ClientTurns | undefined;
  /** Where the resolver of clients says that the service is; they keep it for as long as its alias lives, a minute. */
  #serves: Role | undefined;
  /** Whose schedules are played: the primary's controller only keeps clients home, and is played where that is the matter. */
  #scheduled: readonly Role[] = ['dr'];
  /** When the schedule comes next. */
  #nextTick: number;

  private constructor(
    private readonly props: ExperimentProps,
    readonly clock: VirtualClock,
    private readonly controllers: Readonly<Record<Role, DeployedController>>,
    private readonly world: DrillWorld,
    private readonly receivers: readonly MessageReceiver[],
    messages: readonly Message[],
    private readonly topics: readonly SNSClient[],
    private readonly metrics: Readonly<Record<Role, CloudWatchMetrics>>,
    private readonly dns: DnsWatch,
    private readonly database: GlobalDatabase,
    private readonly tasks: ServiceTasks | undefined,
  ) {
    const { environment } = props;
    this.#regions = byRole((role) => topologyOf(environment, role).region);
    const namings = byRole((role): Naming => namingOf(environment, role));
    this.#nextTick = clock.now();
    this.#replication = new Replication(namings, this.#regions, metrics, props.databases);
    this.#recorder = new Recorder({
      suffix: environment.suffix,
      regions: this.#regions,
      controllers,
      metrics,
      messages: () => messages,
      primaryAnswers: () => world.lost !== 'primary',
    });
    this.#clients = tasks && this.#openClients(tasks);
    this.#operations = new OperationWatch({
      database,
      regions: this.#regions,
      recorder: this.#recorder,
      now: () => clock.now(),
      lost: () => world.lost,
      meanwhile: async () => this.#clients?.turn(),
      signal: props.signal,
    });
    this.#calls = new ControllerCalls({
      ...props,
      controllers,
      regions: this.#regions,
      namings,
      metrics: metrics.dr,
      variablesOf: (role, offsetMs) => world.variablesOf(role, offsetMs),
      recorder: this.#recorder,
      clock,
      look: () => this.#operations.look(),
    });
  }

  static async set(props: ExperimentProps): Promise<Experiment> {
    const { environment, facts, gateway, variables, folder, signal, databases } = props;
    const { realTime = false, onMessage } = props;
    const start = Date.now() - (realTime ? 0 : HOURS_AGO * HOUR_MS);
    const begins = start - (start % TICK_MS);
    const clock = new VirtualClock(begins - HISTORY_MINUTES * TICK_MS);
    await databases?.setClock(() => clock.now());
    const regions = byRole((role) => topologyOf(environment, role).region);
    const namings = byRole((role) => namingOf(environment, role));
    const metrics = byRole((role) => new CloudWatchMetrics(regions[role], variables));
    const topics = byRole((role) => new SNSClient(clientConfiguration(variables, regions[role])));
    const messages: Message[] = [];
    const tasks =
      databases !== undefined && props.clients
        ? await ServiceTasks.start({ ...props, databases, clock })
        : undefined;
    const roleOf = (where: Region) => ROLES.find((role) => regions[role] === where);
    const stage = new Experiment(
      props,
      clock,
      byRole((role) => new DeployedController(namings[role], regions[role], variables)),
      await DrillWorld.open({ environment, gateway, facts, folder, signal, tasks, now: () => clock.now() }),
      await Promise.all(
        ROLES.map((role) =>
          MessageReceiver.subscribe(topics[role], notificationTopicArn(namings[role]), (message) => {
            const received = { at: clock.now(), ...message };
            messages.push(received);
            onMessage?.(received);
          }),
        ),
      ),
      messages,
      Object.values(topics),
      metrics,
      new DnsWatch(facts, environment, (where) => metrics[roleOf(where) ?? 'dr']),
      new GlobalDatabase(environment, variables),
      tasks,
    );
    for (let minute = HISTORY_MINUTES; minute > 0; minute -= 1) {
      const at = begins - minute * TICK_MS;
      clock.advanceTo(at);
      await stage.#replication.publish(at, undefined);
    }
    clock.advanceTo(realTime ? Date.now() : begins);
    if (tasks !== undefined) await stage.#resolve(begins);
    await stage.watchAlarms();
    return stage;
  }

  /** Follows the alarms that call the controller as they stand now; nothing is known of their states until a minute has passed. */
  watchAlarms(): Promise<void> {
    return this.#calls.watchAlarms(this.clock.now() - HISTORY_MINUTES * TICK_MS);
  }

  /** Ends subscriptions and servers. Functions live in real time again. */
  async strike(): Promise<void> {
    // A drill that failed may have left a Region in the dark, where nothing can be said good-bye to.
    await this.world.bringBack();
    await writeFile(this.props.functionVariablesFile, '{}');
    await this.props.databases?.setClock(Date.now);
    this.#clients?.close();
    await this.world.close();
    await this.tasks?.stop();
    for (const receiver of this.receivers) await receiver.close();
    const { controllers, metrics, topics, database } = this;
    for (const client of [...Object.values(controllers), ...Object.values(metrics), ...topics, database])
      client.destroy();
  }

  /** Takes a Region away: its endpoints are dead, its service answers nobody, and nothing is replicated any more. */
  async lose(role: Role): Promise<void> {
    await this.world.lose(role);
    this.lagOf(peerOf(role), undefined);
    const now = this.clock.now();
    this.#recorder.collected.dark = { role, from: now, to: Number.POSITIVE_INFINITY };
  }

  /** The port that stands for the load balancer of a Region. */
  portOf(role: Role): number {
    return this.world.portOf(role);
  }

  /** What a program of an operator lives with: the time of the drill, and a resolver that asks nobody outside of it. */
  get operatorVariables(): Readonly<Record<string, string>> {
    return this.world.variablesOf('dr', this.clock.offsetMs);
  }

  /** Brings it back. */
  async bringBack(): Promise<void> {
    await this.world.bringBack();
    // A writer that was failed away from is made anew from the new one.
    await this.props.databases?.settled();
    const { dark } = this.#recorder.collected;
    if (dark !== undefined) dark.to = this.clock.now();
  }

  /** The service of the primary's Region answers nobody; all else there is well. */
  async stopService(): Promise<void> {
    await this.world.stopService('primary');
  }

  async startService(): Promise<void> {
    await this.world.startService('primary');
  }

  /** dr's NAT gateway is lost, and nothing else. */
  loseNatGateway(): void {
    this.world.loseNatGateway('dr');
  }

  /** Nothing passes between the Regions, replication included; each is well by itself. */
  cutRegions(): void {
    this.world.cutRegions();
    this.lagOf('dr', undefined);
  }

  /** All paths are open again. */
  mendPaths(): void {
    this.world.mendPaths();
  }

  /** Whose schedules are played from now on. */
  schedule(...roles: readonly Role[]): void {
    this.#scheduled = roles;
  }

  /**
   * Lets dr fall behind: the link between the Regions is slow, for as long as it takes to be so far behind. Where nothing is
   * replicated, that is what RDS publishes.
   */
  async fallBehind(lagMs: number): Promise<void> {
    const { databases, gateway } = this.props;
    if (databases === undefined) return this.lagOf('dr', lagMs);
    gateway.link(this.#regions.primary, this.#regions.dr).slow(lagMs);
    await this.warmUp(Math.ceil(lagMs / TICK_MS) + 1);
  }

  /** The link between the Regions is as fast as it was. */
  catchUp(): void {
    this.props.gateway.link(this.#regions.primary, this.#regions.dr).heal();
  }

  /** What RDS publishes from now on as the lag of a Region's cluster, where it is not measured; `undefined`: nothing is published. */
  lagOf(role: Role, lagMs: number | undefined): void {
    this.#replication.lagOf(role, lagMs);
  }

  hold(): Promise<string> {
    return this.controllers.dr.hold();
  }

  setHold(value: string): Promise<void> {
    return this.controllers.dr.setHold(value);
  }

  /** Plays a situation and keeps what was seen of it, also if it was cut short. */
  async play(scenario: ScenarioId, scene: () => Promise<void>): Promise<Recording> {
    const recorded = async () => {
      const recording = await this.#recorded();
      this.recordings.push(recording);
      return recording;
    };
    try {
      await this.#perform(scenario, scene);
    } catch (error) {
      await recorded();
      throw error;
    }
    return recorded();
  }

  /** Plays a situation that is no part of the drill's story: only the caller has what was seen of it. */
  async rehearse(scenario: ScenarioId, scene: () => Promise<void>): Promise<Recording> {
    await this.#perform(scenario, scene);
    return this.#recorded();
  }

  async #recorded(): Promise<Recording> {
    const recording = await this.#recorder.recording(this.clock.now());
    return { ...recording, client: await this.#clients?.recordingOf(recording) };
  }

  /** Deletes a record as by mistake, and gets it back, while the primary writes. @returns undefined where no client asks */
  async restoreDeleted(by: RestoredBy): Promise<RestoredRecord | undefined> {
    return this.#clients?.restoreDeleted(by);
  }

  /** Adds what only the old writer had after the loss of its Region, once it follows dr. @returns undefined where no client asks */
  async reconcile(): Promise<ReconciledRecords | undefined> {
    const lost = this.recordings.find(({ scenario }) => scenario === 'failover')?.client?.loss.lostIds ?? [];
    return this.#clients?.reconcile(lost);
  }

  /** What came back so far that was lost or deleted. */
  get recovered(): RecoveredRecords {
    return this.#clients?.recovered ?? { restored: [], reconciled: undefined };
  }

  /**
   * Lives through a minute of real time: a Region that is blacked out as a whole is lost, with its service, until it is not. Schedules,
   * alarms, lag and a client go on.
   */
  async live(): Promise<void> {
    this.schedule(...ROLES.filter((role) => role !== this.world.lost));
    if (this.props.databases !== undefined) for (const role of ROLES) this.lagOf(role, LOW_LAG_MS);
    await this.#perform('before', () => this.minutes(1));
  }

  /** Takes note of what is blacked out as a whole. */
  async followFaults(): Promise<void> {
    const { gateway, databases } = this.props;
    const isDark = (role: Role) =>
      gateway.network.faults
        .concerning({ region: this.#regions[role], service: 'elasticloadbalancing' })
        .some(({ kind }) => kind === 'black-out');
    const { lost } = this.world;
    const dark = ROLES.find(isDark);
    if (dark === lost) return;
    await this.world.lighten();
    if (dark !== undefined) await this.world.darken(dark);
    await databases?.settled();
  }

  /** Lets minutes pass that nobody keeps a record of: what looks back on metrics has them then. */
  warmUp(minutes: number): Promise<void> {
    return this.#perform('before', () => this.minutes(minutes));
  }

  async #perform(scenario: ScenarioId, scene: () => Promise<void>): Promise<void> {
    await this.#begin(scenario);
    try {
      await scene();
    } finally {
      if (this.props.realTime !== true) this.clock.stop();
    }
  }

  async #begin(scenario: ScenarioId): Promise<void> {
    this.clock.resume();
    const from = this.clock.now();
    this.#nextTick = Math.max(this.#nextTick, from);
    this.#recorder.begin({
      scenario,
      title: TITLES[scenario],
      from,
      alarmsBefore: this.#calls.alarmStates,
      lag: this.#replication.newest,
    });
    await this.#operations.look();
  }

  /**
   * Lets minutes pass. In each, what is measured is published, alarms that change call the controller, then its schedule does; an
   * operation that has begun comes to its end before the next.
   *
   * @param until - ends it early
   */
  async minutes(most: number, until: (collected: Pick<Recording, 'history' | 'alarms'>) => boolean = never) {
    for (let minute = 0; minute < most; minute += 1) {
      await this.#minute();
      if (until === never) continue;
      const { from, alarms } = this.#recorder.collected;
      if (until({ history: await this.#recorder.history('dr', from), alarms })) return;
    }
  }

  /** An operator's command to the controller of a Region, and the operation that it begins, to its end. */
  async command(
    command: Readonly<Record<string, unknown>> & { readonly operation: string },
    role: Role = 'dr',
  ): Promise<void> {
    await this.#calls.byOperator(role, command);
    await this.#operations.settle();
  }

  async #minute(): Promise<void> {
    const { clock, world } = this;
    await this.#passUntil(this.#nextTick);
    const tick = Math.floor(clock.now() / TICK_MS) * TICK_MS;
    this.#nextTick = tick + TICK_MS;
    if (world.lost !== 'dr') await this.#calls.byAlarms(tick);
    await this.#replication.publish(tick, world.lost);
    for (const role of this.#scheduled) {
      if (role === world.lost) continue;
      await this.#calls.bySchedules(role, tick);
      await this.#operations.settle();
    }
    // What the minute published is whole only at its end.
    await this.#resolve(this.#nextTick);
    this.#recorder.collected.answers.push({ at: this.#nextTick, serves: this.#serves });
  }

  /** Asks where DNS sends clients at a moment. */
  async #resolve(at: number): Promise<void> {
    const { world } = this;
    const lost = world.lost && this.#regions[world.lost];
    this.#serves = await this.dns.answer(world.sides, lost, at / 1000);
  }

  /** Lets time pass, in which clients ask and load balancers look at their targets. */
  async #passUntil(to: number): Promise<void> {
    const clients = this.#clients;
    while (clients !== undefined && this.#isRecorded && clients.nextAt <= to) {
      this.clock.advanceTo(clients.nextAt);
      await clients.turn();
    }
    await this.#clockTo(to);
    // Where nobody keeps a record, that data goes on being written is enough.
    if (clients !== undefined && !this.#isRecorded) await clients.turn();
  }

  /** Puts the clock forward, or waits. */
  async #clockTo(at: number): Promise<void> {
    const { realTime, signal } = this.props;
    if (realTime === true) await delay(Math.max(0, at - this.clock.now()), undefined, { signal });
    else this.clock.advanceTo(at);
  }

  /** Whether what is played is a situation, of which a record is kept. */
  get #isRecorded(): boolean {
    return this.#recorder.collected.scenario !== 'before';
  }

  #openClients(tasks: ServiceTasks): ClientTurns {
    const { props, world, clock } = this;
    const { databases } = props;
    if (databases === undefined) throw new Error('there is no service without databases');
    return new ClientTurns({
      ...props,
      databases,
      tasks,
      world,
      clock,
      destination: () => this.#serves && { role: this.#serves, port: world.portOf(this.#serves) },
      beside: () => world.lost && { role: world.lost, port: tasks.portOf(world.lost) },
    });
  }
}

const never = () => false;
