import { changed, withIncident, withRequest } from './change';
import { call, type ClearSituation, type Decision, wait } from './decision';
import {
  alreadyWrites,
  mayStillShow,
  memberOf,
  operationRuns,
  plannedAttemptsLeft,
  quorumHolds,
} from './guards';
import { close, opened, runbookOf, watchOperation } from './incidents';
import type { Incident, IncidentKind } from '../domain/journal';
import { moved } from './completion';
import { type Reading, valueOf } from '../domain/observation';
import type { LagReading } from '../domain/lag';
import type { Site } from '../domain/site';

export type PlannedKind = Exclude<IncidentKind, 'failover'>;

/** `switchover` moves the writer to dr, `failback` home; both are dr's controller's. */
export const targetOf = (kind: PlannedKind, site: Site): string =>
  kind === 'switchover' ? site.ownClusterArn : site.peerClusterArn;

const lagObjection = (
  lag: Reading<LagReading | undefined> | undefined,
  { at, policy }: ClearSituation,
): string | undefined => {
  const newest = valueOf(lag);
  if (newest === undefined) return 'the replication lag is unknown';
  if (at - newest.measuredAt > policy.lagMaxAgeMs)
    return 'the newest datapoint of the replication lag is too old';
  if (newest.lagMs > policy.plannedLagMs)
    return `the replication lag is ${newest.lagMs} ms, and ${policy.plannedLagMs} ms are allowed`;
  return undefined;
};

/** Why a planned operation cannot be begun; `undefined` if nothing speaks against it. */
export function plannedObjection(situation: ClearSituation, kind: PlannedKind): string | undefined {
  const { global, observation, site } = situation;
  const target = targetOf(kind, site);
  const own = valueOf(observation.ownCluster);
  const peer = valueOf(observation.peerCluster);
  const member = memberOf(global, target);
  if (operationRuns(global)) return 'an operation runs on the global cluster';
  if (member === undefined) return `${target} is no member of the global cluster`;
  if (own === undefined || peer === undefined)
    return `the cluster in ${own === undefined ? site.region : site.peerRegion} cannot be seen`;
  for (const cluster of [own, peer])
    if (cluster.status !== 'available') return `${cluster.clusterArn} is ${cluster.status}, not available`;
  if (own.engineVersion !== peer.engineVersion)
    return `the engine versions differ: ${own.engineVersion} and ${peer.engineVersion}`;
  if ((kind === 'switchover' ? own : peer).availableInstances === 0) return `${target} has no instance`;
  if (member.synchronizationStatus !== undefined && member.synchronizationStatus !== 'connected')
    return `${target} is ${member.synchronizationStatus}, not connected`;
  return lagObjection(kind === 'switchover' ? observation.lag : observation.peerLag, situation);
}

/** Asks for the move, at the endpoint of the Region that writes now. The first call opens the incident. */
function requestMove(
  situation: ClearSituation,
  incident: Incident,
  reason: string,
  next = situation.journal,
): Decision {
  const { at, site } = situation;
  const attempts = incident.attempts + 1;
  const asked = withIncident(next, incident, {
    phase: 'promoting',
    requestedAt: at,
    attempts,
    startedAt: incident.startedAt ?? at,
  });
  return call(
    {
      kind: 'switchover',
      endpoint: incident.kind === 'switchover' ? 'peer' : 'own',
      targetClusterArn: incident.targetClusterArn,
    },
    reason,
    changed(site, at, asked, {
      event: `${incident.kind} requested`,
      reason,
      details: { attempt: attempts, requestedBy: incident.requestedBy },
      notice: {
        severity: 'ticket',
        runbook: runbookOf(incident),
        next: `SwitchoverGlobalCluster is called (attempt ${attempts}). Traffic follows once ${incident.targetClusterArn} writes.`,
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
  const incident = opened(situation, {
    kind,
    sourceClusterArn: source,
    targetClusterArn: target,
    requestId,
    requestedBy,
  });
  return requestMove(situation, incident, `${requestedBy} asked for it, and every check passed`, {
    ...withRequest(journal, requestId),
    drift: undefined,
    callFault: undefined,
  });
}

const AFTER_FAILURE =
  'Nothing moved; the writer is where it was. A planned operation never becomes a failover: ask for it again, or for a failover.';

/** A planned operation, until the writer has moved. It ends as failed rather than become anything else. */
export function planned(situation: ClearSituation, incident: Incident): Decision {
  const { at, global, policy, signals } = situation;
  const failed = (reason: string): Decision => close(situation, incident, 'failed', reason, AFTER_FAILURE);
  if (operationRuns(global)) return watchOperation(situation, incident);
  if (alreadyWrites(global, incident.targetClusterArn)) return moved(situation, incident);
  if (mayStillShow(incident, policy, at))
    return wait(`the ${incident.kind} was asked for; its effect may still show`);
  if (incident.operationSeenAt !== undefined)
    return failed('the operation ended, and the writer did not move');
  if (quorumHolds(signals, policy)) return failed('a Region was lost before the operation began');
  if (valueOf(situation.observation.hold)?.held !== false)
    return failed('the hold came on before the operation began');
  if (!plannedAttemptsLeft(incident))
    return failed(`nothing was seen of an operation that was asked for ${incident.attempts} times`);
  return requestMove(situation, incident, 'nothing was seen of the operation');
}
