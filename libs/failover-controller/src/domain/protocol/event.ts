import type { IncidentKind, IncidentResult } from './phase';

/** What an operator may ask for that changes something. */
export type OrderOperation = IncidentKind | 'approve';

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
  | 'traffic-withheld'
  | 'traffic-switch-failed'
  | 'tasks-raised'
  | 'tasks-raise-failed'
  | 'capacity-raised'
  | 'capacity-raise-failed'
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
