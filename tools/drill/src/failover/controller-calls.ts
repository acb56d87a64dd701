import { writeFile } from 'node:fs/promises';
import { controllerFunctionArn, controllerSessionArn } from '@healthcare-dr/failover-lambda/contract';
import type { EventBus, Gateway } from '@healthcare-dr/local-aws';
import type { Naming } from '@healthcare-dr/platform';
import { byRole, type Region, type Role } from '@healthcare-dr/topology';
import { readStandingAlarms, type CloudWatchMetrics } from '../alarms/alarm-facts';
import { actionsOf, alarmEvent, AlarmWatch } from './alarm-watch';
import type { Answer, DeployedController } from './controller';
import type { Recorder } from './recorder';
import { Schedules, TICK_MS } from './schedules';
import type { VirtualClock } from './virtual-clock';

/** What {@link ControllerCalls} are made from. */
export interface ControllerCallsProps {
  readonly controllers: Readonly<Record<Role, DeployedController>>;
  readonly regions: Readonly<Record<Role, Region>>;
  readonly namings: Readonly<Record<Role, Naming>>;
  /** What runs the deployed schedules. */
  readonly events: EventBus;
  readonly gateway: Gateway;
  readonly metrics: CloudWatchMetrics;
  readonly variables: NodeJS.ProcessEnv;
  /** The file with the variables of functions: see `lambda_execution` of the local AWS. */
  readonly functionVariablesFile: string;
  /** What a function of a Region is given by the world around it. */
  readonly variablesOf: (role: Role, offsetMs: number) => Readonly<Record<string, string>>;
  readonly recorder: Recorder;
  readonly clock: VirtualClock;
  /** Looks at what a call has begun. */
  readonly look: () => Promise<unknown>;
}

/** The deployed controllers as they are called: by their schedules, by the alarms of dr, by operators. What comes of it is recorded. */
export class ControllerCalls {
  readonly #schedules: Readonly<Record<Role, Schedules>>;
  #alarms: AlarmWatch;
  /** The newest request of a controller that was recorded. */
  #sequence = 0;

  constructor(private readonly props: ControllerCallsProps) {
    const { regions, namings, events, metrics } = props;
    this.#schedules = byRole(
      (role) => new Schedules({ role, region: regions[role], naming: namings[role], events }),
    );
    this.#alarms = new AlarmWatch([], metrics, 0);
  }

  /** The states of the alarms that call the controller. */
  get alarmStates(): AlarmWatch['states'] {
    return this.#alarms.states;
  }

  /**
   * Follows the alarms that call the controller as they stand now; nothing is known of their states until a minute has passed.
   *
   * @param sinceMs - from when on metrics are looked at, in milliseconds since the epoch, virtual
   */
  async watchAlarms(sinceMs: number): Promise<void> {
    const { regions, namings, variables, metrics } = this.props;
    const { metricAlarms } = await readStandingAlarms(regions.dr, variables);
    const caller = controllerFunctionArn(namings.dr);
    const calling = metricAlarms.filter((alarm) =>
      (['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const).some((state) =>
        actionsOf(alarm, state).includes(caller),
      ),
    );
    this.#alarms = new AlarmWatch(calling, metrics, sinceMs / 1000);
  }

  /** Alarms that change by a tick call dr's controller. */
  async byAlarms(tick: number): Promise<void> {
    const { recorder, clock, namings, regions, controllers } = this.props;
    const at = clock.now();
    const called = controllerFunctionArn(namings.dr);
    for (const transition of await this.#alarms.evaluate(tick / 1000)) {
      const { alarm, from, to, reason } = transition;
      const callsController = actionsOf(alarm, to).includes(called);
      const alarmName = String(alarm.AlarmName);
      recorder.collected.alarms.push({ at, alarmName, from, to, reason, callsController });
      if (callsController)
        await this.#call('dr', `alarm ${alarmName} of ${regions.dr}`, async () => [
          await controllers.dr.invoke(alarmEvent(transition, clock.now())),
        ]);
    }
  }

  /** EventBridge runs the schedules of a Region that came due in the minute before a tick. */
  bySchedules(role: Role, tick: number): Promise<void> {
    return this.#call(role, 'schedule', async () => {
      const { run, answers } = await this.#schedules[role].run(tick - TICK_MS, tick);
      this.props.recorder.collected.schedules.push(run);
      return answers;
    });
  }

  /** An operator's command. */
  byOperator(
    role: Role,
    command: Readonly<Record<string, unknown>> & { readonly operation: string },
  ): Promise<void> {
    return this.#call(role, command.operation, async () => [
      await this.props.controllers[role].invoke(command),
    ]);
  }

  /** Keeps a record of what comes of it that the controller of a Region is called. */
  async #call(role: Role, trigger: string, make: () => Promise<readonly Answer[]>): Promise<void> {
    const { clock, gateway, namings, recorder } = this.props;
    const { offsetMs } = clock;
    await writeFile(this.props.functionVariablesFile, JSON.stringify(this.props.variablesOf(role, offsetMs)));
    const at = clock.now();
    const answers = await make();
    const { collected } = recorder;
    for (const { action, disposition, reason, healthy = false, steps = [] } of answers)
      collected.invocations.push({
        at,
        role,
        trigger,
        healthy,
        steps: steps.length > 0 ? steps : [{ action, disposition, reason }],
      });
    const made = gateway.requests({
      caller: controllerSessionArn(namings[role]),
      afterSequence: this.#sequence,
    });
    for (const request of made) {
      this.#sequence = request.sequence;
      const { atMs, region, service: signed, operation, status } = request;
      collected.requests.push({ at: atMs + offsetMs, region, service: signed, operation, status });
    }
    await this.props.look();
  }
}
