import type { GlobalCluster, GlobalMember } from '../domain/cluster';
import type { Evidence } from '../domain/evidence';
import type { Drift, Incident, Journal, Override } from '../domain/journal';
import { peerMayServe } from './assessment';
import {
  CALL_BOUND_MS,
  DRIFT_CONFIRMATION_MS,
  DRIFT_OBSERVATIONS,
  HOLD_PAUSE_MS,
  MAX_FAILOVER_ATTEMPTS,
  MAX_PLANNED_ATTEMPTS,
} from '../domain/limits';
import { type Observation, valueOf } from '../domain/observation';
import type { Policy } from '../domain/policy';
import type { Lease } from '../domain/ports';
import type { Site } from '../domain/site';

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

/** A pair is whole when both are members and one of them writes; before that, and when it is taken apart, nothing of it is lost. */
export const isWhole = (global: GlobalCluster, ownArn: string, peerArn: string): boolean =>
  [ownArn, peerArn].every((arn) => memberOf(global, arn) !== undefined) &&
  global.members.some(({ isWriter }) => isWriter);

/** A move is over when the target writes and nothing runs any more. That the call returned proves nothing. */
export const hasMoved = (global: GlobalCluster, arn: string): boolean =>
  alreadyWrites(global, arn) && !operationRuns(global);

// Whether it may be done without asking, or was asked for.

export const actsByItself = (policy: Policy): boolean => policy.mode === 'automatic';

export const coolsDown = (journal: Journal, policy: Policy, now: number): boolean =>
  journal.lastFailoverAt !== undefined && now - journal.lastFailoverAt < policy.cooldownMs;

export const approvalStands = (incident: Incident, policy: Policy, now: number): boolean =>
  incident.approval !== undefined && now - incident.approval.at <= policy.approvalMs;

export const approvalCoversLoss = (incident: Incident): boolean => incident.approval?.acceptDataLoss === true;

export const approvalIsFor = (incident: Incident, incidentId: string): boolean => incident.id === incidentId;

/** An order against the evidence, confirmed by a second person if the peer served when it was given, or serves now. */
export const overrideStands = (
  { override }: Incident,
  policy: Policy,
  evidence: Evidence,
  now: number,
): boolean =>
  override !== undefined &&
  now - override.at <= policy.approvalMs &&
  (override.confirmedBy !== undefined || !needsSecondPerson(override, evidence));

/** The peer may have come back since the order was given. */
export const needsSecondPerson = (override: Override, evidence: Evidence): boolean =>
  override.needsSecondPerson || peerMayServe(evidence);

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

/** By the deadline that was written when it was asked for: whether it is stuck does not hang on what can be read now. */
export const isStuck = ({ deadlineAt }: Incident, now: number): boolean =>
  deadlineAt !== undefined && now >= deadlineAt;

// Whether a call may be begun now.

export const leaseHolds = (lease: Lease, now: number): boolean => now + CALL_BOUND_MS <= lease.expiresAt;

export const timeIsLeft = (deadline: number, now: number): boolean => now + CALL_BOUND_MS <= deadline;

// Traffic.

/** Somebody else moved the writer, and it stays there. */
export const driftIsConfirmed = (drift: Drift, now: number): boolean =>
  drift.observations >= DRIFT_OBSERVATIONS && now - drift.since >= DRIFT_CONFIRMATION_MS;

/** The journalled value is repeated only if it once went out: a first time has to look where the writer is. */
export const mayKeepAlive = (
  { incident, traffic }: Journal,
  observation: Observation | undefined,
  { ownClusterArn }: Site,
  now: number,
): boolean =>
  traffic.settled &&
  !isOnItsWayHome(incident, now) &&
  (traffic.since > 0 || writesElsewhere(observation, ownClusterArn));

/**
 * Whether the writer was just asked to go home: clients are to be let go in the minute in which it arrives. That is a later one than that in
 * which it was asked: a look that had to wait for the order's may still hold them in it.
 */
const isOnItsWayHome = (incident: Incident | undefined, now: number): boolean =>
  incident?.kind === 'failback' &&
  incident.phase === 'promoting' &&
  incident.startedAt !== undefined &&
  minuteOf(incident.startedAt) < minuteOf(now) &&
  now - incident.startedAt < HOLD_PAUSE_MS;

/** The minute of the control metric that a moment is in. */
const minuteOf = (at: number): number => Math.floor(at / 60_000);

/** A journal that is new, or was lost, knows nothing of traffic: it says that none is held only where another cluster is seen to write. */
function writesElsewhere(observation: Observation | undefined, ownClusterArn: string): boolean {
  const writer = valueOf(observation?.global)?.members.find(({ isWriter }) => isWriter);
  return writer !== undefined && writer.clusterArn !== ownClusterArn;
}
