import type { AlertCode } from '../watch';
import type { IncidentKind, IncidentResult } from './phase';

/** An alert as an event: which signal is unknown is said by its reason. */
export type AlertEvent = Exclude<AlertCode, `signal-unknown/${string}`> | 'signal-unknown';

/** What an operator may ask for that changes something. */
export type OrderOperation = IncidentKind | 'approve' | 'acknowledge';

/**
 * What the history and the notifications say happened. Kebab-case, as the journal's phases, RDS's own statuses
 * (`failing-over`) and the ids of the notifications have been from the first version on.
 */
export type JournalEvent =
  | 'failover-suspected'
  | 'failover-requested'
  | 'switchover-requested'
  | 'failback-requested'
  | `${OrderOperation}-refused`
  | 'approval-required'
  | 'approved'
  | 'override-requested'
  | 'override-confirmed'
  | 'acknowledged'
  | AlertEvent
  | `${AlertEvent}-over`
  | 'promotion-requested'
  | 'promotion-withheld'
  | 'promotion-failed'
  /** A call of a planned operation failed; the operation itself may go on. */
  | `${'switchover' | 'failback'}-call-failed`
  | 'operation-observed'
  | 'writer-moved'
  /** Written before the control metric is. */
  | `traffic-to-${'dr' | 'primary'}-requested`
  | `traffic-routed-to-${'dr' | 'primary'}`
  /** The primary's controller: clients are kept away from dr, or may go there again. */
  | `traffic-hold-${'requested' | 'release-requested' | 'on' | 'off'}`
  | 'traffic-withheld'
  | 'traffic-switch-failed'
  | 'tasks-raised'
  | 'tasks-raise-failed'
  | 'capacity-raised'
  | 'capacity-raise-failed'
  /** What was raised for a failover is again what it was. */
  | 'tasks-restored'
  | 'tasks-restore-failed'
  | 'capacity-restored'
  | 'capacity-restore-failed'
  | 'snapshot-copied'
  | 'snapshot-copy-failed'
  | 'snapshot-abandoned'
  | `${IncidentKind}-${IncidentResult}`
  | `${IncidentKind}-stuck`
  | 'controller-degraded'
  | 'controller-recovered'
  | 'controller-paused'
  | 'controller-resumed'
  /** Told by the topic alone: no journal can hold it. */
  | 'journal-unreachable';
