import type { GlobalCluster } from './cluster';
import type { Trigger } from './events';
import type { Journal } from './journal';
import type { Failure } from './observation';
import type { Mode } from './policy';
import type { ActionKind, Disposition, Reason } from './protocol';
import type { LagReading } from './lag';
import type { Assessment, Evidence } from './evidence';

/** What one round did, what came of it, and why. */
export interface Step {
  readonly action: ActionKind;
  readonly disposition: Disposition;
  readonly reason: Reason;
}

/** What the controller sees, for an operator who asks. */
export interface Status {
  readonly at: number;
  readonly role: 'primary' | 'dr';
  readonly region: string;
  /** `undefined` if the own view is unknown, or nobody writes. */
  readonly writerClusterArn: string | undefined;
  readonly global: GlobalCluster | undefined;
  /** What is believed of the peer, by vantage point, and what it amounts to. */
  readonly evidence: Evidence;
  readonly assessment: Assessment;
  readonly lag: LagReading | undefined;
  /** `undefined` if it cannot be read. */
  readonly mode: Mode | undefined;
  readonly held: boolean | undefined;
}

/** What became of an invocation; JSON, and the reply to an operator's invoke. */
export interface Outcome extends Step {
  /** {@link PROTOCOL_VERSION} of whoever answers. */
  readonly protocolVersion: number;
  /** Disposition and reason for people; a program of an older version shows it where it does not know the code. */
  readonly message: string;
  readonly dryRun: boolean;
  /** Whether the reconciler came to its end and could read all that it needs. */
  readonly healthy: boolean;
  readonly steps: readonly Step[];
  readonly failures: readonly Failure[];
  /** The control metric's value that was written in this invocation. */
  readonly trafficWritten: boolean | undefined;
  readonly status: Status | undefined;
  readonly journal: Journal | undefined;
}

/**
 * Whether a run is a heartbeat: one of the schedule that could read all that it needs. Whatever else made it look says nothing of the schedule,
 * nor of what its rounds alone do.
 */
export const isHeartbeat = ({ kind }: Trigger, { healthy }: Pick<Outcome, 'healthy'>): boolean =>
  kind === 'schedule' && healthy;
