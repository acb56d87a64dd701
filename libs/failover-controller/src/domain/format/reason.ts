import type { Disposition, Reason } from '../protocol';
import { formatEventProblem } from './event-problem';
import { formatLoss } from './loss';
import { formatAlert, formatAssessment } from './alert';
import { formatEvidence } from './evidence';
import { formatMinutes, formatSeconds } from './units';

/**
 * What a reason says to people: of the log, the history, a notification, an operator's command line. Programs go by `reason.code`.
 *
 * @param reason - one of a newer version is shown as it stands
 */
export function formatReason(reason: Reason): string {
  switch (reason.code) {
    case 'nothing-to-do':
      return 'nothing is to be done';
    case 'operation-running':
      return 'an operation runs on the global cluster';
    case 'other-operation-running':
      return 'an operation that is not of this incident runs on the global cluster';
    case 'not-a-member':
      return `${reason.clusterArn} is no member of the global cluster`;
    case 'cluster-not-visible':
      return `the cluster in ${reason.region} cannot be seen`;
    case 'cluster-not-available':
      return `${reason.clusterArn} is ${reason.status}, not available`;
    case 'engine-versions-differ':
      return `the engine versions differ: ${reason.own} and ${reason.peer}`;
    case 'no-instance':
      return `${reason.clusterArn} has no instance and cannot be promoted`;
    case 'not-connected':
      return `${reason.clusterArn} is ${reason.status}, not connected`;
    case 'lag-unknown':
      return 'the replication lag is unknown';
    case 'lag-too-old':
      return `the newest datapoint of the replication lag is ${formatSeconds(reason.ageMs)} old, and ${formatSeconds(reason.maxAgeMs)} are allowed`;
    case 'lag-beyond-bound':
      return `the replication lag is ${reason.lagMs} ms, and ${reason.boundMs} ms are allowed`;
    case 'controller-paused':
      return `the controller is paused: ${reason.note}`;
    case 'already-writer':
      return `already writer: ${reason.clusterArn}`;
    case 'incident-open':
      return `the ${reason.kind} ${reason.incidentId} is open`;
    case 'override-required':
      return `${formatAssessment(reason.assessment)} (${formatEvidence(reason.evidence)}); a planned switchover loses no data, and a failover against the evidence takes an override with a reason`;
    case 'second-person-required':
      return `the Region serves: somebody else than ${reason.by} must confirm what ${reason.by} ordered`;
    case 'pair-not-whole':
      return 'the pair is not whole: a member of the global database, its writer or its replication is not there (yet, or any more)';
    case 'nothing-to-acknowledge':
      return 'nothing is paged that could be acknowledged';
    case 'incident-not-open':
      return `${reason.incidentId} is not the open incident`;
    case 'approval-not-needed':
      return `the ${reason.kind} needs no approval${reason.writerMoved ? ' any more' : ''}`;
    case 'other-controller':
      return `planned operations are the controller's in ${reason.region}: ask there`;
    case 'loss-unknown':
    case 'loss-within-bound':
    case 'loss-beyond-bound':
      return formatLoss(reason);
    case 'mode':
      return `the mode is ${reason.mode}`;
    case 'cool-down':
      return `the last failover ended less than the cool-down ago, which ends at ${new Date(reason.endsAt).toISOString()}`;
    case 'own-view-unknown':
      return 'the own view of the global cluster is unknown';
    case 'incident-closed':
      return 'the incident is closed';
    case 'effect-pending':
      return `the ${reason.kind} was requested; its effect may still show`;
    case 'not-lost':
      return `the evidence does not say that the Region is lost: ${formatAssessment(reason.assessment)} (${formatEvidence(reason.evidence)})`;
    case 'loss-not-confirmed':
      return `${formatAssessment(reason.assessment)}; ${reason.rounds} ${reason.rounds === 1 ? 'round agrees' : 'rounds agree'}${reason.since === undefined ? '' : ` since ${new Date(reason.since).toISOString()}`}`;
    case 'override-not-confirmed':
      return `${reason.by} ordered a failover of a Region that serves; it waits for a second person`;
    case 'approval-required':
      return `an operator must approve: ${formatReason(reason.objection)}`;
    case 'move-not-visible':
      return 'the view of the global cluster does not show the move; it may be old';
    case 'primary-not-serving':
      return 'traffic is not routed to primary before the primary serves';
    case 'operation-observed':
      return `AWS reports the operation "${reason.status}" on the global cluster`;
    case 'drift-observed':
      return 'the writer is not where traffic is';
    case 'drift-not-confirmed':
      return 'the writer is not where traffic is; not confirmed yet';
    case 'drift-ended':
      return 'the writer is where traffic is';
    case 'already-handled':
      return 'this request was taken already';
    case 'held':
      return `the controller is paused; otherwise: ${formatReason(reason.otherwise)}`;
    case 'region-lost':
      return `${formatEvidence(reason.evidence)}; ${formatLoss(reason.loss)}`;
    case 'override':
      return `${reason.by} overrides the evidence (${reason.note}): ${formatEvidence(reason.evidence)}; ${formatLoss(reason.loss)}`;
    case 'acknowledged':
      return `${reason.by} looks after it`;
    case 'alert':
      return `${formatAlert(reason.alert)} for ${formatMinutes(reason.lastedMs)} (${formatEvidence(reason.evidence)})`;
    case 'traffic-held':
      return 'the control metric of the primary Region keeps clients away from dr';
    case 'traffic-hold-released':
      return 'clients may be sent to dr again';
    case 'replaced-by-failover':
      return 'its Region was lost, and a failover takes its place';
    case 'approved':
      return `${reason.by} approves${reason.acceptDataLoss ? ' and accepts the loss of data' : ''}`;
    case 'requested':
      return `${reason.by} requested it, and every check passed`;
    case 'operation-not-seen':
      return 'nothing was seen of the operation';
    case 'target-writes':
      return `${reason.clusterArn} writes and no operation runs`;
    case 'minimum-tasks':
      return `the service's minimum number of tasks is to be ${reason.minTasks}`;
    case 'minimum-capacity':
      return `the cluster's minimum capacity is to be ${reason.minAcu} ACU`;
    case 'minimum-raised':
      return 'the promoted Region serves all clients';
    case 'minimum-restored':
      return 'the other Region writes again, and the minimum capacity is what it was before';
    case 'metric-not-written':
      return 'the control metric was not written yet';
    case 'writer-moved-by-others':
      return 'the writer was moved by other means than this controller';
    case 'traffic-routed':
      return `the control metric routes traffic to ${reason.to}`;
    case 'snapshot-expires':
      return "the old primary's snapshot is to be copied before it expires";
    case 'snapshot-kept':
      return "the old primary's snapshot does not expire any more";
    case 'snapshot-not-found':
      return `no snapshot of ${reason.clusterArn} was found within ${reason.days} days`;
    case 'deadline-exceeded':
      return `the ${reason.kind} has not ended within ${formatMinutes(reason.deadlineMs)}; it is at "${reason.phase}"`;
    case 'paused':
      return `an operator paused the controller: ${reason.note}`;
    case 'resumed':
      return 'an operator resumed the controller';
    case 'fault-resolved':
      return `${reason.fault} is resolved`;
    case 'completed':
      return `${reason.clusterArn} writes, and all that follows is done`;
    case 'promoted-by-others':
      return `${reason.clusterArn} already writes: somebody else promoted it`;
    case 'writer-moved-away':
      return 'the writer had moved, and was moved away again';
    case 'writer-lost':
      return `${reason.clusterArn} does not write any more`;
    case 'writer-moving-elsewhere':
      return `somebody else moves the writer to ${reason.clusterArn ?? 'another cluster'}`;
    case 'promotion-not-seen':
      return `nothing was seen of a promotion that was requested ${reason.attempts} times`;
    case 'operation-never-seen':
      return `nothing was seen of an operation that was requested ${reason.attempts} times`;
    case 'operation-ended-without-move':
      return 'the operation ended, and the writer did not move';
    case 'region-lost-before-operation':
      return 'a Region was lost before the operation began';
    case 'paused-before-operation':
      return 'the controller was paused before the operation began';
    case 'primary-lost-again':
      return `the primary was lost again before traffic was routed to it (${formatEvidence(reason.evidence)})`;
    case 'hold-unreadable':
      return `the hold switch cannot be read: ${reason.message}`;
    case 'lease-ending':
      return 'the lease ends too soon';
    case 'invocation-ending':
      return 'the invocation ends too soon';
    case 'writer-not-confirmed':
      return `${reason.clusterArn} does not write, or an operation runs`;
    case 'global-cluster-not-visible':
      return `the global cluster cannot be seen: ${reason.message}`;
    case 'call-failed':
    case 'input-unreadable':
      return reason.message;
    case 'journal-unreadable':
      return `the journal cannot be read: ${reason.message}`;
    case 'lease-unavailable':
      return 'the lease cannot be taken';
    case 'other-invocation-running':
      return 'another invocation is at work: nothing was taken, ask again';
    case 'event-not-understood':
      return reason.problems.map(formatEventProblem).join('; ');
    default:
      return JSON.stringify(reason satisfies never);
  }
}

/** A reason together with what became of what it is the reason of. */
export function formatDisposition(disposition: Disposition, reason: Reason): string {
  const text = formatReason(reason);
  switch (disposition) {
    case 'refused':
      return `refused: ${text}`;
    case 'failed':
      return `nothing is done: ${text}`;
    case 'withheld':
      return `the call was withheld: ${text}`;
    case 'unconfirmed':
      return `whether the command was taken is not known: ${text}`;
    default:
      return text;
  }
}
