/** What a drill is to show; the report groups its assertions by it. */
export type RequirementId =
  /** Deployment and teardown converge, and say so. */
  | 'deployment-converges'
  | 'data-protected'
  | 'data-replicated'
  | 'secrets-confidential'
  | 'least-privilege'
  /** Service is back, and data lost, within the objectives. */
  | 'recovery-time'
  | 'recovery-point'
  | 'loss-detected'
  /** One failover for one incident; none that is not permitted; none back by itself. */
  | 'failover-controlled'
  | 'planned-move-lossless'
  | 'traffic-follows-writer'
  | 'failed-region-not-needed'
  | 'operators-informed'
  /** What is broken on purpose is noticed. */
  | 'drill-can-fail';

/**
 * What is checked, and which requirement it is evidence of. The names are stable from one drill to the next: a title has the names of
 * Regions, stacks and alarms in it, and can be worded anew.
 */
export const CHECKS = {
  'bootstrap-idempotent': 'deployment-converges',
  'stack-applied': 'deployment-converges',
  'second-plan-empty': 'deployment-converges',
  'plan-empty': 'deployment-converges',
  'requests-valid': 'deployment-converges',
  'version-raised': 'deployment-converges',
  'vault-emptied': 'deployment-converges',
  'stack-destroyed': 'deployment-converges',
  'nothing-left': 'deployment-converges',
  'stack-protected': 'data-protected',
  'snapshot-kept': 'data-protected',
  'record-restored': 'data-protected',
  'divergent-reconciled': 'data-protected',
  'secret-replicated': 'secrets-confidential',
  'no-password-in-state': 'secrets-confidential',
  'controller-calls-evaluated': 'least-privilege',
  'no-call-denied': 'least-privilege',
  'object-replicated': 'data-replicated',
  'delivery-role-suffices': 'least-privilege',
  'delivery-role-not-stale': 'least-privilege',
  'writer-in-time': 'recovery-time',
  'clients-served-in-time': 'recovery-time',
  'rto-measured': 'recovery-time',
  'rto-modelled': 'recovery-time',
  'clients-served': 'recovery-time',
  'client-outage': 'recovery-time',
  'tasks-survive': 'recovery-time',
  'database-served': 'recovery-point',
  'acknowledged-loss-stated': 'recovery-point',
  'old-writer-not-served': 'failover-controlled',
  'acknowledged-kept': 'recovery-point',
  'served-as-sent': 'recovery-point',
  'documents-accounted': 'recovery-point',
  'objects-replicated': 'recovery-point',
  'rpo-measured': 'recovery-point',
  'rpo-modelled': 'recovery-point',
  'event-delivered': 'loss-detected',
  'alarms-known': 'loss-detected',
  'metric-filters-count': 'loss-detected',
  'alarms-go-off': 'loss-detected',
  'composite-alarm-goes-off': 'loss-detected',
  'replication-alarms-ok': 'data-replicated',
  'replication-alarm-goes-off': 'loss-detected',
  'schedule-calls-controller': 'loss-detected',
  'controller-healthy': 'loss-detected',
  'heartbeat-withheld': 'loss-detected',
  'target-writes': 'failover-controlled',
  'loss-confirmed-first': 'failover-controlled',
  'operation-called-once': 'failover-controlled',
  'no-mutating-call': 'failover-controlled',
  'writer-unchanged': 'failover-controlled',
  'no-failback-by-itself': 'failover-controlled',
  'not-suspected': 'failover-controlled',
  'source-follows': 'planned-move-lossless',
  'never-a-failover': 'planned-move-lossless',
  'metric-after-writer': 'traffic-follows-writer',
  'metric-every-minute': 'traffic-follows-writer',
  'traffic-unchanged': 'traffic-follows-writer',
  'dns-answers': 'traffic-follows-writer',
  'no-client-astray': 'traffic-follows-writer',
  'metric-follows-loss': 'traffic-follows-writer',
  'dns-situation': 'traffic-follows-writer',
  'regional-name': 'traffic-follows-writer',
  'witness-answers': 'traffic-follows-writer',
  'health-check-follows-alarm': 'traffic-follows-writer',
  'ready-by-lag': 'traffic-follows-writer',
  'no-call-into-dark-region': 'failed-region-not-needed',
  'journal-in-order': 'operators-informed',
  'operators-notified': 'operators-informed',
  'reason-stated': 'operators-informed',
  'reported-in-time': 'operators-informed',
  'nobody-notified': 'operators-informed',
  'runbook-executed': 'operators-informed',
  'operator-told': 'operators-informed',
  'mutation-noticed': 'drill-can-fail',
} as const satisfies Readonly<Record<string, RequirementId>>;

/** What is checked. */
export type CheckId = keyof typeof CHECKS;

/** A check, and of what: a situation, a stack, an alarm, a Region. */
export type AssertionId = CheckId | `${CheckId}/${string}`;

/** The requirement that an assertion is evidence of. */
export function requirementOf(id: AssertionId): RequirementId {
  const [check = ''] = id.split('/');
  if (!isCheck(check)) throw new Error(`No check is named '${check}', as '${id}' has it.`);
  return CHECKS[check];
}

const isCheck = (text: string): text is CheckId => Object.hasOwn(CHECKS, text);
