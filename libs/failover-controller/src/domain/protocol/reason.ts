import type { Mode } from '../policy';
import type { Assessment, Evidence } from '../evidence';
import type { AlertCode } from '../watch';
import type { EventProblem } from './event-problem';
import type { FaultCode, UnreadableKind } from './fault';
import type { IncidentKind, Phase } from './phase';

/** Why a planned operation cannot be begun. All lags are milliseconds. */
export type PlannedObjection =
  | { readonly code: 'operation-running' }
  | { readonly code: 'not-a-member'; readonly clusterArn: string }
  | { readonly code: 'cluster-not-visible'; readonly region: string }
  | { readonly code: 'cluster-not-available'; readonly clusterArn: string; readonly status: string }
  | { readonly code: 'engine-versions-differ'; readonly own: string; readonly peer: string }
  | { readonly code: 'no-instance'; readonly clusterArn: string }
  | { readonly code: 'not-connected'; readonly clusterArn: string; readonly status: string }
  | { readonly code: 'lag-unknown' }
  | { readonly code: 'lag-too-old'; readonly ageMs: number; readonly maxAgeMs: number }
  | { readonly code: 'lag-beyond-bound'; readonly lagMs: number; readonly boundMs: number };

/** Why a command is refused. */
export type Refusal =
  | PlannedObjection
  | { readonly code: 'controller-paused'; readonly note: string }
  | { readonly code: 'already-writer'; readonly clusterArn: string }
  | { readonly code: 'incident-open'; readonly kind: IncidentKind; readonly incidentId: string }
  /** The evidence does not say that the Region is lost: the order must override it, with a reason. */
  | { readonly code: 'override-required'; readonly assessment: Assessment; readonly evidence: Evidence }
  /** The peer serves: a second person must confirm what the first one ordered. */
  | { readonly code: 'second-person-required'; readonly by: string }
  | { readonly code: 'pair-not-whole' }
  | { readonly code: 'nothing-to-acknowledge' }
  | { readonly code: 'incident-not-open'; readonly incidentId: string }
  | { readonly code: 'approval-not-needed'; readonly kind: IncidentKind; readonly writerMoved: boolean }
  | { readonly code: 'other-controller'; readonly region: string };

export type RefusalCode = Refusal['code'];

/** What a failover at this moment would lose, in milliseconds, and what the policy allows. */
export type Loss =
  /** There is no datapoint of the lag, which is not zero. */
  | { readonly code: 'loss-unknown' }
  | { readonly code: 'loss-within-bound'; readonly lossMs: number; readonly boundMs: number }
  | { readonly code: 'loss-beyond-bound'; readonly lossMs: number; readonly boundMs: number };

/** Why an operator must approve a failover. */
export type ApprovalObjection =
  | { readonly code: 'no-instance'; readonly clusterArn: string }
  | Loss
  | { readonly code: 'mode'; readonly mode: Mode }
  | { readonly code: 'cool-down'; readonly endsAt: number };

/** What a round waits for. */
export type WaitReason =
  | { readonly code: 'nothing-to-do' }
  | { readonly code: 'operation-running' }
  | { readonly code: 'other-operation-running' }
  | { readonly code: 'own-view-unknown' }
  | { readonly code: 'incident-closed' }
  /** What was asked for may still show its effect. */
  | { readonly code: 'effect-pending'; readonly kind: IncidentKind }
  | { readonly code: 'not-lost'; readonly assessment: Assessment; readonly evidence: Evidence }
  /** So many rounds agree that the Region is lost, since then. */
  | {
      readonly code: 'loss-not-confirmed';
      readonly assessment: Assessment;
      readonly rounds: number;
      readonly since: number | undefined;
    }
  | { readonly code: 'override-not-confirmed'; readonly by: string }
  | { readonly code: 'pair-not-whole' }
  | { readonly code: 'approval-required'; readonly objection: ApprovalObjection }
  | { readonly code: 'move-not-visible' }
  | { readonly code: 'primary-not-serving' }
  | { readonly code: 'operation-observed'; readonly status: string }
  | { readonly code: 'drift-observed' }
  | { readonly code: 'drift-not-confirmed' }
  | { readonly code: 'drift-ended' }
  | { readonly code: 'already-handled' }
  /** The controller is paused; otherwise it would act for this reason. */
  | { readonly code: 'held'; readonly otherwise: Reason };

/** Why something is done. */
export type ActionReason =
  | { readonly code: 'region-lost'; readonly evidence: Evidence; readonly loss: Loss }
  | {
      readonly code: 'override';
      readonly by: string;
      readonly note: string;
      readonly evidence: Evidence;
      readonly loss: Loss;
    }
  | { readonly code: 'acknowledged'; readonly by: string }
  | {
      readonly code: 'alert';
      readonly alert: AlertCode;
      readonly evidence: Evidence;
      readonly lastedMs: number;
    }
  | { readonly code: 'traffic-held' }
  | { readonly code: 'traffic-hold-released' }
  | { readonly code: 'approved'; readonly by: string; readonly acceptDataLoss: boolean }
  | { readonly code: 'requested'; readonly by: string }
  /** Nothing was seen of the operation that was asked for: it is asked for again. */
  | { readonly code: 'operation-not-seen' }
  | { readonly code: 'target-writes'; readonly clusterArn: string }
  | { readonly code: 'minimum-tasks'; readonly minTasks: number }
  | { readonly code: 'minimum-capacity'; readonly minAcu: number }
  | { readonly code: 'minimum-raised' }
  | { readonly code: 'minimum-restored' }
  | { readonly code: 'metric-not-written' }
  | { readonly code: 'writer-moved-by-others' }
  | { readonly code: 'traffic-routed'; readonly to: 'dr' | 'primary' }
  | { readonly code: 'snapshot-expires' }
  | { readonly code: 'snapshot-kept' }
  | { readonly code: 'snapshot-not-found'; readonly clusterArn: string; readonly days: number }
  | {
      readonly code: 'deadline-exceeded';
      readonly kind: IncidentKind;
      readonly deadlineMs: number;
      readonly phase: Phase;
    }
  | { readonly code: 'paused'; readonly note: string }
  | { readonly code: 'resumed' }
  | { readonly code: 'fault-resolved'; readonly fault: FaultCode };

/** Why an incident ends. */
export type ClosingReason =
  | { readonly code: 'completed'; readonly clusterArn: string }
  | { readonly code: 'not-lost'; readonly assessment: Assessment; readonly evidence: Evidence }
  /** An order takes its place: the Region of the planned operation was lost. */
  | { readonly code: 'replaced-by-failover' }
  | { readonly code: 'promoted-by-others'; readonly clusterArn: string }
  /** It had moved, and was moved away again. */
  | { readonly code: 'writer-moved-away' }
  | { readonly code: 'writer-lost'; readonly clusterArn: string }
  | { readonly code: 'writer-moving-elsewhere'; readonly clusterArn: string | undefined }
  | { readonly code: 'promotion-not-seen'; readonly attempts: number }
  | { readonly code: 'operation-never-seen'; readonly attempts: number }
  | { readonly code: 'operation-ended-without-move' }
  | { readonly code: 'region-lost-before-operation' }
  | { readonly code: 'paused-before-operation' }
  | { readonly code: 'primary-lost-again'; readonly evidence: Evidence }
  | CallFailed
  | WithheldReason;

/** Why a call was not made after the last look before it. */
export type WithheldReason =
  | { readonly code: 'controller-paused'; readonly note: string }
  | { readonly code: 'hold-unreadable'; readonly message: string }
  | { readonly code: 'lease-ending' }
  | { readonly code: 'invocation-ending' }
  | { readonly code: 'not-a-member'; readonly clusterArn: string }
  | { readonly code: 'already-writer'; readonly clusterArn: string }
  | { readonly code: 'operation-running' }
  | { readonly code: 'writer-not-confirmed'; readonly clusterArn: string }
  | { readonly code: 'global-cluster-not-visible'; readonly message: string };

/** `message` is AWS's, or the adapter's that words what AWS said. */
export interface CallFailed {
  readonly code: 'call-failed';
  readonly operation: string;
  readonly kind: UnreadableKind;
  readonly message: string;
}

/** Why nothing can be decided. `message` is of what could not be read. */
export type FaultReason =
  | { readonly code: 'input-unreadable'; readonly fault: FaultCode; readonly message: string }
  | { readonly code: 'journal-unreadable'; readonly message: string }
  | { readonly code: 'lease-unavailable' };

/** Why an invocation did not come to decide. */
export type InvocationReason =
  | { readonly code: 'other-invocation-running' }
  | { readonly code: 'event-not-understood'; readonly problems: readonly EventProblem[] };

/** Why a round did what it did: a code, and what is to be said with it. */
export type Reason =
  | Refusal
  | ApprovalObjection
  | WaitReason
  | ActionReason
  | ClosingReason
  | WithheldReason
  | FaultReason
  | InvocationReason;

export type ReasonCode = Reason['code'];
