/**
 * What became of a call that did not succeed.
 *
 * - `timeout`: no answer in time; the call may or may not have had its effect
 * - `unreachable`: no connection; it had none
 * - `throttled`: AWS asked to slow down, after the client's own bounded retries
 * - `conflict`: the state does not allow it now (InvalidGlobalClusterStateFault, InvalidDBClusterStateFault), or a condition was not met
 * - `not-found`: what was named does not exist
 * - `denied`: a permission or credential is missing
 * - `invalid`: the request is wrong; no retry resolves it
 * - `unknown`: anything else; like a time-out it may have had its effect
 */
export type FailureKind =
  'timeout' | 'unreachable' | 'throttled' | 'conflict' | 'not-found' | 'denied' | 'invalid' | 'unknown';

/** A call to a port that did not succeed. Every adapter throws this and nothing else. */
export class CallError extends Error {
  constructor(
    /** The operation in AWS's words, such as `rds:FailoverGlobalCluster`. */
    readonly operation: string,
    readonly kind: FailureKind,
    message: string,
  ) {
    super(`${operation} failed (${kind}): ${message}`);
    this.name = 'CallError';
  }
}
