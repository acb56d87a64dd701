import type { ClientRecording } from '../facts';
import type { DataLoss } from '../loss';

/** Of forty records that were acknowledged, none is lost. */
export const NO_LOSS: DataLoss = {
  acknowledged: 40,
  missing: 0,
  oldestAgeMs: undefined,
  statedMs: undefined,
  beyondStatedMs: 0,
  writtenToOldWriter: 0,
  writtenFromOutside: 0,
  documentsMissing: 0,
  documentsUnreported: 0,
  objectsMissing: 0,
  neverSent: 0,
  lostIds: [],
};

/** What clients see where nothing goes wrong, but for what is given. */
export const clientRecording = (others: Partial<ClientRecording> = {}): ClientRecording => ({
  requests: [],
  loss: NO_LOSS,
  objects: { completed: 10, pending: 0, failed: 0, late: 0 },
  taskEnds: [],
  realMs: 100,
  promoted: false,
  ...others,
});
