import { change, changeSilently } from './change';
import { call, type ClearSituation, count, type Decision, record, wait } from './decision';
import { alreadyWrites, driftIsConfirmed, operationRuns } from './guards';
import type { Journal } from '../domain/journal';
import { HOME_HOLD_MS, OBSERVATION_GAP_MS, SNAPSHOT_SEARCH_MS } from '../domain/limits';
import { valueOf } from '../domain/observation';
import type { ActionReason, JournalEvent } from '../domain/protocol';
import type { Site } from '../domain/site';

/** Writes where traffic is to be, then the control metric. */
export function setTraffic(
  { at, journal, site }: ClearSituation,
  engaged: boolean,
  writerClusterArn: string,
  reason: ActionReason,
): Decision {
  const isWritten = journal.traffic.engaged === engaged && !journal.traffic.settled;
  const next: Journal = { ...journal, traffic: { engaged, since: at, settled: false } };
  return call(
    { kind: 'traffic', engaged, writerClusterArn },
    reason,
    isWritten
      ? undefined
      : change(site, at, next, {
          event: requestedEvent(site, engaged),
          reason,
        }),
  );
}

/** dr's controller routes traffic; the primary's keeps clients away from dr, or lets them go there again. */
const requestedEvent = ({ role }: Site, engaged: boolean): JournalEvent => {
  if (role === 'primary') return engaged ? 'traffic-hold-requested' : 'traffic-hold-release-requested';
  return engaged ? 'traffic-to-dr-requested' : 'traffic-to-primary-requested';
};

/**
 * Without an incident, in the primary's controller: clients are let go to dr again once the writer is there; or once it is here, by what
 * both Regions have said for long, and nothing leads them to dr any more. As long as dr has not let go, they would go to a database that
 * does not write.
 */
export function releaseHome(situation: ClearSituation): Decision | undefined {
  const { at, evidence, global, journal, observation, site } = situation;
  const { engaged, settled } = journal.traffic;
  if (operationRuns(global)) return undefined;
  const ownWrites = alreadyWrites(global, site.ownClusterArn);
  const writerClusterArn = ownWrites ? site.ownClusterArn : site.peerClusterArn;
  const agrees =
    !ownWrites ||
    (evidence.controlPlane === 'answers' &&
      valueOf(observation.peerCluster) !== undefined &&
      valueOf(observation.peerEngaged) === false);
  // What was asked for while dr wrote may be long ago: a writer that is here again keeps clients away until dr has let go.
  const keepsAway = ownWrites && (engaged || !agrees);
  if (!settled && (keepsAway || !engaged))
    return setTraffic(situation, keepsAway, writerClusterArn, { code: 'metric-not-written' });
  if (!engaged) return undefined;
  const drift = journal.drift;
  if (!agrees)
    return drift === undefined
      ? undefined
      : count({ code: 'drift-ended' }, changeSilently({ ...journal, drift: undefined }));
  if (drift?.writerClusterArn !== writerClusterArn)
    return count(
      { code: 'drift-observed' },
      changeSilently({ ...journal, drift: { writerClusterArn, since: at, lastSeenAt: at, observations: 1 } }),
    );
  const isOver = ownWrites ? at - drift.since >= HOME_HOLD_MS : driftIsConfirmed(drift, at);
  if (isOver) return setTraffic(situation, false, writerClusterArn, { code: 'traffic-hold-released' });
  if (at - drift.lastSeenAt < OBSERVATION_GAP_MS) return wait({ code: 'drift-not-confirmed' });
  return count(
    { code: 'drift-not-confirmed' },
    changeSilently({ ...journal, drift: { ...drift, lastSeenAt: at, observations: drift.observations + 1 } }),
  );
}

/** Without an incident: traffic follows a writer that somebody else moved, once that is confirmed. Only dr's controller moves it. */
export function followDrift(situation: ClearSituation): Decision | undefined {
  const { at, global, journal, observation, site } = situation;
  if (operationRuns(global)) return undefined;
  const { engaged, settled } = journal.traffic;
  const drWrites = alreadyWrites(global, site.ownClusterArn);
  const primaryWrites = alreadyWrites(global, site.peerClusterArn);
  const writerClusterArn = drWrites ? site.ownClusterArn : site.peerClusterArn;
  const isAdrift = drWrites ? !engaged : primaryWrites && engaged;
  const mayNotGoHome = !drWrites && valueOf(observation.serves) !== true;
  if (!isAdrift) {
    if (journal.drift !== undefined)
      return count({ code: 'drift-ended' }, changeSilently({ ...journal, drift: undefined }));
    if (settled || !(drWrites || primaryWrites)) return undefined;
    // What was asked for while the primary served may be long ago.
    if (mayNotGoHome) return wait({ code: 'primary-not-serving' });
    return setTraffic(situation, engaged, writerClusterArn, { code: 'metric-not-written' });
  }
  const drift = journal.drift;
  if (drift?.writerClusterArn !== writerClusterArn)
    return count(
      { code: 'drift-observed' },
      changeSilently({ ...journal, drift: { writerClusterArn, since: at, lastSeenAt: at, observations: 1 } }),
    );
  if (!driftIsConfirmed(drift, at)) {
    if (at - drift.lastSeenAt < OBSERVATION_GAP_MS) return wait({ code: 'drift-not-confirmed' });
    return count(
      { code: 'drift-not-confirmed' },
      changeSilently({
        ...journal,
        drift: { ...drift, lastSeenAt: at, observations: drift.observations + 1 },
      }),
    );
  }
  if (mayNotGoHome) return wait({ code: 'primary-not-serving' });
  // Whoever moved it ended an incident that this journal does not know of: the cool-down counts from here.
  return setTraffic(
    { ...situation, journal: { ...journal, lastFailoverAt: at } },
    drWrites,
    writerClusterArn,
    { code: 'writer-moved-by-others' },
  );
}

/** The old primary's snapshot expires with that cluster: it is copied as soon as its Region answers. */
export function rescueSnapshot(situation: ClearSituation): Decision | undefined {
  const { at, journal, observation, site } = situation;
  const pending = journal.pendingSnapshot;
  if (pending === undefined) return undefined;
  if (at - pending.since > SNAPSHOT_SEARCH_MS) {
    const days = SNAPSHOT_SEARCH_MS / 86_400_000;
    const reason = { code: 'snapshot-not-found', clusterArn: pending.clusterArn, days } as const;
    return record(
      reason,
      change(
        site,
        at,
        { ...journal, pendingSnapshot: undefined },
        {
          event: 'snapshot-abandoned',
          reason,
          notification: { severity: 'ticket', runbook: 'failover', next: { code: 'look-for-snapshot' } },
        },
      ),
    );
  }
  if (valueOf(observation.peerCluster) === undefined) return undefined;
  return call({ kind: 'snapshot', pending }, { code: 'snapshot-expires' });
}
