import type { DataLoss } from './loss';
import type { ClientRequest } from './requests';

/** What clients saw of a situation, and what of it is true. */
export interface ClientRecording {
  readonly requests: readonly ClientRequest[];
  readonly loss: DataLoss;
  /** Whether a cluster was promoted with what it had, so that something may be lost. */
  readonly promoted: boolean;
}
