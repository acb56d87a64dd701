import { controllerFunctionArn } from '@healthcare-dr/failover-lambda/contract';
import type { EventBus } from '@healthcare-dr/local-aws';
import type { Naming } from '@healthcare-dr/platform';
import { SCHEDULE_SECONDS, type Region, type Role } from '@healthcare-dr/topology';
import { answerOf, type Answer } from './controller';
import type { ScheduleOutcome, ScheduleRun } from './facts';

/** How often a controller is scheduled, in milliseconds. */
export const TICK_MS = SCHEDULE_SECONDS * 1000;

/** What the schedules of a Region are run with. */
export interface SchedulesProps {
  readonly role: Role;
  readonly region: Region;
  readonly naming: Naming;
  readonly events: Pick<EventBus, 'rules' | 'runSchedules'>;
}

/** The schedules of a Region as they were deployed: rules of EventBridge with their states, rates, targets, inputs and permissions. */
export class Schedules {
  readonly #controllerArn: string;

  constructor(private readonly props: SchedulesProps) {
    this.#controllerArn = controllerFunctionArn(props.naming);
  }

  /**
   * Runs what comes due in a span of time, after its beginning and up to its end, in milliseconds since the epoch, and waits for what the
   * controller answers.
   *
   * @throws ControllerCrashedError if the controller's function ends in an error
   */
  async run(
    afterMs: number,
    untilMs: number,
  ): Promise<{ readonly run: ScheduleRun; readonly answers: readonly Answer[] }> {
    const { role, region, events } = this.props;
    const deliveries = await events.runSchedules(region, afterMs, untilMs);
    const made = deliveries.map(({ rule, targetArn, reason, answer }) => {
      const isOwn = targetArn === this.#controllerArn;
      const said = isOwn && answer !== undefined ? answerOf(answer.payload, answer.failed) : undefined;
      return { call: { rule, targetArn, outcome: outcomeOf(isOwn, reason, said), reason }, said };
    });
    return {
      run: { at: untilMs, role, calls: made.map(({ call }) => call), idle: await this.#idle(made.length) },
      answers: made.flatMap(({ said }) => said ?? []),
    };
  }

  /** The rules with a schedule, where none came due. */
  async #idle(calls: number): Promise<readonly string[]> {
    if (calls > 0) return [];
    const rules = await this.props.events.rules(this.props.region);
    return rules.flatMap(({ Name, State, ScheduleExpression }) =>
      ScheduleExpression === undefined ? [] : [`${Name} is ${State}, ${ScheduleExpression}`],
    );
  }
}

function outcomeOf(isOwn: boolean, refused: string | undefined, said: Answer | undefined): ScheduleOutcome {
  if (refused !== undefined) return 'refused';
  if (!isOwn) return 'elsewhere';
  return said?.disposition === 'ignored' ? 'ignored' : 'answered';
}
