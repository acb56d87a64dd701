import {
  CallError,
  kindOf,
  kindOfDnsError,
  textOfError,
  type FailureKind,
} from '@healthcare-dr/failover-controller';
import type { CallName, Service } from '../schedule';

/** How the world refuses a call: what truly became of it, before any adapter has made anything of what it was told. */
export class RefusedCallError extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
  ) {
    super(message);
  }
}

/** A call in vain as an adapter tells of it, and what truly became of it. */
export class FailedCall extends CallError {
  constructor(
    operation: string,
    kind: FailureKind,
    message: string,
    readonly truly: FailureKind,
  ) {
    super(operation, kind, message);
  }
}

/** What the SDK throws, as far as an adapter looks at it. */
interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly CancellationReasons?: readonly { readonly Code: string }[];
}

const error = (name: string, message: string, code?: string): Thrown => ({
  name,
  message,
  ...(code !== undefined && { code }),
});
const cancelled = (...codes: string[]): Thrown => ({
  name: 'TransactionCanceledException',
  message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
  CancellationReasons: codes.map((Code) => ({ Code })),
});

/** What every client of the SDK, and Node below it, throws. */
const COMMON: Readonly<Record<FailureKind, readonly Thrown[]>> = {
  timeout: [
    error('TimeoutError', 'Connection timed out after 3000 ms'),
    error('AbortError', 'Request aborted'),
    error('Error', 'read ECONNRESET', 'ECONNRESET'),
    error('Error', 'socket hang up'),
  ],
  unreachable: [
    error('TimeoutError', 'Socket timed out: the client did not establish a connection within 1000 ms'),
    error('Error', 'connect ECONNREFUSED 10.0.12.7:443', 'ECONNREFUSED'),
    error('Error', 'getaddrinfo ENOTFOUND rds.eu-west-2.amazonaws.com', 'ENOTFOUND'),
    error('Error', 'connect EHOSTUNREACH 10.0.12.7:443'),
  ],
  throttled: [
    error('ThrottlingException', 'Rate exceeded'),
    error('Throttling', 'Rate exceeded'),
    error('RequestLimitExceeded', 'Request limit exceeded'),
  ],
  denied: [
    error('AccessDeniedException', 'User is not authorized to perform this action'),
    error('AccessDenied', 'User is not authorized to perform this action'),
    error('ExpiredTokenException', 'The security token included in the request is expired'),
    error('UnrecognizedClientException', 'The security token included in the request is invalid'),
  ],
  conflict: [error('ConcurrentUpdateException', 'Another update is under way')],
  'not-found': [error('ResourceNotFoundException', 'Requested resource not found')],
  invalid: [
    error('ValidationException', 'One or more parameter values are invalid'),
    error('InvalidParameterValue', 'A parameter value is invalid'),
  ],
  unknown: [
    error('InternalFailure', 'The request processing has failed because of an unknown error'),
    error('ServiceUnavailable', 'The request has failed due to a temporary failure of the server'),
    error('InternalServerError', 'An error occurred on the server side'),
  ],
};

type Special = Partial<Record<FailureKind, readonly Thrown[]>>;

const RDS: Special = {
  conflict: [
    error('InvalidGlobalClusterStateFault', 'The global cluster is in an invalid state'),
    error('InvalidDBClusterStateFault', 'The requested operation cannot be performed in the current state'),
  ],
  'not-found': [error('GlobalClusterNotFoundFault', 'The global cluster does not exist')],
};

const SNS: Special = {
  denied: [
    error('AuthorizationErrorException', 'Access to the resource is denied'),
    error('KMSAccessDeniedException', 'The ciphertext references a key to which access is denied'),
  ],
  throttled: [error('ThrottledException', 'Rate exceeded')],
};

/** What a service throws in words of its own. */
const SPECIAL: Partial<Record<Service, Special>> = {
  ownRds: RDS,
  peerRds: RDS,
  journal: {
    conflict: [cancelled('ConditionalCheckFailed', 'None'), cancelled('TransactionConflict')],
    throttled: [
      cancelled('ThrottlingError', 'None'),
      cancelled('None', 'ProvisionedThroughputExceeded'),
      error('ProvisionedThroughputExceededException', 'The level of configured throughput was exceeded'),
    ],
  },
  configuration: { 'not-found': [error('ParameterNotFound', 'Parameter not found')] },
  notifications: SNS,
  backupNotifications: SNS,
};

/** What the resolver says. It throttles nobody, and knows nothing of permissions: whatever is none of these is SERVFAIL. */
const DNS: Special = {
  timeout: [
    error('Error', 'queryTxt ETIMEOUT', 'ETIMEOUT'),
    error('Error', 'queryTxt ECANCELLED', 'ECANCELLED'),
  ],
  unreachable: [error('Error', 'queryTxt ECONNREFUSED', 'ECONNREFUSED')],
  'not-found': [
    error('Error', 'queryTxt ENOTFOUND', 'ENOTFOUND'),
    error('Error', 'queryTxt ENODATA', 'ENODATA'),
  ],
};
const SERVFAIL = [error('Error', 'queryTxt ESERVFAIL', 'ESERVFAIL')];

function thrown(service: Service, kind: FailureKind): readonly Thrown[] {
  if (service === 'witness') return DNS[kind] ?? SERVFAIL;
  return SPECIAL[service]?.[kind] ?? COMMON[kind];
}

/**
 * What the controller is told of a call that the world refuses: what the SDK would throw, as the adapters' own classification takes it.
 *
 * @param draw - a number in [0, 1) of the call's own: one error of many that say the same
 */
export function failedCall(name: CallName, service: Service, kind: FailureKind, draw: number): FailedCall {
  const choices = thrown(service, kind);
  const chosen = choices[Math.floor(draw * choices.length)] as Thrown;
  const classified = service === 'witness' ? kindOfDnsError(chosen) : kindOf(chosen);
  return new FailedCall(name, classified, textOfError(chosen), kind);
}
