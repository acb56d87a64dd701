import {
  DBClusterNotFoundFault,
  GlobalClusterNotFoundFault,
  InvalidDBClusterStateFault,
  InvalidGlobalClusterStateFault,
} from '@aws-sdk/client-rds';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { CallError, type FailureKind } from '../domain/errors';
import { call, kindOf, within } from './call';

const named = (name: string, message = 'no') => Object.assign(new Error(message), { name });
const coded = (code: string, message = 'no') => Object.assign(new Error(message), { code });
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const metadata = { message: 'no', $metadata: {} };

/** Every error that the service models name for the calls of the adapters, and those that all services share. */
const BY_NAME: Readonly<Record<FailureKind, readonly string[]>> = {
  throttled: [
    'Throttling',
    'ThrottlingException',
    'RequestLimitExceeded',
    'ProvisionedThroughputExceededException',
    'TooManyRequestsException',
    'KMSThrottlingException',
    'SlowDown',
  ],
  denied: [
    'AccessDenied',
    'AccessDeniedException',
    'KMSAccessDeniedException',
    'AuthorizationErrorException',
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'ExpiredTokenException',
    'SignatureDoesNotMatch',
    'InvalidSecurityException',
    'CredentialsProviderError',
    'KMSKeyNotAccessibleFault',
    'KMSDisabledException',
    'KMSOptInRequired',
    'OptInRequired',
    'VpcEncryptionControlViolationException',
  ],
  conflict: [
    'InvalidDBClusterStateFault',
    'InvalidGlobalClusterStateFault',
    'InvalidDBClusterSnapshotStateFault',
    'InvalidDBInstanceStateFault',
    'InvalidDBSubnetGroupStateFault',
    'InvalidDBSecurityGroupStateFault',
    'InvalidVPCNetworkStateFault',
    'ConditionalCheckFailedException',
    'TransactionConflictException',
    'TransactionInProgressException',
    'ReplicatedWriteConflictException',
    'ConcurrentUpdateException',
    'KMSInvalidStateException',
    'DBClusterAlreadyExistsFault',
    'DBInstanceAlreadyExistsFault',
  ],
  'not-found': [
    'GlobalClusterNotFoundFault',
    'DBClusterNotFoundFault',
    'DBInstanceNotFoundFault',
    'DBClusterSnapshotNotFoundFault',
    'DBClusterParameterGroupNotFoundFault',
    'DBParameterGroupNotFoundFault',
    'DBSubnetGroupNotFoundFault',
    'DomainNotFoundFault',
    'OptionGroupNotFoundFault',
    'ResourceNotFoundException',
    'ParameterNotFound',
    'ParameterVersionNotFound',
    'NotFoundException',
    'KMSNotFoundException',
  ],
  invalid: [
    'ValidationError',
    'ValidationException',
    'InvalidParameterCombination',
    'InvalidParameterCombinationException',
    'InvalidParameterValue',
    'InvalidParameterValueException',
    'InvalidParameterException',
    'MissingRequiredParameterException',
    'InvalidNextToken',
    'InvalidNextTokenException',
    'InvalidEndpointException',
    'InvalidSubnet',
    'NetworkTypeNotSupported',
    'StorageTypeNotSupportedFault',
    'StorageTypeNotAvailableFault',
    'StorageQuotaExceededFault',
    'SnapshotQuotaExceededFault',
    'LimitExceededException',
    'ItemCollectionSizeLimitExceededException',
    'IdempotentParameterMismatchException',
    'EndpointDisabledException',
    'PlatformApplicationDisabledException',
    'DBClusterSnapshotAlreadyExistsFault',
  ],
  timeout: ['TimeoutError', 'AbortError', 'RequestTimeout', 'RequestTimeoutException'],
  unreachable: [],
  unknown: [
    'InternalFailure',
    'InternalServerError',
    'InternalServiceFault',
    'InternalServiceException',
    'InternalErrorException',
    'ServiceUnavailable',
    'SomethingThatAwsAddsOneDay',
  ],
};

describe('kindOf', () => {
  it.each(
    Object.entries(BY_NAME).flatMap(([kind, names]) =>
      names.map((name) => [name, kind as FailureKind] as const),
    ),
  )('%s is %s', (name, kind) => {
    expect(kindOf(named(name))).toBe(kind);
  });

  it.each<[Error, FailureKind]>([
    [new GlobalClusterNotFoundFault(metadata), 'not-found'],
    [new DBClusterNotFoundFault(metadata), 'not-found'],
    [new InvalidDBClusterStateFault(metadata), 'conflict'],
    [new InvalidGlobalClusterStateFault(metadata), 'conflict'],
  ])('knows the SDK’s own %s', (error, kind) => {
    expect(kindOf(error)).toBe(kind);
  });

  it.each<[string, FailureKind]>([
    ['ECONNREFUSED', 'unreachable'],
    ['ENOTFOUND', 'unreachable'],
    ['EAI_AGAIN', 'unreachable'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    // These connections were made: what was asked for may have happened.
    ['ECONNRESET', 'timeout'],
    ['EPIPE', 'timeout'],
    ['ETIMEDOUT', 'timeout'],
  ])('%s is %s', (code, kind) => {
    expect(kindOf(coded(code))).toBe(kind);
  });

  it('tells a connection that was never made from an answer that never came', () => {
    const never = named(
      'TimeoutError',
      'the request socket did not establish a connection with the server within 1000 ms',
    );

    expect(kindOf(never)).toBe('unreachable');
    expect(kindOf(coded('', 'socket hang up'))).toBe('timeout');
  });

  it.each<[string[], FailureKind]>([
    [['ConditionalCheckFailed', 'None'], 'conflict'],
    [['None', 'TransactionConflict'], 'conflict'],
    [['ThrottlingError'], 'throttled'],
    [['None', 'ProvisionedThroughputExceeded'], 'throttled'],
    [['ValidationError', 'ConditionalCheckFailed'], 'invalid'],
    [['ConditionalCheckFailed', 'ThrottlingError'], 'conflict'],
    [['AccessDenied'], 'denied'],
    [['ItemCollectionSizeLimitExceeded'], 'invalid'],
    [[], 'unknown'],
  ])('reads the reasons %j of a cancelled transaction: %s', (codes, kind) => {
    expect(kindOf(cancelled(...codes))).toBe(kind);
  });

  it.each([undefined, null, 'text', 42, {}])('takes %p for unknown', (error) => {
    expect(kindOf(error)).toBe('unknown');
  });
});

describe('call', () => {
  it('words a failure by operation, kind, name and message', async () => {
    const failing = call('rds:X', within(1000), () => Promise.reject(named('AccessDenied', 'not you')));

    await expect(failing).rejects.toThrow(CallError);
    await expect(failing).rejects.toMatchObject({ operation: 'rds:X', kind: 'denied' });
    await expect(failing).rejects.toThrow('AccessDenied: not you');
  });

  it('ends within its bound, whatever is waited for', async () => {
    const startedAt = Date.now();
    const hanging = call(
      'rds:X',
      within(50),
      ({ abortSignal }) =>
        new Promise((_, reject) => {
          // A timer of its own: those of a signal do not keep a process alive.
          const alive = setTimeout(() => undefined, 5_000);
          abortSignal.addEventListener('abort', () => {
            clearTimeout(alive);
            reject(abortSignal.reason);
          });
        }),
    );

    await expect(hanging).rejects.toMatchObject({ kind: 'timeout' });
    expect(Date.now() - startedAt).toBeLessThan(2_000);
  });
});
