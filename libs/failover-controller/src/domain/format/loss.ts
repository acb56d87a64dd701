import type { Loss } from '../protocol';
import { formatSeconds } from './units';

/** The estimate and the bound, for whoever has to decide. */
export function formatLoss(loss: Loss): string {
  if (loss.code !== 'loss-unknown')
    return `at most ${formatSeconds(loss.lossMs)} of data would be lost now, where ${formatSeconds(loss.boundMs)} are allowed`;
  return 'the data loss is unknown, because there is no datapoint of the replication lag';
}
