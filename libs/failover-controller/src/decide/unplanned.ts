import { changed, counted, withIncident, withRequest } from './change';
import { call, type ClearSituation, count, type Decision, record, type Situation, wait } from './decision';
import {
  actsByItself,
  alreadyWrites,
  consentCoversLoss,
  consentStands,
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
import { close, opened, watchOperation } from './incidents';
import type { Consent, Incident, Journal } from '../domain/journal';
import { boundHoldsUntil, lossInWords, lossIsWithinBound } from '../domain/loss';
import { valueOf } from '../domain/observation';
import { moved } from './completion';
import { type Signals, signalsInWords } from '../domain/signals';

/** Who asked for a failover; nobody, if the signals did. */
export interface Request {
  readonly requestId: string;
  readonly consent: Consent;
}

/** Opens an incident on the first observation of a quorum. Nothing is done on it before it is confirmed. */
export function openFailover(situation: ClearSituation, request?: Request): Decision {
  const { at, global, journal, observation, policy, signals, site } = situation;
  const writer = global.members.find((member) => member.isWriter);
  const incident: Incident = {
    ...opened(situation, {
      kind: 'failover',
      sourceClusterArn: writer?.clusterArn ?? site.peerClusterArn,
      targetClusterArn: site.ownClusterArn,
      requestId: request?.requestId,
      requestedBy: request?.consent.by,
    }),
    quorumSince: at,
    quorumObservations: 1,
    lagAtOpening: valueOf(observation.lag),
    consent: request?.consent,
  };
  const reason = `${signals.down} of 3 signals say that the writer's Region is lost (${signalsInWords(signals)}); ${lossInWords(incident, policy, at)}`;
  const next: Journal = { ...journal, incident, drift: undefined, callFault: undefined };
  return {
    ...record(
      reason,
      changed(site, at, request ? withRequest(next, request.requestId) : next, {
        event: request ? 'failover asked for' : 'failover suspected',
        reason,
        details: { requestedBy: request?.consent.by, down: signals.down },
        notice: {
          severity: 'ticket',
          runbook: 'failover',
          next: `The signals must hold for ${policy.confirmationMs / 1000} s before anything is done.`,
        },
      }),
    ),
    again: false,
  };
}

/** An unplanned failover, from the first sign to the moved writer. */
export function unplanned(situation: ClearSituation, incident: Incident): Decision {
  const { at, global, policy, signals } = situation;
  if (wasAskedFor(incident)) {
    if (operationRuns(global)) return watchOperation(situation, incident);
    if (alreadyWrites(global, incident.targetClusterArn)) return moved(situation, incident);
    if (!quorumHolds(signals, policy) && incident.quorumSince !== undefined)
      return reset(situation, incident);
    if (mayStillShow(incident, policy, at))
      return wait('the promotion was asked for; its effect may still show');
    if (hadMoved(incident))
      return close(
        situation,
        incident,
        'failed',
        'the writer had moved, and was moved away again',
        'Find out who moved it. Traffic follows the writer once that is confirmed.',
      );
  }
  if (alreadyWrites(global, incident.targetClusterArn))
    return close(
      situation,
      incident,
      'recovered',
      'the own cluster already writes: somebody else promoted it',
      'Traffic follows the writer once that is confirmed.',
    );
  if (!quorumHolds(signals, policy)) return belowQuorum(situation, incident);
  if (operationRuns(global))
    return wait('an operation that is not of this incident runs on the global cluster');
  if (!observedOftenEnough(incident) || !observedLongEnough(incident, policy, at))
    return confirm(situation, incident);
  const objection = objectionTo(situation, incident);
  if (objection !== undefined) return askForConsent(situation, incident, objection);
  if (!failoverAttemptsLeft(incident))
    return close(
      situation,
      incident,
      'failed',
      `nothing was seen of a promotion that was asked for ${incident.attempts} times`,
      'Promote by hand, or mend what AWS objects to and ask for a failover again.',
    );
  return promote(situation, incident);
}

/** One observation below the quorum: the confirmation starts anew. */
function reset({ journal, signals }: Situation, incident: Incident): Decision {
  const next = withIncident(journal, incident, { quorumSince: undefined, quorumObservations: 0 });
  return count(belowInWords(signals), counted(next));
}

const belowInWords = (signals: Signals): string =>
  `only ${signals.down} of 3 signals are down (${signalsInWords(signals)})`;

/** It ends the incident, unless a promotion was asked for in vain and some signal is still down. */
export function belowQuorum(situation: Situation, incident: Incident): Decision {
  const { signals } = situation;
  if (!wasAskedFor(incident) || signals.down === 0)
    return close(
      situation,
      incident,
      'recovered',
      belowInWords(signals),
      'Nothing. The controller keeps looking.',
    );
  return incident.quorumSince === undefined ? wait(belowInWords(signals)) : reset(situation, incident);
}

/** Counts observations of the quorum. The lag is taken as long as none is known: nothing has moved yet. */
function confirm(situation: ClearSituation, incident: Incident): Decision {
  const { at, journal, observation } = situation;
  const reason = 'the quorum is not confirmed yet';
  const lagAtOpening =
    incident.lagAtOpening ?? (!wasAskedFor(incident) ? valueOf(observation.lag) : undefined);
  const isNews = !observedOftenEnough(incident) || lagAtOpening !== incident.lagAtOpening;
  if (!isNews) return wait(reason);
  const next = withIncident(journal, incident, {
    quorumSince: incident.quorumSince ?? at,
    quorumObservations: incident.quorumObservations + 1,
    lagAtOpening,
  });
  return { ...count(reason, counted(next)), again: observedLongEnough(incident, situation.policy, at) };
}

/** Why an operator must be asked; `undefined` if nothing objects. */
export function objectionTo(
  { at, journal, policy, observation }: ClearSituation,
  incident: Incident,
): string | undefined {
  const target = valueOf(observation.ownCluster);
  if (target?.availableInstances === 0) return 'the own cluster has no instance and cannot be promoted';
  const consented = consentStands(incident, policy, at);
  if (!lossIsWithinBound(incident, policy, at) && !(consented && consentCoversLoss(incident)))
    return lossInWords(incident, policy, at);
  if (consented) return undefined;
  if (!actsByItself(policy)) return `the mode is ${policy.mode}`;
  if (coolsDown(journal, policy, at)) return 'the last failover ended less than the cool-down ago';
  return undefined;
}

function askForConsent(situation: ClearSituation, incident: Incident, objection: string): Decision {
  const { at, journal, policy, site } = situation;
  const reason = `an operator must decide: ${objection}`;
  if (incident.phase === 'awaiting-consent') return wait(reason);
  return count(
    reason,
    changed(site, at, withIncident(journal, incident, { phase: 'awaiting-consent' }), {
      event: 'consent needed',
      reason,
      notice: {
        severity: 'page',
        runbook: 'failover',
        next: `Approve incident ${incident.id}. ${acceptanceInWords(situation, incident)} Consent is good for ${Math.round(policy.approvalMs / 60_000)} min.`,
      },
    }),
  );
}

/** Whether consent has to accept a loss, and from when on. */
export function acceptanceInWords({ at, policy }: Situation, incident: Incident): string {
  const until = boundHoldsUntil(incident, policy, at);
  return until === undefined
    ? `It needs acceptDataLoss: ${lossInWords(incident, policy, at)}.`
    : `From ${new Date(until).toISOString()} on it needs acceptDataLoss: more than ${policy.lagBoundMs / 1000} s of data may be lost then.`;
}

/** The intent is written before the call: whoever comes after a crash knows that it may have been made. */
function promote(situation: ClearSituation, incident: Incident): Decision {
  const { at, journal, policy, signals, site } = situation;
  const attempts = incident.attempts + 1;
  const reason = `${signals.down} of 3 signals are down (${signalsInWords(signals)}); ${lossInWords(incident, policy, at)}`;
  const next = withIncident(journal, incident, {
    phase: 'promoting',
    requestedAt: at,
    attempts,
    startedAt: incident.startedAt ?? at,
  });
  return call(
    { kind: 'failover', targetClusterArn: incident.targetClusterArn },
    reason,
    changed(site, at, next, {
      event: 'promotion requested',
      reason,
      details: { attempt: attempts, consentBy: incident.consent?.by },
      notice: {
        severity: 'page',
        runbook: 'failover',
        next: `FailoverGlobalCluster is called (attempt ${attempts}). Traffic follows once ${incident.targetClusterArn} writes.`,
      },
    }),
  );
}
