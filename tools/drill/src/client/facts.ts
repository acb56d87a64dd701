import type { Role } from '@healthcare-dr/topology';
import type { DataLoss } from './loss';
import type { ClientRequest, RequestOutcome } from './requests';

/** What became of the documents that were written in a situation, on their way to the bucket of the other Region. */
export interface ReplicatedDocuments {
  readonly completed: number;
  readonly pending: number;
  readonly failed: number;
  /** Of all, how many took longer than replication time control promises. */
  readonly late: number;
}

/** A task of the service that ended by itself. */
export interface TaskEnd {
  /** The Region that it served. */
  readonly role: Role;
  /** In milliseconds since the epoch, virtual. */
  readonly at: number;
  readonly exitCode: number;
  /** The last lines of its log. */
  readonly lines: readonly string[];
}

/** What clients saw of a situation, and what of it is true. */
export interface ClientRecording {
  readonly requests: readonly ClientRequest[];
  readonly loss: DataLoss;
  readonly objects: ReplicatedDocuments;
  /** The tasks that nobody asked to end. */
  readonly taskEnds: readonly TaskEnd[];
  /** How long the drill waited for clients, and for what was looked up for them, in real milliseconds. */
  readonly realMs: number;
  /** Whether a cluster was promoted with what it had, so that something may be lost. */
  readonly promoted: boolean;
}

/** By what a record can be restored: the log up to a time, or a snapshot. */
export type RestoredBy = 'point-in-time' | 'snapshot';

/** A record that was deleted and came back. */
export interface RestoredRecord {
  readonly by: RestoredBy;
  readonly id: string;
  /** What a client was answered once it was deleted, and once it was copied back. */
  readonly deleted: RequestOutcome;
  readonly restored: RequestOutcome;
  /** How many rows the restored cluster had of it. */
  readonly rows: number;
}

/** What became of the records that only the writer had that was failed away from. */
export interface ReconciledRecords {
  /** How many clients had been told are kept, and were missing, or in the old writer alone, after the promotion. */
  readonly lost: number;
  /** How many of these the old writer had. */
  readonly found: number;
  /** How many records only the old writer had, those included that no client was told of. */
  readonly exported: number;
  /** Of these, how many nobody ever sent. */
  readonly neverSent: number;
  /** How many records both sides had, and not alike. */
  readonly different: number;
  readonly added: number;
  /** How many of {@link lost} a client reads again, row and document. */
  readonly readable: number;
}

/** What came back that was lost or deleted. */
export interface RecoveredRecords {
  readonly restored: readonly RestoredRecord[];
  /** @default - undefined: nothing had to be reconciled */
  readonly reconciled: ReconciledRecords | undefined;
}
