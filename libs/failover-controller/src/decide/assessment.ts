import type { Assessment, Evidence } from '../domain/evidence';

export type { Assessment } from '../domain/evidence';

/** The first row of the table that matches; rows 0 and 1 are not of the evidence and come before. */
export function assess(evidence: Evidence): Assessment {
  const { probe, checkers, controlPlane, replication, egress, database } = evidence;
  if (controlPlane === 'answers') {
    if (probe === 'down' && checkers === 'unhealthy') return 'service-down';
    if (database === 'unavailable') return 'database-down';
    if (checkers === 'unhealthy' && probe === 'up') return 'clients-diverted';
    return isInDoubt(evidence) ? 'undetermined' : 'well';
  }
  if (checkers === 'healthy' || probe === 'up') {
    if (checkers === 'unhealthy') return 'clients-diverted';
    if (egress === 'closed') return 'isolated';
    return controlPlane === 'silent' || replication === 'stopped' ? 'unreachable' : 'well';
  }
  if (egress === 'closed') {
    if (checkers !== 'unhealthy') return 'isolated';
    return replication === 'stopped' ? 'isolated-peer-lost' : 'isolated-peer-unhealthy';
  }
  if (probe === 'down' && checkers === 'unhealthy' && controlPlane === 'silent') {
    if (replication === 'stopped') return 'lost';
    if (replication === 'fresh') return 'lost-replicating';
  }
  return 'undetermined';
}

/** Whether the service, or the database, may be down although the control plane answers: one signal says so, and the other that would is unknown. */
const isInDoubt = ({ probe, checkers, database, replication }: Evidence): boolean =>
  (probe === 'down' && checkers === 'unknown') ||
  (probe === 'unknown' && checkers === 'unhealthy') ||
  (database === 'unknown' && replication === 'stopped');

/**
 * Whether the peer may serve somebody: an order against it takes two people. Only the checkers, which stand outside both Regions, can say
 * that it does not: a probe that finds nobody may be cut off itself.
 */
export const peerMayServe = ({ probe, checkers }: Evidence): boolean =>
  probe === 'up' || checkers !== 'unhealthy';

/**
 * Whether an operator may order a failover on this evidence without overriding it: every signal that the controller can have from
 * where it stands says that the peer is lost.
 */
export const permitsOrder = (assessment: Assessment): boolean =>
  assessment === 'lost' || assessment === 'lost-replicating' || assessment === 'isolated-peer-lost';

/**
 * Whether the evidence may become that of a lost Region: probe, checkers and control plane agree, and what is not known yet is whether
 * replication has stopped. An incident is open from here on, so that the lag is captured while it can be read.
 */
export const isSuspicion = ({ probe, checkers, controlPlane, egress }: Evidence): boolean =>
  egress === 'open' && probe === 'down' && checkers === 'unhealthy' && controlPlane === 'silent';

/** Whether this round speaks against a lost Region; one that says nothing neither counts nor resets. */
export const isContrary = ({ probe, checkers, controlPlane }: Evidence): boolean =>
  probe === 'up' || checkers === 'healthy' || controlPlane === 'answers';
