import {
  CONTROLLER_DIMENSION,
  CONTROLLER_METRICS,
  controllerNamespace,
} from '@healthcare-dr/failover-lambda/contract';
import type { Region, Role } from '@healthcare-dr/topology';
import type { Metrics } from '../alarms/alarm-trial';
import type { DeployedController } from './controller';
import type {
  AlarmChange,
  ControllerRequest,
  ControlValue,
  DnsAnswer,
  Invocation,
  Message,
  Recording,
  ScheduleRun,
  WriterSighting,
} from './facts';
import type { ScenarioId } from './scenario';

/** What is collected during a situation, besides what is asked for at its end. */
export interface Collected {
  readonly scenario: ScenarioId;
  readonly title: string;
  readonly from: number;
  readonly realFrom: number;
  readonly alarmsBefore: Recording['alarmsBefore'];
  readonly messagesBefore: number;
  readonly lag: Recording['lag'];
  dark: { readonly role: Role; readonly from: number; to: number } | undefined;
  readonly invocations: Invocation[];
  readonly schedules: ScheduleRun[];
  readonly requests: ControllerRequest[];
  readonly writers: WriterSighting[];
  readonly alarms: AlarmChange[];
  readonly answers: DnsAnswer[];
}

/** What a recording is made from. */
export interface RecorderProps {
  readonly suffix: string;
  readonly regions: Readonly<Record<Role, Region>>;
  readonly controllers: Readonly<Record<Role, Pick<DeployedController, 'history'>>>;
  /** CloudWatch in each Region. */
  readonly metrics: Readonly<Record<Role, Pick<Metrics, 'read'>>>;
  /** Whether the drill itself gets an answer of the primary's Region. */
  readonly primaryAnswers: () => boolean;
  /** Every message so far. */
  readonly messages: () => readonly Message[];
}

/** Collects what is seen of a situation while it is played, and asks at its end for what others have kept. */
export class Recorder {
  #collected: Collected | undefined;

  constructor(private readonly props: RecorderProps) {}

  /** What was collected of the situation that is played. */
  get collected(): Collected {
    if (this.#collected === undefined) throw new Error('nothing happens on the stage outside a situation');
    return this.#collected;
  }

  /** A situation begins: from now on everything is of it. */
  begin(first: Pick<Collected, 'scenario' | 'title' | 'from' | 'alarmsBefore' | 'lag'>): void {
    this.#collected = {
      ...first,
      realFrom: performance.now(),
      messagesBefore: this.props.messages().length,
      dark: undefined,
      invocations: [],
      schedules: [],
      requests: [],
      writers: [],
      alarms: [],
      answers: [],
    };
  }

  /** The history in the journal of a controller since a moment. */
  async history(role: Role, from: number): Promise<Recording['history']> {
    return (await this.props.controllers[role].history()).filter(({ at }) => at >= from);
  }

  /** All that was seen of the situation. */
  async recording(to: number): Promise<Omit<Recording, 'client'>> {
    const { messagesBefore, realFrom, dark, ...rest } = this.collected;
    const { from } = rest;
    return {
      ...rest,
      to,
      realMs: performance.now() - realFrom,
      regions: this.props.regions,
      dark: dark && { ...dark, to: Math.min(dark.to, to) },
      messages: this.props.messages().slice(messagesBefore),
      history: await this.history('dr', from),
      control: await this.#control('dr', from, to),
      home: this.props.primaryAnswers()
        ? {
            history: await this.history('primary', from),
            control: await this.#control('primary', from, to),
          }
        : { history: [], control: [] },
    };
  }

  /** The control metric of a Region as it was written, second by second; the local AWS keeps each sample. */
  async #control(role: Role, from: number, to: number): Promise<ControlValue[]> {
    const query = {
      id: 'm1',
      namespace: controllerNamespace(this.props),
      metricName: CONTROLLER_METRICS.trafficEngaged,
      dimensions: { [CONTROLLER_DIMENSION]: this.props.suffix },
      statistic: 'Maximum',
      period: 1,
    };
    const window = { start: Math.floor(from / 1000), end: Math.ceil(to / 1000) + 1 };
    const series = (await this.props.metrics[role].read([query], window)).get('m1') ?? [];
    return series.flatMap((datapoint, index) =>
      datapoint === undefined ? [] : [{ at: (window.start + index) * 1000, value: datapoint.value }],
    );
  }
}
