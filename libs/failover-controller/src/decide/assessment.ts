import type { Evidence } from '../domain/evidence';

/**
 * What the evidence of one round amounts to, by the decision table of docs/adr/0013-evidence-by-vantage-point.md: the first row that matches.
 * Which row it is does not say that anything is done: `lost` alone is ever acted upon without a person, and only once it is confirmed.
 */
export type Assessment =
  /** Nothing speaks against the peer that would concern anybody. */
  | 'well'
  /** Row 2: the control plane answers, and neither the probe nor the checkers reach the service. */
  | 'service-down'
  /** Row 2: the control plane answers that the database is not available. */
  | 'database-down'
  /** Rows 2 and 3: the peer serves, and the checkers, by which Route 53 answers clients, do not see it. */
  | 'clients-diverted'
  /** Row 3: the peer serves somebody; its control plane is silent, or nothing is replicated any more. */
  | 'unreachable'
  /** Rows 3 and 5: the own way out is closed, so that nothing can be said of the peer. */
  | 'isolated'
  /** Row 5: the own way out is closed, and the checkers do not reach the peer. */
  | 'isolated-peer-unhealthy'
  /** Row 4: the own way out is closed; the checkers do not reach the peer and nothing is replicated. */
  | 'isolated-peer-lost'
  /** Row 6: every vantage point agrees that the Region is lost. */
  | 'lost'
  /** Row 7: as `lost`, but what the peer commits still arrives: the old writer lives. */
  | 'lost-replicating'
  /** Row 8: some signal is unknown, and others speak against the peer. */
  | 'undetermined';

/** The first row of the table that matches; rows 0 and 1 are not of the evidence and come before. */
export function assess(evidence: Evidence): Assessment {
  const { probe, checkers, controlPlane, replication, egress, database } = evidence;
  if (controlPlane === 'answers') {
    if (probe === 'down' && checkers === 'unhealthy') return 'service-down';
    if (database === 'unavailable') return 'database-down';
    if (checkers === 'unhealthy' && probe === 'up') return 'clients-diverted';
    return 'well';
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

/** Whether the peer serves somebody, as far as anyone can tell: an order against it takes two people. */
export const peerServes = ({ probe, checkers }: Evidence): boolean =>
  probe === 'up' || checkers === 'healthy';

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
