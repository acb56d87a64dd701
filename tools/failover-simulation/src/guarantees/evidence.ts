import { CALL_BOUND_MS, REPLICATION_STOPPED_MS } from '@healthcare-dr/failover-controller';
import type { Told } from '../world/call';

/** What the datapoint's age is judged leniently by: a look ends with the slowest of its calls, which may be one that tells nothing of this. */
const SLACK_MS = CALL_BOUND_MS;

const isSilent = ({ peer }: Told): boolean =>
  peer !== undefined && 'failure' in peer && (peer.failure === 'timeout' || peer.failure === 'unreachable');

/** Whether it certainly answered: a 5xx says nothing. */
const answered = ({ peer }: Told): boolean =>
  peer !== undefined && !('failure' in peer && ['timeout', 'unreachable', 'unknown'].includes(peer.failure));

function hasStopped({ synchronization, lag, completeAt }: Told): boolean {
  if (synchronization !== undefined && synchronization !== 'connected') return true;
  if (lag === undefined || lag === 'none') return false;
  return completeAt - (lag.measuredAt - lag.lagMs) > REPLICATION_STOPPED_MS - SLACK_MS;
}

/**
 * Whether a look says that the Region is lost, by every vantage point and by what truly became of each question: the checkers find it
 * unhealthy; with the way out open, the probe finds nobody and the control plane is silent; and nothing is replicated any more.
 *
 * @param mayReplicate - whether replication is left out
 */
export const saysLost = (told: Told, mayReplicate: boolean): boolean =>
  told.egress === true &&
  told.serves === false &&
  told.peerWitness === 'unhealthy' &&
  isSilent(told) &&
  (mayReplicate || hasStopped(told));

/**
 * Whether an order needs no override: the Region is lost, or the way out is closed and all that can be had without it says so.
 */
export const permitsOrder = (told: Told): boolean =>
  saysLost(told, true) || (told.egress === false && told.peerWitness === 'unhealthy' && hasStopped(told));

/** Whether a look says that it is not lost. */
export const contradicts = (told: Told, mayReplicate: boolean): boolean =>
  told.serves === true ||
  told.peerWitness === 'healthy' ||
  answered(told) ||
  (mayReplicate && hasStopped(told));
