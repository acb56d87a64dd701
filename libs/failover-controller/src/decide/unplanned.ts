import { isContrary, isSuspicion, permitsOrder } from './assessment';
import { change, changeSilently, withIncident, withRequest } from './change';
import { recordMove } from './completion';
import { isAlmostConfirmed, lossIsConfirmed } from './confirmation';
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
  operationRuns,
  overrideStands,
  wasAskedFor,
} from './guards';
import { close, createIncident, writesSteadily, watchOperation } from './incidents';
import type { Approval, Incident, Journal, Override } from '../domain/journal';
import type { LagReading } from '../domain/lag';
import { PAGE_AGAIN_MS } from '../domain/limits';
import { isPagedAgain } from './pages';
import { assessLoss, boundHoldsUntil, lossIsWithinBound } from '../domain/loss';
import { valueOf } from '../domain/observation';
import type { Acceptance, ActionReason, ApprovalObjection } from '../domain/protocol';

/** Who asked for a failover; nobody, if the evidence did. */
export interface Request {
  readonly requestId: string;
  readonly approval: Approval;
  readonly override: Override | undefined;
}

/** Opens an incident on the first look that may be one of a lost Region. Nothing is done on it before it is confirmed. */
export function openFailover(situation: Situation, request?: Request): Decision {
  const { at, journal, observation, policy, evidence, site } = situation;
  const writer = valueOf(observation.global)?.members.find((member) => member.isWriter);
  const incident: Incident = {
    ...createIncident(situation, {
      kind: 'failover',
      sourceClusterArn: writer?.clusterArn ?? site.peerClusterArn,
      targetClusterArn: site.ownClusterArn,
      requestId: request?.requestId,
      requestedBy: request?.approval.by,
    }),
    lagAtOpening: valueOf(observation.lag),
    approval: request?.approval,
    override: request?.override,
  };
  const reason = orderReason(situation, incident);
  const pages = isPagedAgain(journal, at);
  const opened = pages ? { ...incident, pagedAt: at } : incident;
  const next: Journal = { ...journal, incident: opened, drift: undefined, callFault: undefined };
  return {
    ...record(
      reason,
      change(site, at, request ? withRequest(next, request.requestId) : next, {
        event: request ? 'failover-requested' : 'failover-suspected',
        reason,
        details: { requestedBy: request?.approval.by, checkers: evidence.checkers },
        notification: {
          severity: pages ? 'page' : 'ticket',
          runbook: 'failover',
          next: { code: 'confirmation', confirmationMs: policy.confirmationMs },
        },
      }),
    ),
    // What was ordered is looked at again at once; what is suspected takes further rounds of the schedule.
    again: request !== undefined,
  };
}

/** Whether the evidence is worth an incident: from here on the lag is kept, while it can be read. */
export const mayBeLost = ({ evidence }: Situation): boolean => isSuspicion(evidence);

/** An unplanned failover, from the first signal to the moved writer. */
export function unplanned(situation: ClearSituation, incident: Incident): Decision {
  const { at, assessment, evidence, global, journal, policy } = situation;
  if (wasAskedFor(incident)) {
    if (operationRuns(global))
      return writesSteadily(situation, incident)
        ? recordMove(situation, incident)
        : watchOperation(situation, incident);
    if (alreadyWrites(global, incident.targetClusterArn)) return recordMove(situation, incident);
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
  const isOverridden = overrideStands(incident, policy, evidence, at);
  const isOrdered = approvalStands(incident, policy, at) && (isOverridden || permitsOrder(assessment));
  if (!isOverridden && isContrary(evidence)) return notLost(situation, incident);
  // AWS may refuse a failover beside what hangs; that is its answer to give where somebody orders it.
  if (operationRuns(global) && !isOverridden) return wait({ code: 'other-operation-running' });
  if (!isOrdered && !lossIsConfirmed(journal.watch, assessment, policy, at))
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

/** Some vantage point speaks for the peer. It ends the incident, unless a promotion was requested whose effect nobody has seen. */
export function notLost(situation: Situation, incident: Incident): Decision {
  const { assessment, evidence } = situation;
  const reason = { code: 'not-lost', assessment, evidence } as const;
  if (awaitsSecondPerson(situation, incident)) return waitForSecondPerson(situation, incident);
  if (!wasAskedFor(incident) || assessment === 'well')
    return close(situation, incident, 'recovered', reason, { code: 'keeps-looking' });
  return wait(reason);
}

const awaitsSecondPerson = ({ at, policy }: Situation, { override }: Incident): boolean =>
  override !== undefined && override.confirmedBy === undefined && at - override.at <= policy.approvalMs;

/** An order against a peer that serves waits for somebody else to confirm it, for as long as an approval is good. */
function waitForSecondPerson({ at, journal, site }: Situation, incident: Incident): Decision {
  const by = incident.override?.by ?? '';
  const reason = { code: 'override-not-confirmed', by } as const;
  if (incident.phase === 'approval-required') return wait(reason);
  return count(
    reason,
    change(site, at, withIncident(journal, incident, { phase: 'approval-required', pagedAt: at }), {
      event: 'override-requested',
      reason,
      details: { requestedBy: by, note: incident.override?.note },
      notification: {
        severity: 'page',
        runbook: 'failover',
        next: { code: 'confirm-override', incidentId: incident.id, by },
      },
    }),
  );
}

/** What has arrived at most: a later datapoint may say that more has. Once a promotion was asked for, it may be of the new direction. */
function bestLag(incident: Incident, newest: LagReading | undefined): LagReading | undefined {
  const { lagAtOpening: known } = incident;
  if (newest === undefined || wasAskedFor(incident)) return known;
  if (known === undefined) return newest;
  return newest.measuredAt - newest.lagMs > known.measuredAt - known.lagMs ? newest : known;
}

/**
 * Waits for more rounds, or looks again where a moment is all that is missing. The lag is kept as long as nothing has moved; and a page that
 * is due again does not wait for the confirmation.
 */
export function confirm(
  { assessment, at, journal, observation, policy, site }: Situation,
  incident: Incident,
): Decision {
  const { lost } = journal.watch;
  const again = isAlmostConfirmed(journal.watch, assessment, policy, at);
  const reason = {
    code: 'loss-not-confirmed',
    assessment,
    rounds: lost?.rounds ?? 0,
    since: lost?.firstAt,
  } as const;
  const lagAtOpening = bestLag(incident, valueOf(observation.lag));
  if (isPagedAgain(journal, at)) {
    const paged = withIncident(journal, incident, { lagAtOpening, pagedAt: at });
    const repeated = change(site, at, paged, {
      event: 'failover-suspected',
      reason,
      notification: {
        severity: 'page',
        runbook: 'failover',
        next: { code: 'confirmation', confirmationMs: policy.confirmationMs },
      },
    });
    return { ...count(reason, repeated), again };
  }
  const decision =
    lagAtOpening === incident.lagAtOpening
      ? wait(reason)
      : count(reason, changeSilently(withIncident(journal, incident, { lagAtOpening })));
  return { ...decision, again };
}

/** Why an operator must be asked; `undefined` if nothing objects. */
export function objectionTo(
  { at, journal, policy, observation }: ClearSituation,
  incident: Incident,
): ApprovalObjection | undefined {
  const target = valueOf(observation.ownCluster);
  const isApproved = approvalStands(incident, policy, at);
  const acceptsLoss = isApproved && approvalCoversLoss(incident);
  // Whether AWS promotes a cluster without an instance is for AWS to say, once somebody has accepted what may be lost.
  if (target?.availableInstances === 0 && !acceptsLoss)
    return { code: 'no-instance', clusterArn: target.clusterArn };
  if (!lossIsWithinBound(incident, policy, at) && !acceptsLoss) return assessLoss(incident, policy, at);
  if (isApproved) return undefined;
  if (!actsByItself(policy)) return { code: 'mode', mode: policy.mode };
  if (coolsDown(journal, policy, at))
    return { code: 'cool-down', endsAt: (journal.lastFailoverAt ?? at) + policy.cooldownMs };
  return undefined;
}

/** Pages for an approval, and again until somebody answers. */
function requireApproval(
  situation: ClearSituation,
  incident: Incident,
  objection: ApprovalObjection,
): Decision {
  const { at, journal, policy, site } = situation;
  const reason = { code: 'approval-required', objection } as const;
  const wasPaged = incident.phase === 'approval-required' && incident.pagedAt !== undefined;
  if (wasPaged && at - (incident.pagedAt ?? at) < PAGE_AGAIN_MS) return wait(reason);
  return count(
    reason,
    change(site, at, withIncident(journal, incident, { phase: 'approval-required', pagedAt: at }), {
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

/** Why the promotion is asked for: the evidence, or somebody against it. */
function orderReason({ at, evidence, policy }: Situation, incident: Incident): ActionReason {
  const loss = assessLoss(incident, policy, at);
  const { override } = incident;
  return override === undefined
    ? { code: 'region-lost', evidence, loss }
    : { code: 'override', by: override.by, note: override.note, evidence, loss };
}

/** The intent is written before the call: whoever comes after a crash knows that it may have been made. */
function promote(situation: ClearSituation, incident: Incident): Decision {
  const { at, evidence, journal, policy, site } = situation;
  const attempts = incident.attempts + 1;
  const reason = orderReason(situation, incident);
  const next = withIncident(journal, incident, {
    phase: 'promoting',
    requestedAt: at,
    attempts,
    startedAt: incident.startedAt ?? at,
    deadlineAt: incident.deadlineAt ?? at + policy.operationDeadlineMs,
  });
  return call(
    {
      kind: 'failover',
      targetClusterArn: incident.targetClusterArn,
      despiteOperation: overrideStands(incident, policy, evidence, at),
    },
    reason,
    change(site, at, next, {
      event: 'promotion-requested',
      reason,
      details: {
        attempt: attempts,
        approvedBy: incident.approval?.by,
        overriddenBy: incident.override?.by,
        confirmedBy: incident.override?.confirmedBy,
      },
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
