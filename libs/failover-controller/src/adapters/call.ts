import { CallError, type FailureKind } from '../domain/errors';

/** Names of errors by which AWS asks to slow down. The first are each service's own, the rest what the SDKs know. */
const THROTTLED: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'ThrottlingError',
  'KMSThrottlingException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'SlowDown',
]);

/** Names of errors that say that a permission, a key or a credential is missing. */
const DENIED: ReadonlySet<string> = new Set([
  'AuthFailure',
  'AuthorizationError',
  'AuthorizationErrorException',
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSecurityException',
  'InvalidSignatureException',
  'KMSKeyNotAccessibleFault',
  'KMSDisabledException',
  'KMSOptInRequired',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotAuthorized',
  'OptInRequired',
  'SignatureDoesNotMatch',
  'UnauthorizedOperation',
  'UnrecognizedClientException',
  'VpcEncryptionControlViolationException',
]);

/** Names of errors that say that the state does not allow it now, or that a condition was not met. */
const CONFLICT: ReadonlySet<string> = new Set([
  'ConcurrentUpdateException',
  'ConditionalCheckFailed',
  'ConditionalCheckFailedException',
  'DBClusterAlreadyExistsFault',
  'DBInstanceAlreadyExistsFault',
  'KMSInvalidStateException',
  'ReplicatedWriteConflictException',
  'TransactionConflict',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** Names of errors that no retry repairs: the request is wrong, or a quota is full. */
const INVALID: ReadonlySet<string> = new Set([
  'DBClusterSnapshotAlreadyExistsFault',
  'EndpointDisabledException',
  'IdempotentParameterMismatchException',
  'InvalidEndpointException',
  'InvalidNextToken',
  'InvalidNextTokenException',
  'InvalidSubnet',
  'ItemCollectionSizeLimitExceeded',
  'ItemCollectionSizeLimitExceededException',
  'LimitExceededException',
  'MissingRequiredParameterException',
  'NetworkTypeNotSupported',
  'PlatformApplicationDisabledException',
  'SerializationException',
]);

/** What node says when a connection could not be made: nothing was sent, so nothing has happened. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
]);

/** What node says of a connection that ended before its answer: what was asked for may have happened. */
const UNANSWERED: ReadonlySet<string> = new Set([
  'ECONNABORTED',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
]);

const UNANSWERED_NAMES: ReadonlySet<string> = new Set([
  'AbortError',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
]);

interface ErrorDetails {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  /** The codes of the conditions of a DynamoDB transaction that was cancelled. */
  readonly reasons: readonly string[];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function read(error: unknown): ErrorDetails {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const reasons = Array.isArray(fields['CancellationReasons'])
    ? fields['CancellationReasons'].map((reason: { readonly Code?: unknown }) => textOf(reason.Code))
    : [];
  return {
    name: textOf(fields['name']),
    message: textOf(fields['message']),
    // The SDK wraps what is no Error of its own realm, and keeps nothing of it but the message.
    code: textOf(fields['code']) || (/\bE[A-Z_]{3,}\b/.exec(textOf(fields['message']))?.[0] ?? ''),
    reasons: reasons.filter((reason) => reason !== '' && reason !== 'None'),
  };
}

const kindOfName = (name: string): FailureKind | undefined => {
  if (THROTTLED.has(name)) return 'throttled';
  if (DENIED.has(name) || /AccessDenied/.test(name)) return 'denied';
  if (CONFLICT.has(name) || /^Invalid\w+State(?:Fault)?$/.test(name)) return 'conflict';
  if (/NotFound(?:Fault|Exception)?$/.test(name)) return 'not-found';
  if (INVALID.has(name) || /^(?:Validation|InvalidParameter)|QuotaExceeded|NotSupported/.test(name))
    return 'invalid';
  return /NotAvailableFault$/.test(name) ? 'invalid' : undefined;
};

/** A transaction fails for several reasons at once: the one that a retry would meet first is the one that counts. */
const kindOfTransaction = (reasons: readonly string[]): FailureKind => {
  const kinds = reasons.map((reason) => kindOfName(reason) ?? 'unknown');
  const order: readonly FailureKind[] = ['denied', 'invalid', 'conflict', 'throttled'];
  return order.find((kind) => kinds.includes(kind)) ?? 'unknown';
};

/**
 * What became of a call, from what the SDK threw. A name that is not known is `unknown`, which like a time-out leaves open
 * whether the call had its effect.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html
 */
export function kindOf(error: unknown): FailureKind {
  const { name, message, code, reasons } = read(error);
  if (name === 'TransactionCanceledException') return kindOfTransaction(reasons);
  // The SDK's client has one name for both: only its words say that nothing was sent.
  // eslint-disable-next-line workspace/no-sentence-matching -- the SDK's
  if (name === 'TimeoutError' && /did not establish a connection/.test(message)) return 'unreachable';
  if (UNREACHABLE.has(code)) return 'unreachable';
  if (UNANSWERED.has(code) || UNANSWERED_NAMES.has(name)) return 'timeout';
  // eslint-disable-next-line workspace/no-sentence-matching -- node's
  if (/socket hang up/.test(message)) return 'timeout';
  return kindOfName(name) ?? 'unknown';
}

/** An error in words, whatever was thrown. */
export function textOfError(error: unknown): string {
  const { name, message } = read(error);
  return name === '' ? String(error) : `${name}: ${message}`;
}

/** Aborts what is sent with it once the time of one port's call is over, whatever the SDK is waiting for. */
export const within = (limitMs: number): AbortSignal => AbortSignal.timeout(limitMs);

/**
 * Makes a call and words its failure.
 *
 * @param operation - in AWS's words, such as `rds:FailoverGlobalCluster`
 * @param abortSignal - the bound of the port's call, from {@link within}; several calls to AWS may share it
 * @throws CallError and nothing else
 */
export async function call<Output>(
  operation: string,
  abortSignal: AbortSignal,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Output>,
): Promise<Output> {
  try {
    return await send({ abortSignal });
  } catch (error) {
    if (error instanceof CallError) throw error;
    throw new CallError(operation, kindOf(error), textOfError(error));
  }
}
