import type { GlobalCluster, GlobalMember } from '../domain/cluster';
import type { Drift, Incident, Journal } from '../domain/journal';
import {
  CALL_BOUND_MS,
  DRIFT_OBSERVATIONS,
  MAX_FAILOVER_ATTEMPTS,
  MAX_PLANNED_ATTEMPTS,
  QUORUM_OBSERVATIONS,
} from '../domain/limits';
import type { Policy } from '../domain/policy';
import type { Lease } from '../domain/ports';
import type { Signals } from '../domain/signals';

/*
 * Everything that must hold before something is done, each in one place and on one line.
 */

// Who writes, and whether AWS is at work.

export const memberOf = (global: GlobalCluster, arn: string): GlobalMember | undefined =>
  global.members.find((member) => member.clusterArn === arn);

export const alreadyWrites = (global: GlobalCluster, arn: string): boolean =>
  memberOf(global, arn)?.isWriter === true;

export const operationRuns = (global: GlobalCluster): boolean => global.operation !== undefined;

/** Whether what runs may be what was asked for. AWS does not always say where it leads. */
export const operationIsOurs = ({ operation }: GlobalCluster, arn: string): boolean =>
  operation?.toClusterArn === undefined || operation.toClusterArn === arn;

/** A move is over when the target writes and nothing runs any more. That the call returned proves nothing. */
export const hasMoved = (global: GlobalCluster, arn: string): boolean =>
  alreadyWrites(global, arn) && !operationRuns(global);

// Whether the peer is lost.

export const quorumHolds = (signals: Signals, policy: Policy): boolean => signals.down >= policy.quorum;

/** Right after a failback replication may look silent and the service not be up yet: RDS must be gone too. */
export const isLostAgain = (signals: Signals, policy: Policy): boolean =>
  quorumHolds(signals, policy) && signals.controlPlane === 'down';

export const observedOftenEnough = (incident: Incident): boolean =>
  incident.quorumObservations >= QUORUM_OBSERVATIONS;

export const observedLongEnough = (incident: Incident, policy: Policy, now: number): boolean =>
  incident.quorumSince !== undefined && now - incident.quorumSince >= policy.confirmationMs;

// Whether it may be done without asking, or was asked for.

export const actsByItself = (policy: Policy): boolean => policy.mode === 'automatic';

export const coolsDown = (journal: Journal, policy: Policy, now: number): boolean =>
  journal.lastFailoverAt !== undefined && now - journal.lastFailoverAt < policy.cooldownMs;

export const approvalStands = (incident: Incident, policy: Policy, now: number): boolean =>
  incident.approval !== undefined && now - incident.approval.at <= policy.approvalMs;

export const approvalCoversLoss = (incident: Incident): boolean => incident.approval?.acceptDataLoss === true;

export const approvalIsFor = (incident: Incident, incidentId: string): boolean => incident.id === incidentId;

export const wasHandled = (journal: Journal, requestId: string): boolean =>
  journal.handledRequests.includes(requestId);

// Whether it is asked for again.

/** When something was last heard of the operation: it was asked for, or seen running. */
export const lastSignOf = (incident: Incident): number =>
  Math.max(incident.requestedAt ?? 0, incident.operationSeenAt ?? 0);

export const wasAskedFor = (incident: Incident): boolean =>
  incident.requestedAt !== undefined || incident.attempts > 0;

export const mayStillShow = (incident: Incident, policy: Policy, now: number): boolean =>
  now - lastSignOf(incident) < policy.reissueAfterMs;

/** It was done once: whatever became of it since, it is not done again. */
export const hadMoved = (incident: Incident): boolean => incident.writerMovedAt !== undefined;

export const failoverAttemptsLeft = (incident: Incident): boolean =>
  incident.attempts < MAX_FAILOVER_ATTEMPTS;

export const plannedAttemptsLeft = (incident: Incident): boolean => incident.attempts < MAX_PLANNED_ATTEMPTS;

export const isStuck = (incident: Incident, policy: Policy, now: number): boolean =>
  incident.startedAt !== undefined && now - incident.startedAt >= policy.operationDeadlineMs;

// Whether a call may be begun now.

export const leaseHolds = (lease: Lease, now: number): boolean => now + CALL_BOUND_MS <= lease.expiresAt;

export const timeIsLeft = (deadline: number, now: number): boolean => now + CALL_BOUND_MS <= deadline;

// Traffic.

/** Somebody else moved the writer, and it stays there. */
export const driftIsConfirmed = (drift: Drift, policy: Policy, now: number): boolean =>
  drift.observations >= DRIFT_OBSERVATIONS && now - drift.since >= policy.confirmationMs;

/** The journalled value is repeated only if it once went out: a first time has to look where the writer is. */
export const mayKeepAlive = (journal: Journal): boolean => journal.traffic.settled;
