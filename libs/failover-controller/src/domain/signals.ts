import type { GlobalMember, MemberCluster } from './cluster';
import { REPLICATION_LAG_MS, REPLICATION_SILENT_MS } from './limits';
import { type Observation, type Reading, valueOf } from './observation';
import type { LagReading } from './lag';
import type { Site } from './site';

/** What one signal says of the peer. An unknown one, throttled or denied, is not down. */
export type Signal = 'down' | 'up' | 'unknown';

/** The three independent signals that the peer is lost, each from another service. */
export interface Signals {
  /** Its service, asked from outside over HTTPS. */
  readonly serving: Signal;
  /** RDS at its Region's endpoint. */
  readonly controlPlane: Signal;
  /** CloudWatch, or RDS in the own Region, on what arrives from it. */
  readonly replication: Signal;
  /** How many of them say down. */
  readonly down: number;
}

/**
 * States of a cluster that works although it is not `available`:
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/accessing-monitoring.html#Aurora.Status
 */
const WORKING = new Set([
  'available',
  'backing-up',
  'backtracking',
  'cloning',
  'configuring-enhanced-monitoring',
  'configuring-iam-database-auth',
  'configuring-log-exports',
  'maintenance',
  'modifying',
  'renaming',
  'resetting-master-credentials',
  'update-iam-db-auth',
  'upgrading',
]);

const servingSignal = (serves: Reading<boolean>): Signal =>
  serves.known ? (serves.value ? 'up' : 'down') : 'unknown';

function controlPlaneSignal(peer: Reading<MemberCluster | undefined>): Signal {
  if (!peer.known)
    return peer.failure.kind === 'timeout' || peer.failure.kind === 'unreachable' ? 'down' : 'unknown';
  const cluster = peer.value;
  return cluster !== undefined && WORKING.has(cluster.status) && cluster.availableInstances > 0
    ? 'up'
    : 'down';
}

const isSilent = (lag: LagReading, now: number): boolean => now - lag.measuredAt > REPLICATION_SILENT_MS;

/** No datapoint at all says nothing: a metric that was never there looks the same. */
function replicationSignal(
  lag: Reading<LagReading | undefined>,
  own: GlobalMember | undefined,
  now: number,
): Signal {
  const status = own?.synchronizationStatus;
  if (status !== undefined && status !== 'connected') return 'down';
  if (!lag.known || lag.value === undefined) return 'unknown';
  return isSilent(lag.value, now) || lag.value.lagMs > REPLICATION_LAG_MS ? 'down' : 'up';
}

/** Reads the three signals out of one observation. */
export function readSignals(observation: Observation, site: Site): Signals {
  const own = valueOf(observation.global)?.members.find((member) => member.clusterArn === site.ownClusterArn);
  const serving = servingSignal(observation.serves);
  const controlPlane = controlPlaneSignal(observation.peerCluster);
  const replication = replicationSignal(observation.lag, own, observation.at);
  const down = Number(serving === 'down') + Number(controlPlane === 'down') + Number(replication === 'down');
  return { serving, controlPlane, replication, down };
}
