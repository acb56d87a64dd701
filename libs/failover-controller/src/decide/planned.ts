import { change, withIncident, withRequest } from './change';
import { call, type ClearSituation, type Decision, wait } from './decision';
import { alreadyWrites, mayStillShow, memberOf, operationRuns, plannedAttemptsLeft } from './guards';
import { close, createIncident, runbookOf, watchOperation } from './incidents';
import type { Incident } from '../domain/journal';
import { recordMove } from './completion';
import { type Reading, valueOf } from '../domain/observation';
import type { LagReading } from '../domain/lag';
import { CONFIRMATION_GAP_MS } from '../domain/limits';
import type { Policy } from '../domain/policy';
import type { ActionReason, ClosingReason, IncidentKind, PlannedObjection } from '../domain/protocol';
import type { Site } from '../domain/site';

export type PlannedKind = Exclude<IncidentKind, 'failover'>;

/** `switchover` moves the writer to dr, `failback` to primary; both are dr's controller's. */
export const targetOf = (kind: PlannedKind, site: Site): string =>
  kind === 'switchover' ? site.ownClusterArn : site.peerClusterArn;

const lagObjection = (
  lag: Reading<LagReading | undefined> | undefined,
  { at, policy }: ClearSituation,
): PlannedObjection | undefined => {
  const newest = valueOf(lag);
  if (newest === undefined) return { code: 'lag-unknown' };
  const ageMs = at - newest.measuredAt;
  if (ageMs > policy.lagMaxAgeMs) return { code: 'lag-too-old', ageMs, maxAgeMs: policy.lagMaxAgeMs };
  if (newest.lagMs > policy.plannedLagMs)
    return { code: 'lag-beyond-bound', lagMs: newest.lagMs, boundMs: policy.plannedLagMs };
  return undefined;
};

/** Why a planned operation cannot be begun; `undefined` if nothing speaks against it. */
export function plannedObjection(situation: ClearSituation, kind: PlannedKind): PlannedObjection | undefined {
  const { global, observation, site } = situation;
  const target = targetOf(kind, site);
  const own = valueOf(observation.ownCluster);
  const peer = valueOf(observation.peerCluster);
  const member = memberOf(global, target);
  if (operationRuns(global)) return { code: 'operation-running' };
  if (member === undefined) return { code: 'not-a-member', clusterArn: target };
  if (own === undefined || peer === undefined)
    return { code: 'cluster-not-visible', region: own === undefined ? site.region : site.peerRegion };
  for (const cluster of [own, peer])
    if (cluster.status !== 'available')
      return { code: 'cluster-not-available', clusterArn: cluster.clusterArn, status: cluster.status };
  if (own.engineVersion !== peer.engineVersion)
    return { code: 'engine-versions-differ', own: own.engineVersion, peer: peer.engineVersion };
  if ((kind === 'switchover' ? own : peer).availableInstances === 0)
    return { code: 'no-instance', clusterArn: target };
  if (member.synchronizationStatus !== undefined && member.synchronizationStatus !== 'connected')
    return { code: 'not-connected', clusterArn: target, status: member.synchronizationStatus };
  return lagObjection(kind === 'switchover' ? observation.lag : observation.peerLag, situation);
}

/** Asks for the move, at the endpoint of the Region that writes now. The first call opens the incident. */
function requestMove(
  situation: ClearSituation,
  incident: Incident,
  reason: ActionReason,
  next = situation.journal,
): Decision {
  const { at, site } = situation;
  const attempts = incident.attempts + 1;
  const requested = withIncident(next, incident, {
    phase: 'promoting',
    requestedAt: at,
    attempts,
    startedAt: incident.startedAt ?? at,
    deadlineAt: incident.deadlineAt ?? at + situation.policy.operationDeadlineMs,
  });
  return call(
    {
      kind: 'switchover',
      endpoint: incident.kind === 'switchover' ? 'peer' : 'own',
      targetClusterArn: incident.targetClusterArn,
    },
    reason,
    change(site, at, requested, {
      event: `${incident.kind}-requested`,
      reason,
      details: { attempt: attempts, requestedBy: incident.requestedBy },
      notification: {
        severity: 'ticket',
        runbook: runbookOf(incident),
        next: {
          code: 'call-made',
          call: 'SwitchoverGlobalCluster',
          attempt: attempts,
          clusterArn: incident.targetClusterArn,
        },
      },
    }),
  );
}

/** Begins a planned operation that an operator asked for and nothing speaks against. */
export function openPlanned(
  situation: ClearSituation,
  kind: PlannedKind,
  requestId: string,
  requestedBy: string,
): Decision {
  const { journal, global, site } = situation;
  const target = targetOf(kind, site);
  const source =
    global.members.find((member) => member.isWriter)?.clusterArn ??
    (kind === 'switchover' ? site.peerClusterArn : site.ownClusterArn);
  const incident = createIncident(situation, {
    kind,
    sourceClusterArn: source,
    targetClusterArn: target,
    requestId,
    requestedBy,
  });
  return requestMove(
    situation,
    incident,
    { code: 'requested', by: requestedBy },
    {
      ...withRequest(journal, requestId),
      drift: undefined,
      callFault: undefined,
    },
  );
}

/** Whether the look that should have asked again, once nothing was seen for long enough, came much later. */
const wasUnwatched = ({ requestedAt = 0 }: Incident, { reissueAfterMs }: Policy, at: number): boolean =>
  at - requestedAt > reissueAfterMs + CONFIRMATION_GAP_MS;

/** A planned operation, until the writer has moved. It ends as failed rather than become anything else. */
export function planned(situation: ClearSituation, incident: Incident): Decision {
  const { assessment, at, global, policy } = situation;
  const fail = (reason: ClosingReason): Decision =>
    close(situation, incident, 'failed', reason, { code: 'ask-again-or-failover' });
  if (operationRuns(global)) return watchOperation(situation, incident);
  if (alreadyWrites(global, incident.targetClusterArn)) return recordMove(situation, incident);
  if (mayStillShow(incident, policy, at)) return wait({ code: 'effect-pending', kind: incident.kind });
  if (incident.operationSeenAt !== undefined) return fail({ code: 'operation-ended-without-move' });
  if (assessment === 'lost' || assessment === 'lost-replicating')
    return fail({ code: 'region-lost-before-operation' });
  if (valueOf(situation.observation.hold)?.held !== false) return fail({ code: 'paused-before-operation' });
  // Nobody looked, or could decide, for so long that it may have moved the writer, and somebody else have moved it back.
  if (wasUnwatched(incident, policy, at) || !plannedAttemptsLeft(incident))
    return fail({ code: 'operation-never-seen', attempts: incident.attempts });
  return requestMove(situation, incident, { code: 'operation-not-seen' });
}
