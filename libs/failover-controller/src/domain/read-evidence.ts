import type { GlobalMember, MemberCluster } from './cluster';
import { type Evidence, isAdverse } from './evidence';
import type { LagReading } from './lag';
import { REPLICATION_STOPPED_MS } from './limits';
import { type Observation, type Reading, valueOf } from './observation';
import type { Site } from './site';

/**
 * Reads the evidence out of one observation.
 *
 * @param since - when the first adverse signal was seen, in milliseconds since the epoch; `undefined` while there is none. What had
 *   been written before it and arrives after it proves nothing: only what was written since shows that the peer still replicates.
 */
export function readEvidence(observation: Observation, site: Site, since: number | undefined): Evidence {
  const { at } = observation;
  const egress = valueOf(observation.egress) === true ? 'open' : 'closed';
  const own = valueOf(observation.global)?.members.find(
    ({ clusterArn }) => clusterArn === site.ownClusterArn,
  );
  const probe = probeSignal(observation.serves, egress);
  const checkers = valueOf(observation.peerWitness) ?? 'unknown';
  const controlPlane = controlPlaneSignal(observation.peerCluster, egress);
  const database = databaseSignal(observation.peerCluster);
  // In the first adverse round the evidence begins: nothing that has arrived yet was committed after it.
  const begins =
    since ??
    (isAdverse({ probe, checkers, controlPlane, replication: 'unknown' }) ? at : at - REPLICATION_STOPPED_MS);
  const replication = replicationSignal(observation.lag, own, begins, at);
  return { egress, probe, checkers, controlPlane, database, replication };
}

/** What answers is up, whatever the anchors say; what does not is down only if the way out was open. */
function probeSignal(serves: Reading<boolean>, egress: Evidence['egress']): Evidence['probe'] {
  if (!serves.known) return 'unknown';
  if (serves.value) return 'up';
  return egress === 'open' ? 'down' : 'unknown';
}

function controlPlaneSignal(
  peer: Reading<MemberCluster | undefined>,
  egress: Evidence['egress'],
): Evidence['controlPlane'] {
  if (peer.known) return 'answers';
  switch (peer.failure.kind) {
    case 'throttled':
    case 'denied':
    case 'conflict':
    case 'not-found':
    case 'invalid':
    case 'malformed':
      return 'answers';
    case 'timeout':
    case 'unreachable':
      return egress === 'open' ? 'silent' : 'unknown';
    case 'unknown':
      // A 5xx: something answered, but nobody can say what.
      return 'unknown';
  }
}

/**
 * Up to when the own cluster has what the peer committed: the newest datapoint's time less its lag. It moves on while replication works,
 * and stands still when it has stopped, whether AWS then publishes a growing lag or nothing at all **(u)**.
 */
const appliedUpTo = ({ measuredAt, lagMs }: LagReading): number => measuredAt - lagMs;

/** No datapoint at all says nothing: a metric that was never there looks the same. */
function replicationSignal(
  lag: Reading<LagReading | undefined>,
  own: GlobalMember | undefined,
  since: number,
  now: number,
): Evidence['replication'] {
  const status = own?.synchronizationStatus;
  if (status !== undefined && status !== 'connected') return 'stopped';
  const newest = valueOf(lag);
  if (newest === undefined) return 'unknown';
  if (now - appliedUpTo(newest) > REPLICATION_STOPPED_MS) return 'stopped';
  return appliedUpTo(newest) >= since ? 'fresh' : 'unknown';
}

function databaseSignal(peer: Reading<MemberCluster | undefined>): Evidence['database'] {
  const cluster = valueOf(peer);
  if (cluster === undefined) return 'unknown';
  return cluster.status === 'available' && cluster.availableInstances > 0 ? 'available' : 'unavailable';
}
