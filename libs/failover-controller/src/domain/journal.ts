import type { LagReading } from './lag';
import type { Notification } from './notification';
import { EMPTY_WATCH, type Watch } from './watch';
import type {
  CallFaultCode,
  FaultCode,
  FollowUpTask,
  IncidentKind,
  IncidentResult,
  JournalEvent,
  Phase,
  Reason,
} from './protocol';

/** An operator's approval of a failover. */
export interface Approval {
  readonly by: string;
  readonly at: number;
  /** Whether it covers a loss beyond the bound, or of unknown size. */
  readonly acceptDataLoss: boolean;
}

/** An order against the evidence. */
export interface Override {
  readonly by: string;
  readonly at: number;
  /** Why, in the operator's words. */
  readonly note: string;
  /** The peer serves: somebody else has to confirm it. */
  readonly needsSecondPerson: boolean;
  readonly confirmedBy: string | undefined;
}

/** One failover, switchover or failback, from the first signal to its end. All times are milliseconds since the epoch. */
export interface Incident {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly phase: Phase;
  readonly openedAt: number;
  /** The command it came from; `undefined` if it was opened by signals. */
  readonly requestId: string | undefined;
  readonly requestedBy: string | undefined;
  /** The writer when it was opened, and the cluster that is to write. */
  readonly sourceClusterArn: string;
  readonly targetClusterArn: string;
  /** The lag that says most of what had arrived. It is not taken any more once a promotion was asked for: what comes later may be the new direction's. */
  readonly lagAtOpening: LagReading | undefined;
  readonly approval: Approval | undefined;
  readonly override: Override | undefined;
  /** When an approval was paged for last; it is paged for again until somebody answers. */
  readonly pagedAt: number | undefined;
  /** When the operation was last asked for, and how often; the first is written before the call. */
  readonly requestedAt: number | undefined;
  readonly attempts: number;
  /** When it was asked for the first time; an operation that takes too long is counted from here. */
  readonly startedAt: number | undefined;
  /** When it counts as stuck, by the policy of the time at which it was asked for. */
  readonly deadlineAt: number | undefined;
  /** When AWS was last seen at it. */
  readonly operationSeenAt: number | undefined;
  readonly writerMovedAt: number | undefined;
  readonly trafficMovedAt: number | undefined;
  /** What follows the move and is done, or was given up. */
  readonly followUpsDone: readonly FollowUpTask[];
  /** When it was last reported as stuck; that is repeated until it ends, or somebody answers. */
  readonly stuckReportedAt: number | undefined;
  readonly stuckAnsweredBy: string | undefined;
  readonly closedAt: number | undefined;
  readonly result: IncidentResult | undefined;
}

/** Where traffic is held. */
export interface Traffic {
  /** Whether it is to be held in the controller's own Region. Written before the control metric is. */
  readonly engaged: boolean;
  readonly since: number;
  /** Whether the control metric has been written with this value; until then either value may stand there. */
  readonly settled: boolean;
}

/** The writer is not where traffic is, and no incident of ours says why: somebody moved it by other means. */
export interface Drift {
  readonly writerClusterArn: string;
  readonly since: number;
  readonly lastSeenAt: number;
  readonly observations: number;
}

/** The copy of the old primary's snapshot that is still to be made, which it can be only once its Region answers again. */
export interface PendingSnapshot {
  readonly incidentId: string;
  readonly clusterArn: string;
  /** A snapshot older than this is of another incident. */
  readonly since: number;
}

/** What was known of the capacity when all was well. */
export interface CapacityRecord {
  readonly at: number;
  /** How many tasks the other Region's service ran; `undefined` if its metrics did not say. */
  readonly peerTasks: number | undefined;
  /** The least number of tasks, and of ACU for each instance, in the own Region. */
  readonly minTasks: number;
  readonly minAcu: number | undefined;
}

/** The minima that were raised for a failover, as they were before. */
export interface Raised {
  readonly minTasks?: number | undefined;
  readonly minAcu?: number | undefined;
}

/** What the controller of a Region remembers, in one item. Replaced whole, by compare-and-swap. */
export interface Journal {
  /** Raised by one with every write. */
  readonly version: number;
  /** The open incident, or the last one. */
  readonly incident: Incident | undefined;
  readonly traffic: Traffic;
  /** When the last unplanned failover ended; the cool-down counts from here. */
  readonly lastFailoverAt: number | undefined;
  /** The commands that were taken, newest last, at most 20: one that comes again changes nothing. */
  readonly handledRequests: readonly string[];
  readonly drift: Drift | undefined;
  readonly pendingSnapshot: PendingSnapshot | undefined;
  readonly capacity: CapacityRecord | undefined;
  /** What is to return to what it was once the other Region writes again. */
  readonly raised: Raised | undefined;
  /** The fault that was reported last and still stands, such as `policy/malformed`: it is reported once. */
  readonly fault: FaultCode | undefined;
  /** The call that failed last, and how, such as `rds:FailoverGlobalCluster/denied`: it is reported once. */
  readonly callFault: CallFaultCode | undefined;
  /** What was seen of the peer over the last rounds, and what of it was reported. */
  readonly watch: Watch;
  /** Whether it was reported that the controller is paused by the hold switch. */
  readonly holdReported: boolean;
  /** Written together with the change they tell of, and taken off once they were published. */
  readonly outbox: readonly Notification[];
}

/** The journal of a controller that has not written one yet. Traffic is routed to the primary until it is engaged. */
export const EMPTY_JOURNAL: Journal = {
  version: 0,
  incident: undefined,
  traffic: { engaged: false, since: 0, settled: true },
  lastFailoverAt: undefined,
  handledRequests: [],
  drift: undefined,
  pendingSnapshot: undefined,
  capacity: undefined,
  raised: undefined,
  fault: undefined,
  callFault: undefined,
  watch: EMPTY_WATCH,
  holdReported: false,
  outbox: [],
};

/** What an incident always says of itself; the rest comes to it in the course of it. */
type Identity = 'id' | 'kind' | 'phase' | 'openedAt' | 'sourceClusterArn' | 'targetClusterArn';

/** An incident to which nothing has come yet. */
export const BLANK_INCIDENT: Omit<Incident, Identity> = {
  requestId: undefined,
  requestedBy: undefined,
  lagAtOpening: undefined,
  approval: undefined,
  override: undefined,
  pagedAt: undefined,
  requestedAt: undefined,
  attempts: 0,
  startedAt: undefined,
  deadlineAt: undefined,
  operationSeenAt: undefined,
  writerMovedAt: undefined,
  trafficMovedAt: undefined,
  followUpsDone: [],
  stuckReportedAt: undefined,
  stuckAnsweredBy: undefined,
  closedAt: undefined,
  result: undefined,
};

/** One line of the history. */
export interface JournalEntry {
  readonly at: number;
  readonly incidentId: string | undefined;
  /** What happened, and why. */
  readonly event: JournalEvent;
  readonly reason: Reason;
  readonly details: Readonly<Record<string, string | number | boolean | undefined>>;
}
