import { SNSClient } from '@aws-sdk/client-sns';
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { controllerFunctionArn, controllerSessionArn } from '@healthcare-dr/failover-lambda/contract';
import type { Gateway } from '@healthcare-dr/local-aws';
import { notificationTopicArn } from '@healthcare-dr/notifications/contract';
import { namingOf, type Naming } from '@healthcare-dr/platform';
import {
  byRole,
  ROLES,
  SCHEDULE_SECONDS,
  serviceNames,
  topologyOf,
  type Environment,
  type Region,
  type Role,
} from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { CloudWatchMetrics, readStandingAlarms } from '../alarms/alarm-facts';
import { GlobalDatabase } from '../global-database';
import type { TrafficFacts } from '../traffic-facts';
import { actionsOf, alarmEvent, AlarmWatch } from './alarm-watch';
import { DeployedController } from './controller';
import { DnsWatch } from './dns-watch';
import type { Recording } from './facts';
import { MessageReceiver } from './message-receiver';
import { Recorder } from './recorder';
import { Replication } from './replication';
import { ServiceDouble } from './service-double';
import { VirtualClock } from './virtual-clock';

/** The drill's failovers begin so long ago, so that all of them is over before now. */
const HOURS_AGO = 12;
const HOUR_MS = 3_600_000;
const TICK_MS = SCHEDULE_SECONDS * 1000;

/** For how long the lag was published before the drill begins: what an alarm looks back on. */
const HISTORY_MINUTES = 10;

/** How often the global database is looked at while it moves, and for how long at most, in real milliseconds. */
const LOOK_EVERY_MS = 50;
const MOVES_WITHIN_MS = 60_000;

const PRELOAD = require.resolve('./function-preload.cjs');

/** What the stage is set up from. */
export interface StageProps {
  readonly environment: Environment;
  /** Where AWS is and who asks. */
  readonly variables: NodeJS.ProcessEnv;
  readonly gateway: Gateway;
  /** Absolute path of a folder for keys and certificates. */
  readonly folder: string;
  /** The file with the variables of functions: see `lambda_execution` of the local AWS. */
  readonly functionVariablesFile: string;
  readonly signal: AbortSignal;
}

/**
 * Where failovers are played: the deployed controller of the dr Region, called as its schedule, its alarms and its operators would,
 * in virtual time; the world around it, which a Region can be taken out of; and a record of all that happens.
 */
export class Stage {
  readonly recordings: Recording[] = [];
  readonly #regions: Readonly<Record<Role, Region>>;
  readonly #namings: Readonly<Record<Role, Naming>>;
  readonly #replication: Replication;
  readonly #recorder: Recorder;
  #alarms: AlarmWatch;
  /** Who the controller's function signs as, by which the gateway tells its requests from the drill's. */
  readonly #caller: string;
  #sequence = 0;
  #lost: Role | undefined;
  /** When the schedule comes next. */
  #nextTick: number;

  private constructor(
    private readonly props: StageProps,
    readonly clock: VirtualClock,
    private readonly controller: DeployedController,
    private readonly service: ServiceDouble,
    private readonly receiver: MessageReceiver,
    private readonly sns: SNSClient,
    private readonly metrics: Readonly<Record<Role, CloudWatchMetrics>>,
    private readonly dns: DnsWatch | undefined,
    private readonly database: GlobalDatabase,
  ) {
    const { environment } = props;
    this.#regions = byRole((role) => topologyOf(environment, role).region);
    this.#namings = byRole((role) => namingOf(environment, role));
    this.#caller = controllerSessionArn(this.#namings.dr);
    this.#nextTick = clock.now();
    this.#replication = new Replication(this.#namings, metrics);
    this.#recorder = new Recorder({
      suffix: environment.suffix,
      regions: this.#regions,
      controller,
      metrics: metrics.dr,
      messages: () => receiver.messages,
    });
    this.#alarms = new AlarmWatch([], metrics.dr, 0);
  }

  /** @param facts - what Terraform made of DNS; without it nobody asks where traffic goes */
  static async set(props: StageProps, facts: TrafficFacts | undefined): Promise<Stage> {
    const { environment, variables, folder, signal } = props;
    const naming = namingOf(environment, 'dr');
    const { region } = topologyOf(environment, 'dr');
    const start = Date.now() - HOURS_AGO * HOUR_MS;
    const clock = new VirtualClock(start - (start % TICK_MS));
    const metrics = byRole((role) => new CloudWatchMetrics(topologyOf(environment, role).region, variables));
    const sns = new SNSClient(clientConfiguration(variables, region));
    const service = await ServiceDouble.open(serviceNames(environment).regional.primary, folder, signal);
    const roleOf = (where: Region) => ROLES.find((role) => topologyOf(environment, role).region === where);
    const stage = new Stage(
      props,
      clock,
      new DeployedController(naming, region, variables),
      service,
      await MessageReceiver.subscribe(sns, notificationTopicArn(naming), () => clock.now()),
      sns,
      metrics,
      facts && new DnsWatch(facts, environment, (where) => metrics[roleOf(where) ?? 'dr']),
      new GlobalDatabase(environment, variables),
    );
    await stage.watchAlarms();
    for (let minute = HISTORY_MINUTES; minute > 0; minute -= 1)
      await stage.#replication.publish(clock.now() - minute * TICK_MS, undefined);
    return stage;
  }

  /** Follows the alarms that call the controller as they stand now; nothing is known of their states until a minute has passed. */
  async watchAlarms(): Promise<void> {
    const { metricAlarms } = await readStandingAlarms(this.#regions.dr, this.props.variables);
    const caller = controllerFunctionArn(this.#namings.dr);
    const calling = metricAlarms.filter((alarm) =>
      (['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const).some((state) =>
        actionsOf(alarm, state).includes(caller),
      ),
    );
    this.#alarms = new AlarmWatch(calling, this.metrics.dr, this.clock.now() / 1000 - HISTORY_MINUTES * 60);
  }

  /** Ends subscriptions and servers. Functions live in real time again. */
  async strike(): Promise<void> {
    await writeFile(this.props.functionVariablesFile, '{}');
    await this.service.switchOff();
    await this.receiver.close();
    for (const client of [this.controller, this.sns, this.metrics.primary, this.metrics.dr, this.database])
      client.destroy();
  }

  /** Takes the primary Region away: its endpoints are dead, its service answers nobody, and nothing is replicated from it. */
  async losePrimary(): Promise<void> {
    this.props.gateway.region(this.#regions.primary).blackOut('reset');
    await this.stopService();
    this.lagOf('dr', undefined);
    const now = this.clock.now();
    this.#recorder.collected.dark = { from: now, to: Number.POSITIVE_INFINITY };
    this.#lost = 'primary';
  }

  /** Brings it back. */
  async bringPrimaryBack(): Promise<void> {
    this.props.gateway.region(this.#regions.primary).heal();
    await this.service.switchOn();
    const { dark } = this.#recorder.collected;
    if (dark !== undefined) dark.to = this.clock.now();
    this.#lost = undefined;
  }

  /** The primary's service answers nobody; all else there is well. */
  async stopService(): Promise<void> {
    await this.service.switchOff();
  }

  async startService(): Promise<void> {
    await this.service.switchOn();
  }

  /** What RDS publishes from now on as the lag of a Region's cluster; `undefined`: nothing. */
  lagOf(role: Role, lagMs: number | undefined): void {
    this.#replication.lagOf(role, lagMs);
  }

  hold(): Promise<string> {
    return this.controller.hold();
  }

  setHold(value: string): Promise<void> {
    return this.controller.setHold(value);
  }

  /** Plays a situation and keeps what was seen of it, also if it was cut short. */
  async play(title: string, scene: () => Promise<void>): Promise<Recording> {
    const recorded = async () => {
      const recording = await this.#recorder.recording(this.clock.now());
      this.recordings.push(recording);
      return recording;
    };
    try {
      await this.#perform(title, scene);
    } catch (error) {
      await recorded();
      throw error;
    }
    return recorded();
  }

  /** Plays a situation that is no part of the drill's story: only the caller has what was seen of it. */
  async rehearse(title: string, scene: () => Promise<void>): Promise<Recording> {
    await this.#perform(title, scene);
    return this.#recorder.recording(this.clock.now());
  }

  /** Lets minutes pass that nobody keeps a record of: what looks back on metrics has them then. */
  warmUp(minutes: number): Promise<void> {
    return this.#perform('Before', () => this.minutes(minutes));
  }

  async #perform(title: string, scene: () => Promise<void>): Promise<void> {
    await this.#begin(title);
    try {
      await scene();
    } finally {
      this.clock.stop();
    }
  }

  async #begin(title: string): Promise<void> {
    this.clock.resume();
    const from = this.clock.now();
    this.#nextTick = Math.max(this.#nextTick, from);
    this.#recorder.begin({
      title,
      from,
      alarmsBefore: this.#alarms.states,
      lag: this.#replication.newest,
    });
    await this.#look();
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
      if (until({ history: await this.#recorder.history(from), alarms })) return;
    }
  }

  /** An operator's command, and the operation that it begins, to its end. */
  async command(command: Readonly<Record<string, unknown>> & { readonly operation: string }): Promise<void> {
    await this.#invoke(command.operation, command);
    await this.#settle();
  }

  async #minute(): Promise<void> {
    const { clock } = this;
    clock.advanceTo(this.#nextTick);
    const tick = Math.floor(clock.now() / TICK_MS) * TICK_MS;
    this.#nextTick = tick + TICK_MS;
    const { collected } = this.#recorder;
    const now = clock.now();
    const region = this.#regions.dr;
    const called = controllerFunctionArn(this.#namings.dr);
    for (const transition of await this.#alarms.evaluate(tick / 1000)) {
      const { alarm, from, to, reason } = transition;
      const callsController = actionsOf(alarm, to).includes(called);
      const alarmName = String(alarm.AlarmName);
      collected.alarms.push({ at: now, alarmName, from, to, reason, callsController });
      if (callsController)
        await this.#invoke(`alarm ${alarmName} of ${region}`, alarmEvent(transition, clock.now()));
    }
    await this.#replication.publish(tick, this.#lost);
    await this.#invoke('schedule', { trigger: 'schedule' });
    await this.#settle();
    if (this.dns !== undefined) {
      // What the minute published is whole only at its end.
      const serves = await this.dns.answer(this.#lost, this.#nextTick / 1000);
      collected.answers.push({ at: this.#nextTick, serves });
    }
  }

  async #invoke(trigger: string, event: object): Promise<void> {
    const { clock, service, props } = this;
    const { gateway } = props;
    const variables = {
      NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`,
      NODE_EXTRA_CA_CERTS: service.certificateFile,
      DRILL_CLOCK_OFFSET_MS: String(Math.round(clock.offsetMs)),
      DRILL_SERVICES: JSON.stringify({ [service.host]: service.port }),
    };
    await writeFile(props.functionVariablesFile, JSON.stringify(variables));
    const at = clock.now();
    const { offsetMs } = clock;
    const { action, disposition, reason, healthy = false, steps = [] } = await this.controller.invoke(event);
    const answer = { action, disposition, reason };
    const { collected } = this.#recorder;
    collected.invocations.push({ at, trigger, healthy, steps: steps.length > 0 ? steps : [answer] });
    for (const request of gateway.requests({ caller: this.#caller, afterSequence: this.#sequence })) {
      this.#sequence = request.sequence;
      const { atMs, region, service: signed, operation, status } = request;
      collected.requests.push({ at: atMs + offsetMs, region, service: signed, operation, status });
    }
    await this.#look();
  }

  /** Waits until no operation runs, for which real time passes. */
  async #settle(): Promise<void> {
    const end = performance.now() + MOVES_WITHIN_MS;
    while ((await this.#look()) !== '') {
      if (performance.now() > end)
        throw new Error('an operation on the global database does not come to its end');
      await delay(LOOK_EVERY_MS, undefined, { signal: this.props.signal });
    }
  }

  /** Looks at the global database, in the Region that is never dark here. @returns what is under way */
  async #look(): Promise<string> {
    const { FailoverState, GlobalClusterMembers: members = [] } = await this.database.describe('dr');
    const operation = FailoverState?.Status ?? '';
    const arn = members.find(({ IsWriter }) => IsWriter)?.DBClusterArn;
    const region = arn?.split(':')[3];
    const writer = ROLES.find((role) => this.#regions[role] === region);
    const { writers } = this.#recorder.collected;
    const followers = members.filter(({ IsWriter }) => IsWriter !== true);
    const connected =
      followers.length > 0 && followers.every(({ SynchronizationStatus: status }) => status === 'connected');
    const last = writers.at(-1);
    if (last?.writer !== writer || last?.operation !== operation || last?.connected !== connected)
      writers.push({ at: this.clock.now(), writer, operation, connected });
    return operation;
  }
}

const never = () => false;
