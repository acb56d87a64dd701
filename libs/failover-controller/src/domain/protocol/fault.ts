import type { FailureKind } from '../errors';

/** Why something could not be read; `malformed` is what was read but makes no sense. */
export type UnreadableKind = FailureKind | 'malformed';

/** What makes it impossible to decide, and how. It is reported once, as long as it stands. */
export type FaultCode = `${'policy' | 'hold'}/${UnreadableKind}`;

/** A call that failed, and how, such as `rds:FailoverGlobalCluster/denied`: it is reported once, until another one fails or another way. */
export type CallFaultCode = `${string}/${UnreadableKind}`;
