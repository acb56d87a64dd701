import { change, changeSilently, withIncident, withRequest } from './change';
import { call, type ClearSituation, count, type Decision, record, type Situation, wait } from './decision';
import {
  actsByItself,
  alreadyWrites,
  approvalCoversLoss,
  approvalStands,
  coolsDown,
  failoverAttemptsLeft,
  hadMoved,
  mayStillShow,
  observedLongEnough,
  observedOftenEnough,
  operationRuns,
  quorumHolds,
  wasAskedFor,
} from './guards';
import { close, createIncident, watchOperation } from './incidents';
import type { Approval, Incident, Journal } from '../domain/journal';
import { assessLoss, boundHoldsUntil, lossIsWithinBound } from '../domain/loss';
import { valueOf } from '../domain/observation';
import { recordMove } from './completion';
import type { Acceptance, ActionReason, ApprovalObjection } from '../domain/protocol';

/** Who asked for a failover; nobody, if the signals did. */
export interface Request {
  readonly requestId: string;
  readonly approval: Approval;
}

/** Opens an incident on the first observation of a quorum. Nothing is done on it before it is confirmed. */
export function openFailover(situation: ClearSituation, request?: Request): Decision {
  const { at, global, journal, observation, policy, signals, site } = situation;
  const writer = global.members.find((member) => member.isWriter);
  const incident: Incident = {
    ...createIncident(situation, {
      kind: 'failover',
      sourceClusterArn: writer?.clusterArn ?? site.peerClusterArn,
      targetClusterArn: site.ownClusterArn,
      requestId: request?.requestId,
      requestedBy: request?.approval.by,
    }),
    quorumSince: at,
    quorumObservations: 1,
    lagAtOpening: valueOf(observation.lag),
    approval: request?.approval,
  };
  const reason: ActionReason = { code: 'region-lost', signals, loss: assessLoss(incident, policy, at) };
  const next: Journal = { ...journal, incident, drift: undefined, callFault: undefined };
  return {
    ...record(
      reason,
      change(site, at, request ? withRequest(next, request.requestId) : next, {
        event: request ? 'failover-requested' : 'failover-suspected',
        reason,
        details: { requestedBy: request?.approval.by, down: signals.down },
        notification: {
          severity: 'ticket',
          runbook: 'failover',
          next: { code: 'confirmation', confirmationMs: policy.confirmationMs },
        },
      }),
    ),
    again: false,
  };
}

/** An unplanned failover, from the first signal to the moved writer. */
export function unplanned(situation: ClearSituation, incident: Incident): Decision {
  const { at, global, policy, signals } = situation;
  if (wasAskedFor(incident)) {
    if (operationRuns(global)) return watchOperation(situation, incident);
    if (alreadyWrites(global, incident.targetClusterArn)) return recordMove(situation, incident);
    if (!quorumHolds(signals, policy) && incident.quorumSince !== undefined)
      return reset(situation, incident);
    if (mayStillShow(incident, policy, at)) return wait({ code: 'effect-pending', kind: incident.kind });
    if (hadMoved(incident))
      return close(situation, incident, 'failed', { code: 'writer-moved-away' }, { code: 'find-who-moved' });
  }
  if (alreadyWrites(global, incident.targetClusterArn))
    return close(
      situation,
      incident,
      'recovered',
      { code: 'promoted-by-others', clusterArn: incident.targetClusterArn },
      { code: 'traffic-follows-confirmed' },
    );
  if (!quorumHolds(signals, policy)) return belowQuorum(situation, incident);
  if (operationRuns(global)) return wait({ code: 'other-operation-running' });
  if (!observedOftenEnough(incident) || !observedLongEnough(incident, policy, at))
    return confirm(situation, incident);
  const objection = objectionTo(situation, incident);
  if (objection !== undefined) return requireApproval(situation, incident, objection);
  if (!failoverAttemptsLeft(incident))
    return close(
      situation,
      incident,
      'failed',
      { code: 'promotion-not-seen', attempts: incident.attempts },
      { code: 'promote-by-hand' },
    );
  return promote(situation, incident);
}

/** One observation below the quorum: the confirmation starts anew. */
function reset({ journal, signals }: Situation, incident: Incident): Decision {
  const next = withIncident(journal, incident, { quorumSince: undefined, quorumObservations: 0 });
  return count({ code: 'below-quorum', signals }, changeSilently(next));
}

/** It ends the incident, unless a promotion was requested without effect and some signal is still down. */
export function belowQuorum(situation: Situation, incident: Incident): Decision {
  const { signals } = situation;
  if (!wasAskedFor(incident) || signals.down === 0)
    return close(
      situation,
      incident,
      'recovered',
      { code: 'below-quorum', signals },
      { code: 'keeps-looking' },
    );
  return incident.quorumSince === undefined
    ? wait({ code: 'below-quorum', signals })
    : reset(situation, incident);
}

/** Counts observations of the quorum. The lag is taken as long as none is known: nothing has moved yet. */
function confirm(situation: ClearSituation, incident: Incident): Decision {
  const { at, journal, observation } = situation;
  const reason = { code: 'quorum-not-confirmed' } as const;
  const lagAtOpening =
    incident.lagAtOpening ?? (!wasAskedFor(incident) ? valueOf(observation.lag) : undefined);
  const isNews = !observedOftenEnough(incident) || lagAtOpening !== incident.lagAtOpening;
  if (!isNews) return wait(reason);
  const next = withIncident(journal, incident, {
    quorumSince: incident.quorumSince ?? at,
    quorumObservations: incident.quorumObservations + 1,
    lagAtOpening,
  });
  return {
    ...count(reason, changeSilently(next)),
    again: observedLongEnough(incident, situation.policy, at),
  };
}

/** Why an operator must be asked; `undefined` if nothing objects. */
export function objectionTo(
  { at, journal, policy, observation }: ClearSituation,
  incident: Incident,
): ApprovalObjection | undefined {
  const target = valueOf(observation.ownCluster);
  if (target?.availableInstances === 0) return { code: 'no-instance', clusterArn: target.clusterArn };
  const isApproved = approvalStands(incident, policy, at);
  if (!lossIsWithinBound(incident, policy, at) && !(isApproved && approvalCoversLoss(incident)))
    return assessLoss(incident, policy, at);
  if (isApproved) return undefined;
  if (!actsByItself(policy)) return { code: 'mode', mode: policy.mode };
  if (coolsDown(journal, policy, at))
    return { code: 'cool-down', endsAt: (journal.lastFailoverAt ?? at) + policy.cooldownMs };
  return undefined;
}

function requireApproval(
  situation: ClearSituation,
  incident: Incident,
  objection: ApprovalObjection,
): Decision {
  const { at, journal, policy, site } = situation;
  const reason = { code: 'approval-required', objection } as const;
  if (incident.phase === 'approval-required') return wait(reason);
  return count(
    reason,
    change(site, at, withIncident(journal, incident, { phase: 'approval-required' }), {
      event: 'approval-required',
      reason,
      notification: {
        severity: 'page',
        runbook: 'failover',
        next: {
          code: 'approve',
          incidentId: incident.id,
          acceptance: acceptanceOf(situation, incident),
          approvalMs: policy.approvalMs,
        },
      },
    }),
  );
}

/** Whether an approval has to accept a loss, and from when on. */
export function acceptanceOf({ at, policy }: Situation, incident: Incident): Acceptance {
  const until = boundHoldsUntil(incident, policy, at);
  return until === undefined
    ? { required: 'now', loss: assessLoss(incident, policy, at) }
    : { required: 'later', fromMs: until, boundMs: policy.lagBoundMs };
}

/** The intent is written before the call: whoever comes after a crash knows that it may have been made. */
function promote(situation: ClearSituation, incident: Incident): Decision {
  const { at, journal, policy, signals, site } = situation;
  const attempts = incident.attempts + 1;
  const reason: ActionReason = { code: 'region-lost', signals, loss: assessLoss(incident, policy, at) };
  const next = withIncident(journal, incident, {
    phase: 'promoting',
    requestedAt: at,
    attempts,
    startedAt: incident.startedAt ?? at,
  });
  return call(
    { kind: 'failover', targetClusterArn: incident.targetClusterArn },
    reason,
    change(site, at, next, {
      event: 'promotion-requested',
      reason,
      details: { attempt: attempts, approvedBy: incident.approval?.by },
      notification: {
        severity: 'page',
        runbook: 'failover',
        next: {
          code: 'call-made',
          call: 'FailoverGlobalCluster',
          attempt: attempts,
          clusterArn: incident.targetClusterArn,
        },
      },
    }),
  );
}
