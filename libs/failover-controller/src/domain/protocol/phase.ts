/** An unplanned `failover` promotes the own cluster; the planned operations move the writer to dr, or home. */
export type IncidentKind = 'failover' | 'switchover' | 'failback';

/**
 * What an incident has come to.
 *
 * Unplanned: `suspected` (signals, not yet confirmed) → `approval-required` (mode, loss or its absence asks for an operator) →
 * `promoting` (written before the call) → `routing-to-dr` → `completing` (capacity, snapshot) → `closed`.
 * Planned: `promoting` → `routing-to-dr` (switchover) or `routing-to-primary` (failback) → `completing` → `closed`.
 */
export type Phase =
  | 'suspected'
  | 'approval-required'
  | 'promoting'
  | 'routing-to-dr'
  | 'routing-to-primary'
  | 'completing'
  | 'closed';

/** How an incident ended. `recovered`: what asked for it went away, and nothing was moved. */
export type IncidentResult = 'succeeded' | 'recovered' | 'failed';

/** What follows a promotion of the own cluster: the minimum number of tasks, and the minimum capacity of its instances in ACU. */
export type FollowUpTask = 'tasks' | 'acu';
