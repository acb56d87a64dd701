import type { Journal, JournalEntry } from '@healthcare-dr/failover-controller';
import type { Side } from '../schedule';
import type { Call, Invocation, Operation } from './call';

/** A breach of a guarantee. */
export interface Violation {
  readonly guarantee: string;
  readonly message: string;
  /** Virtual milliseconds since the beginning. */
  readonly at: number;
}

/**
 * One of the guarantees of the design, judged while a run goes on. Every method looks at what is true in the world; what the
 * controller wrote down is looked at where the guarantee is about its writing.
 */
export interface Guarantee {
  /** A call begins; nothing of it has been done yet. */
  begins?(call: Call): void;
  /** The journal of a side was replaced. */
  journalled?(
    call: Call,
    before: Journal,
    after: Journal,
    entries: readonly JournalEntry[],
    side: Side,
  ): void;
  /** RDS takes a failover or switchover on. */
  operationStarts?(operation: Operation): void;
  /**
   * Route 53 begins to answer otherwise: `true` leads traffic to dr.
   *
   * @param byHomeControl - whether it is because the primary's controller keeps nobody away from dr any more
   */
  trafficMoves?(engaged: boolean, byHomeControl: boolean): void;
  metricWritten?(): void;
  /** A snapshot is copied that was begun then: milliseconds since the epoch. */
  snapshotCopied?(side: Side, createdAt: number): void;
  /** An invocation is about to be killed by its time-out. */
  deadlinePasses?(invocation: Invocation): void;
  invocationEnds?(invocation: Invocation): void;
  /** A minute has passed in the world. */
  minutePasses?(): void;
  /** The faults are over and everything has come to rest, or should have. */
  ends?(): void;
}
