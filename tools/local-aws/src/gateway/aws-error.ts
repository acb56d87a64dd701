import { randomUUID } from 'node:crypto';
import type { Protocol } from './operation';

/** An answer of the gateway's own. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What went wrong, in AWS's terms. */
export interface AwsError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * The error that says a caller is too fast, as each kind of service says it. Sources: EC2 "Request throttling"
 * (RequestLimitExceeded, 503), S3 "Error responses" (SlowDown, 503), Lambda "Invoke" (TooManyRequestsException, 429), the
 * services' "Common errors" (Throttling for query and XML, ThrottlingException for JSON, both 400).
 */
export function throttlingError(protocol: Protocol, service: string): AwsError {
  if (protocol === 'ec2')
    return { status: 503, code: 'RequestLimitExceeded', message: 'Request limit exceeded.' };
  if (protocol === 's3')
    return { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' };
  if (service === 'lambda')
    return { status: 429, code: 'TooManyRequestsException', message: 'Rate Exceeded.' };
  const code = protocol === 'query' || protocol === 'rest-xml' ? 'Throttling' : 'ThrottlingException';
  return { status: 400, code, message: 'Rate exceeded' };
}

/** What is said of a denial. */
export interface AccessDenial {
  readonly action: string;
  /** Denied was what the service does with the caller's permissions, not the call itself. */
  readonly implied: boolean;
  /** Who may not do what, and why. */
  readonly message: string;
}

/** What services say that may not use a key for their caller, by signing name. Sources: the errors of the services' API references. */
const KEY_DENIED: Readonly<Record<string, Omit<AwsError, 'message'>>> = {
  rds: { status: 400, code: 'KMSKeyNotAccessibleFault' },
  sns: { status: 400, code: 'KMSAccessDenied' },
  sqs: { status: 400, code: 'KmsAccessDenied' },
};

/**
 * The error that says who may not do what, as each kind of service says it. Sources: EC2 "Client error codes"
 * (UnauthorizedOperation, 403), SNS "Publish" (AuthorizationError, 403), the services' "Common errors" (AccessDenied, 403, for query
 * and XML; AccessDeniedException, 400, for JSON, and 403 for REST).
 */
export function accessDenied(
  protocol: Protocol,
  service: string,
  { action, implied, message }: AccessDenial,
): AwsError {
  if (implied && action.startsWith('kms:')) {
    const own = KEY_DENIED[service];
    if (own !== undefined) return { ...own, message };
  }
  if (protocol === 'ec2') {
    const text = `You are not authorized to perform this operation. ${message}`;
    return { status: 403, code: 'UnauthorizedOperation', message: text };
  }
  if (protocol === 'query' && service === 'sns') return { status: 403, code: 'AuthorizationError', message };
  if (protocol === 'query' || protocol === 's3' || protocol === 'rest-xml')
    return { status: 403, code: 'AccessDenied', message };
  return { status: protocol === 'rest-json' ? 403 : 400, code: 'AccessDeniedException', message };
}

/** The error that says that nobody has these credentials. Sources: STS and DynamoDB "Common errors". */
export function invalidToken(protocol: Protocol): AwsError {
  const message = 'The security token included in the request is invalid.';
  const code =
    protocol === 'json' || protocol === 'cbor' ? 'UnrecognizedClientException' : 'InvalidClientTokenId';
  return { status: code === 'InvalidClientTokenId' ? 403 : 400, code, message };
}

/**
 * The error of a Region that the account has not enabled: nobody's credentials are there. Sources: EC2 "Client error codes"
 * (AuthFailure), S3 "Error responses" (InvalidAccessKeyId), the services' "Common errors".
 */
export function regionNotEnabled(protocol: Protocol): AwsError {
  if (protocol === 'ec2')
    return {
      status: 401,
      code: 'AuthFailure',
      message: 'AWS was not able to validate the provided access credentials',
    };
  if (protocol === 's3')
    return {
      status: 403,
      code: 'InvalidAccessKeyId',
      message: 'The AWS Access Key Id you provided does not exist in our records.',
    };
  return invalidToken(protocol);
}

/** Writes an error as the protocol of its request does, so that every SDK reads the right code from it. */
export function renderError(error: AwsError, protocol: Protocol): ErrorAnswer {
  const requestId = randomUUID();
  const { type, body } = BODIES[protocol](error, requestId);
  return {
    status: error.status,
    headers: {
      'content-type': type,
      'content-length': String(body.length),
      'x-amzn-requestid': requestId,
      'x-amz-request-id': requestId,
      ...(protocol === 'json' || protocol === 'rest-json' ? { 'x-amzn-errortype': error.code } : {}),
      ...(protocol === 'cbor' ? { 'smithy-protocol': 'rpc-v2-cbor' } : {}),
    },
    body,
  };
}

type Body = (error: AwsError, requestId: string) => { readonly type: string; readonly body: Buffer };

const wrappedXml: Body = ({ status, code, message }, requestId) =>
  xml(
    `<ErrorResponse><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${escape(code)}</Code>` +
      `<Message>${escape(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  );

const BODIES: Readonly<Record<Protocol, Body>> = {
  json: ({ code, message }) => json('application/x-amz-json-1.1', { __type: code, message }),
  'rest-json': ({ message }) => json('application/json', { message }),
  cbor: ({ code, message }) => ({ type: 'application/cbor', body: cborMap({ __type: code, message }) }),
  query: wrappedXml,
  'rest-xml': wrappedXml,
  ec2: ({ code, message }, requestId) =>
    xml(
      `<Response><Errors><Error><Code>${escape(code)}</Code><Message>${escape(message)}</Message></Error></Errors>` +
        `<RequestID>${requestId}</RequestID></Response>`,
    ),
  s3: ({ code, message }, requestId) =>
    xml(
      `<Error><Code>${escape(code)}</Code><Message>${escape(message)}</Message>` +
        `<RequestId>${requestId}</RequestId><HostId>local</HostId></Error>`,
    ),
};

function json(type: string, value: Readonly<Record<string, string>>) {
  return { type, body: Buffer.from(JSON.stringify(value)) };
}

function xml(content: string) {
  return { type: 'text/xml', body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${content}`) };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A map of texts in CBOR (RFC 8949): major type 5, then 3 for each text, whose length takes two bytes at most. */
function cborMap(value: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(value);
  const texts = entries.flat().map((text) => {
    const bytes = Buffer.from(text);
    return Buffer.concat([Buffer.from([0x79, bytes.length >> 8, bytes.length & 0xff]), bytes]);
  });
  return Buffer.concat([Buffer.from([0xa0 + entries.length]), ...texts]);
}
