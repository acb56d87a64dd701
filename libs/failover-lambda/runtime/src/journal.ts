import type { LagReading, Notification } from './ports';

/** An unplanned `failover` promotes the own cluster; the planned operations move the writer to dr, or home. */
export type IncidentKind = 'failover' | 'switchover' | 'failback';

/**
 * What an incident has come to.
 *
 * Unplanned: `suspected` (signals, not yet confirmed) → `awaiting-consent` (mode, lag or its absence asks for an operator) →
 * `promoting` (written before the call) → `engaging` → `completing` (capacity, snapshot) → `closed`.
 * Planned: `promoting` → `engaging` (switchover) or `releasing` (failback) → `completing` → `closed`.
 */
export type Phase =
  'suspected' | 'awaiting-consent' | 'promoting' | 'engaging' | 'releasing' | 'completing' | 'closed';

/** How an incident ended. */
export type IncidentResult = 'succeeded' | 'recovered' | 'refused' | 'failed';

/** Consent of an operator. */
export interface Consent {
  readonly by: string;
  readonly at: number;
  /** Whether it covers a loss beyond the bound, or of unknown size. */
  readonly acceptDataLoss: boolean;
}

/** One failover, switchover or failback, from the first sign to its end. All times are milliseconds since the epoch. */
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
  /** The quorum held in each of the observations since then. */
  readonly quorumSince: number | undefined;
  readonly quorumObservations: number;
  /** The last lag that was known when it was opened. It is not asked for again: what comes later may be the new direction's. */
  readonly lagAtOpening: LagReading | undefined;
  readonly consent: Consent | undefined;
  /** When the operation was last asked for, and how often; the first is written before the call. */
  readonly requestedAt: number | undefined;
  readonly attempts: number;
  readonly writerMovedAt: number | undefined;
  readonly trafficMovedAt: number | undefined;
  readonly stuckReportedAt: number | undefined;
  readonly closedAt: number | undefined;
  readonly result: IncidentResult | undefined;
}

/** Where traffic is held. */
export interface Traffic {
  /** Whether it is held in the dr Region. */
  readonly engaged: boolean;
  readonly since: number;
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
  /** Written together with the change they tell of, and taken off once they were published. */
  readonly outbox: readonly Notification[];
}

/** One line of the history. */
export interface JournalEntry {
  readonly at: number;
  readonly incidentId: string | undefined;
  /** What happened, such as `promotion requested`. */
  readonly event: string;
  readonly reason: string;
  readonly details: Readonly<Record<string, string | number | boolean | undefined>>;
}
