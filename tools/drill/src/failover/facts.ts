import type { AlarmState } from '@healthcare-dr/aws-models/cloudwatch';
import type { HistoryLine, JournalEvent, Step } from '@healthcare-dr/failover-controller';
import type { Region, Role } from '@healthcare-dr/topology';
import type { ClientRecording } from '../client/facts';
import type { ScenarioId } from './scenario';

/** One call of the controller's function, as it was made and answered. All times are virtual, in milliseconds since the epoch. */
export interface Invocation {
  readonly at: number;
  /** Whose controller it is. */
  readonly role: Role;
  /** `schedule`, `alarm <name>` or the operation of a command. */
  readonly trigger: string;
  /** What the controller did, round by round, and why; the first one answers the trigger. */
  readonly steps: readonly Step[];
  readonly healthy: boolean;
}

/**
 * What became of what a schedule sent: the controller of the Region answered, or could make nothing of it; a policy refused it to EventBridge;
 * it went to somebody else.
 */
export type ScheduleOutcome = 'answered' | 'ignored' | 'refused' | 'elsewhere';

/** What the deployed schedules of a Region came to in one minute. */
export interface ScheduleRun {
  /** The end of the minute. */
  readonly at: number;
  /** Whose Region it is. */
  readonly role: Role;
  readonly calls: readonly {
    readonly rule: string;
    readonly targetArn: string;
    readonly outcome: ScheduleOutcome;
    /** Why it was refused, in AWS's words. @default - undefined: it was not */
    readonly reason: string | undefined;
  }[];
  /** Where nothing came due: the rules with a schedule, with their states. */
  readonly idle: readonly string[];
}

/** A request that the controller's function made, as the gateway saw it. */
export interface ControllerRequest {
  readonly at: number;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  /** @default - undefined: there was no answer */
  readonly status: number | undefined;
}

/** What the global database said of itself, when that changed. */
export interface WriterSighting {
  readonly at: number;
  readonly writer: Role | undefined;
  /** `failing-over`, `switching-over`, …; empty if nothing is under way. */
  readonly operation: string;
  /** Whether there is a follower, and in step. */
  readonly connected: boolean;
}

/** A change of an alarm that Terraform made, by its own definition and the data that it watches. */
export interface AlarmChange {
  readonly at: number;
  readonly alarmName: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  /** Whether one of its actions for that state calls the controller. */
  readonly callsController: boolean;
}

/** A message that the Region's topic delivered. */
export interface Message {
  readonly at: number;
  readonly severity: string;
  /** What happened; `undefined` if it does not say. */
  readonly event: JournalEvent | undefined;
  readonly subject: string;
  readonly body: string;
}

/** The control metric, as CloudWatch has it. */
export interface ControlValue {
  /** The beginning of the second. */
  readonly at: number;
  readonly value: number;
}

/** Where DNS sent a client at a minute, by a model of Route 53 on the records and metrics that stand. */
export interface DnsAnswer {
  readonly at: number;
  readonly serves: Role | undefined;
}

/** All that was seen of one situation, from whoever knows it: nothing of it is what the drill itself believes. */
export interface Recording {
  readonly scenario: ScenarioId;
  readonly title: string;
  readonly from: number;
  readonly to: number;
  /** How long it took to play, in real milliseconds. */
  readonly realMs: number;
  /** The Regions by role. */
  readonly regions: Readonly<Record<Role, Region>>;
  /** Which Region was dark, and when; `undefined` if none was. */
  readonly dark: { readonly role: Role; readonly from: number; readonly to: number } | undefined;
  /** The alarms that call the controller, with the state they were in at the beginning. */
  readonly alarmsBefore: Readonly<Record<string, AlarmState>>;
  readonly invocations: readonly Invocation[];
  /** What EventBridge made of the schedules that were played. */
  readonly schedules: readonly ScheduleRun[];
  readonly requests: readonly ControllerRequest[];
  readonly writers: readonly WriterSighting[];
  readonly alarms: readonly AlarmChange[];
  readonly messages: readonly Message[];
  /** The journal of dr's controller. */
  readonly history: readonly HistoryLine[];
  /** The control metric that dr's controller writes: whether it routes traffic to dr. */
  readonly control: readonly ControlValue[];
  /** The same of the primary's controller, whose metric says whether it keeps clients away from dr; nothing while its Region is dark. */
  readonly home: { readonly history: readonly HistoryLine[]; readonly control: readonly ControlValue[] };
  readonly answers: readonly DnsAnswer[];
  /** The newest reading of the lag in the Region of the standby at the beginning; `undefined` if there is none. */
  readonly lag: { readonly at: number; readonly lagMs: number } | undefined;
  /** What clients of the service saw; `undefined` where no PostgreSQL stands behind the clusters, and none asks. */
  readonly client: ClientRecording | undefined;
}
