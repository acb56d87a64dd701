import type { GlobalCluster } from '../domain/cluster';
import type { Change } from './change';
import type { Journal, PendingSnapshot } from '../domain/journal';
import type { Observation } from '../domain/observation';
import type { Policy } from '../domain/policy';
import type { Disposition, Reason } from '../domain/protocol';
import type { Assessment, Evidence } from '../domain/evidence';
import type { Site } from '../domain/site';

/** The one thing that a round does. */
export type Action =
  /** Nothing. */
  | { readonly kind: 'none' }
  /** Writes into the journal, and calls nothing. */
  | { readonly kind: 'record' }
  /** Unplanned, with possible loss of data: at the own endpoint, to the own cluster. */
  | {
      readonly kind: 'failover';
      readonly targetClusterArn: string;
      /** Ordered against the evidence: AWS is asked although it shows an operation, which may hang. */
      readonly despiteOperation: boolean;
    }
  /** Planned, without loss: at the endpoint of the current writer's Region. */
  | { readonly kind: 'switchover'; readonly endpoint: 'own' | 'peer'; readonly targetClusterArn: string }
  /** Writes the control metric; `writerClusterArn` must write, and nothing may run, when it does. */
  | { readonly kind: 'traffic'; readonly engaged: boolean; readonly writerClusterArn: string }
  /** The minimum capacity is raised after a promotion, or returns to what it was before. */
  | { readonly kind: 'tasks'; readonly minTasks: number; readonly lowers: boolean }
  | { readonly kind: 'acu'; readonly clusterArn: string; readonly minAcu: number; readonly lowers: boolean }
  | { readonly kind: 'snapshot'; readonly pending: PendingSnapshot };

/** What a round is to do, and why. */
export interface Decision {
  readonly action: Action;
  /** What becomes of the command that is answered; `done` where none was given. */
  readonly disposition: Disposition;
  /** For the log, the journal and the operator. */
  readonly reason: Reason;
  /** Written under the lease before the call is made; alone, if the action is `record`. */
  readonly intent: Change | undefined;
  /** Whether the next round has something to do at once. */
  readonly again: boolean;
}

/** All that a decision rests upon. */
export interface Situation {
  readonly at: number;
  readonly observation: Observation;
  readonly journal: Journal;
  readonly policy: Policy;
  readonly site: Site;
  readonly evidence: Evidence;
  readonly assessment: Assessment;
}

/** A situation in which the own Region's view of the global cluster is known. */
export interface ClearSituation extends Situation {
  readonly global: GlobalCluster;
}

const NONE: Action = { kind: 'none' };
const RECORD: Action = { kind: 'record' };

/** Nothing is to be done in this round. */
export const wait = (reason: Reason, disposition: Disposition = 'done'): Decision => ({
  action: NONE,
  disposition,
  reason,
  intent: undefined,
  again: false,
});

/** A new state of affairs, after which the next round goes on. */
export const record = (reason: Reason, intent: Change): Decision => ({
  action: RECORD,
  disposition: 'done',
  reason,
  intent,
  again: true,
});

/** A counter, after which only time can tell more. */
export const count = (reason: Reason, intent: Change): Decision => ({
  action: RECORD,
  disposition: 'done',
  reason,
  intent,
  again: false,
});

/** A call, and what is written before it. */
export const call = (action: Action, reason: Reason, intent?: Change): Decision => ({
  action,
  disposition: 'done',
  reason,
  intent,
  again: true,
});

/** Whether the action changes anything outside the journal. */
export const isMutating = ({ kind }: Action): boolean => kind !== 'none' && kind !== 'record';
