import type { GlobalCluster } from './cluster';
import type { Journal } from './journal';
import type { Failure } from './observation';
import type { Mode } from './policy';
import type { LagReading } from './lag';
import type { Signals } from './signals';

/** What one round did, and why. */
export interface Step {
  readonly action: string;
  readonly reason: string;
}

/** What the controller sees, for an operator who asks. */
export interface Status {
  readonly at: number;
  readonly role: 'primary' | 'dr';
  readonly region: string;
  /** `undefined` if the own view is unknown, or nobody writes. */
  readonly writerClusterArn: string | undefined;
  readonly global: GlobalCluster | undefined;
  readonly signals: Signals;
  readonly lag: LagReading | undefined;
  /** `undefined` if it cannot be read. */
  readonly mode: Mode | undefined;
  readonly held: boolean | undefined;
}

/** What became of an invocation; JSON, and the reply to an operator's invoke. */
export interface Outcome {
  /** Of the first round that did something, or of the first one: the answer to the trigger. */
  readonly action: string;
  readonly reason: string;
  readonly dryRun: boolean;
  /** Whether the reconciler came to its end, with eyes open: the heartbeat. */
  readonly healthy: boolean;
  readonly steps: readonly Step[];
  readonly failures: readonly Failure[];
  /** The control metric's value that was written in this invocation. */
  readonly trafficWritten: boolean | undefined;
  readonly status: Status | undefined;
  readonly journal: Journal | undefined;
}
