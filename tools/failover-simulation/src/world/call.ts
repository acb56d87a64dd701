import type { FailureKind, LagReading, Trigger } from '@healthcare-dr/failover-controller';
import type { CallName, Service, Side } from '../schedule';

/** What is asked of the other Region, once a look. */
export type Question = 'probe' | 'peer' | 'lag' | 'egress' | Witness;

/** What is asked of Route 53's checkers: of the other Region, and of the own one. */
export type Witness = 'peerWitness' | 'ownWitness';

/** What one invocation was told in its newest look at the primary. */
export interface Told {
  /** When the look began. */
  readonly at: number;
  /** When its newest part came. */
  completeAt: number;
  serves: boolean | undefined;
  /** What the peer's control plane answered of its cluster, or why it did not. */
  peer:
    { readonly status: string; readonly instances: number } | { readonly failure: FailureKind } | undefined;
  synchronization: string | undefined;
  /** What was asked already: who asks again begins another look. */
  readonly asked: Record<Question, boolean>;
  sawGlobal: boolean;
  sawOperation: boolean;
  lag: LagReading | 'none' | undefined;
  peerWitness: 'healthy' | 'unhealthy' | FailureKind | undefined;
  ownWitness: 'healthy' | 'unhealthy' | FailureKind | undefined;
  egress: boolean | undefined;
}

/** One run of the controller's function, as the world and the guarantees know it. */
export interface Invocation {
  readonly id: number;
  readonly label: string;
  readonly side: Side;
  readonly trigger: Trigger;
  readonly startedAt: number;
  readonly endsAt: number;
  readonly skewMs: number;
  /** Killed, crashed, or gone with its Region: it does nothing any more. */
  readonly dead: boolean;
  finished: boolean;
  /** Calls under way. */
  readonly waiting: number;
  /** Whether anything but the loss of a Region has touched it, so that nothing can be asked of it. */
  disturbed: boolean;
  /** The one service whose calls have disturbed it; `undefined` if it was something else, or nothing. */
  disturbedOnlyBy: Service | undefined;
  /**
   * The number of the call by which it was last told of the hold, of the global cluster and of how many tasks run in the other Region, and last
   * wrote its journal.
   */
  readonly last: { holdRead: number; globalRead: number; tasksTold: number; journalWritten: number };
  /** What the hold was when it was last read. */
  heldWhenRead: boolean;
  epoch: number | undefined;
  readonly told: Told | undefined;
  /** Everything that it was told, look by look. */
  readonly looks: readonly Told[];
}

/** One call of the controller, as the world sees it. */
export interface Call {
  readonly index: number;
  readonly name: CallName;
  readonly invocation: Invocation;
  readonly startedAt: number;
  /** What the control metric is to be, where it is about that. */
  readonly engaged: boolean | undefined;
  /** Which side is to write, where it is about that. */
  readonly target: Side | undefined;
}

/** Who asked for an operation: an invocation of a controller, or somebody at the console. */
export type Requester = Call | 'console';

/** A failover or switchover that RDS took on. */
export interface Operation {
  readonly index: number;
  readonly kind: 'failover' | 'switchover';
  readonly target: Side;
  readonly by: Requester;
  readonly startedAt: number;
  status: 'pending' | 'failing-over' | 'switching-over' | 'cancelling';
  endedAt: number | undefined;
  succeeded: boolean | undefined;
  /** What had been committed and not been replicated when it was asked for, as time. */
  readonly lossMs: number;
}
