/** What to do, by what went wrong. Every alarm names one of these; none other is invented on the way. */
export const RUNBOOKS = {
  /** The primary Region is lost, or may be. */
  disaster: 'docs/runbooks/disaster-failover.md',
  /** Both Regions are well, and the roles are to swap. */
  switchover: 'docs/runbooks/planned-switchover.md',
  /** Back to the primary Region. */
  failback: 'docs/runbooks/failback.md',
  /** The controller is silent, or runs and sees nothing. */
  controller: 'docs/runbooks/controller-unavailable.md',
  /** A backup is missing, or is what is left. */
  restore: 'docs/runbooks/restore-from-backup.md',
  /** What stands differs from what was deployed. */
  terraform: 'docs/runbooks/reconcile-terraform.md',
  /** The service answers badly or not at all, and its Region is there. */
  service: 'docs/runbooks/service-degradation.md',
  /** The database is slow, full or behind, and its Region is there. */
  database: 'docs/runbooks/database-degradation.md',
  /** Objects do not arrive on the other side. */
  replication: 'docs/runbooks/replication-degradation.md',
  /** Somebody did what nobody should do, or should do unseen. */
  security: 'docs/runbooks/security-event.md',
} as const;

/** One of {@link RUNBOOKS}. */
export type Runbook = (typeof RUNBOOKS)[keyof typeof RUNBOOKS];
