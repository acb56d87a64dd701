import { changed, counted } from './change';
import { call, type ClearSituation, count, type Decision, record, wait } from './decision';
import { alreadyWrites, driftIsConfirmed, operationRuns } from './guards';
import type { Journal } from '../domain/journal';
import { OBSERVATION_GAP_MS, SNAPSHOT_SEARCH_MS } from '../domain/limits';
import { valueOf } from '../domain/observation';

/** Writes where traffic is to be, then the control metric. */
export function setTraffic(
  { at, journal, site }: ClearSituation,
  engaged: boolean,
  writerClusterArn: string,
  reason: string,
): Decision {
  const isWritten = journal.traffic.engaged === engaged && !journal.traffic.settled;
  const next: Journal = { ...journal, traffic: { engaged, since: at, settled: false } };
  return call(
    { kind: 'traffic', engaged, writerClusterArn },
    reason,
    isWritten
      ? undefined
      : changed(site, at, next, {
          event: engaged ? 'traffic to be engaged' : 'traffic to be released',
          reason,
        }),
  );
}

/** Without an incident: traffic follows a writer that somebody else moved, once that is confirmed. Only dr's controller moves it. */
export function followDrift(situation: ClearSituation): Decision | undefined {
  const { at, global, journal, observation, policy, site } = situation;
  if (operationRuns(global)) return undefined;
  const { engaged, settled } = journal.traffic;
  const drWrites = alreadyWrites(global, site.ownClusterArn);
  const primaryWrites = alreadyWrites(global, site.peerClusterArn);
  const writerClusterArn = drWrites ? site.ownClusterArn : site.peerClusterArn;
  const isAdrift = drWrites ? !engaged : primaryWrites && engaged;
  if (!isAdrift) {
    if (journal.drift !== undefined)
      return count('the writer is where traffic is', counted({ ...journal, drift: undefined }));
    if (!settled && (drWrites || primaryWrites))
      return setTraffic(situation, engaged, writerClusterArn, 'the control metric was not written yet');
    return undefined;
  }
  const drift = journal.drift;
  if (drift?.writerClusterArn !== writerClusterArn)
    return count(
      'the writer is not where traffic is',
      counted({ ...journal, drift: { writerClusterArn, since: at, lastSeenAt: at, observations: 1 } }),
    );
  if (!driftIsConfirmed(drift, policy, at)) {
    if (at - drift.lastSeenAt < OBSERVATION_GAP_MS)
      return wait('the writer is not where traffic is; not confirmed yet');
    return count(
      'the writer is not where traffic is; not confirmed yet',
      counted({ ...journal, drift: { ...drift, lastSeenAt: at, observations: drift.observations + 1 } }),
    );
  }
  if (!drWrites && valueOf(observation.serves) !== true)
    return wait('traffic is not let go home before the primary serves');
  // Whoever moved it ended an incident that this journal does not know of: the cool-down counts from here.
  return setTraffic(
    { ...situation, journal: { ...journal, lastFailoverAt: at } },
    drWrites,
    writerClusterArn,
    'the writer was moved by other means than this controller',
  );
}

/** The old primary's snapshot expires with that cluster: it is copied as soon as its Region answers. */
export function rescueSnapshot(situation: ClearSituation): Decision | undefined {
  const { at, journal, observation, site } = situation;
  const duty = journal.snapshotDuty;
  if (duty === undefined) return undefined;
  if (at - duty.since > SNAPSHOT_SEARCH_MS) {
    const reason = `no snapshot of ${duty.clusterArn} was found within ${SNAPSHOT_SEARCH_MS / 86_400_000} days`;
    return record(
      reason,
      changed(
        site,
        at,
        { ...journal, snapshotDuty: undefined },
        {
          event: 'snapshot given up',
          reason,
          notice: {
            severity: 'ticket',
            runbook: 'failover',
            next: 'Look for it by hand; AWS only attempts to take one.',
          },
        },
      ),
    );
  }
  if (valueOf(observation.peerCluster) === undefined) return undefined;
  return call({ kind: 'snapshot', duty }, "the old primary's snapshot is to be copied before it expires");
}
