import { accessDenied, invalidToken, renderError, throttlingError } from './aws-error';
import type { Protocol } from './operation';

describe('throttlingError', () => {
  it.each<[Protocol, string, number, string]>([
    ['json', 'kms', 400, 'ThrottlingException'],
    ['cbor', 'monitoring', 400, 'ThrottlingException'],
    ['rest-json', 'backup', 400, 'ThrottlingException'],
    ['rest-json', 'lambda', 429, 'TooManyRequestsException'],
    ['query', 'rds', 400, 'Throttling'],
    ['rest-xml', 'route53', 400, 'Throttling'],
    ['ec2', 'ec2', 503, 'RequestLimitExceeded'],
    ['s3', 's3', 503, 'SlowDown'],
  ])('in %s for %s is %i %s', (protocol, service, status, code) => {
    expect(throttlingError(protocol, service)).toMatchObject({ status, code });
  });
});

describe('accessDenied', () => {
  const denied = (action: string, implied = false) => ({ action, implied, message: 'User: a may not' });

  it.each<[Protocol, string, number, string]>([
    ['json', 'ssm', 400, 'AccessDeniedException'],
    ['cbor', 'monitoring', 400, 'AccessDeniedException'],
    ['rest-json', 'lambda', 403, 'AccessDeniedException'],
    ['query', 'rds', 403, 'AccessDenied'],
    ['query', 'sns', 403, 'AuthorizationError'],
    ['rest-xml', 'route53', 403, 'AccessDenied'],
    ['s3', 's3', 403, 'AccessDenied'],
    ['ec2', 'ec2', 403, 'UnauthorizedOperation'],
  ])('in %s for %s is %i %s', (protocol, service, status, code) => {
    const error = accessDenied(protocol, service, denied('x:Y'));

    expect(error).toMatchObject({ status, code });
    expect(error.message).toContain('User: a may not');
  });

  it.each<[Protocol, string, string]>([
    ['query', 'sns', 'KMSAccessDenied'],
    ['query', 'rds', 'KMSKeyNotAccessibleFault'],
    ['json', 'sqs', 'KmsAccessDenied'],
    ['json', 'dynamodb', 'AccessDeniedException'],
  ])('in %s for %s that may not use a key for its caller is %s', (protocol, service, code) => {
    expect(accessDenied(protocol, service, denied('kms:Decrypt', true)).code).toBe(code);
  });

  it('knows nobody by credentials that were never given', () => {
    expect(invalidToken('json')).toMatchObject({ status: 400, code: 'UnrecognizedClientException' });
    expect(invalidToken('query')).toMatchObject({ status: 403, code: 'InvalidClientTokenId' });
  });
});

describe('renderError', () => {
  const error = { status: 400, code: 'Throttling', message: 'a < b & c' };

  it('writes JSON with the code in the body and the header', () => {
    const { headers, body } = renderError(error, 'json');

    expect(headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-errortype': 'Throttling',
    });
    expect(JSON.parse(body.toString())).toEqual({ __type: 'Throttling', message: 'a < b & c' });
  });

  it('writes the code of REST JSON in the header', () => {
    const { headers, body } = renderError(error, 'rest-json');

    expect(headers['x-amzn-errortype']).toBe('Throttling');
    expect(JSON.parse(body.toString())).toEqual({ message: 'a < b & c' });
  });

  it.each<[Protocol, RegExp]>([
    [
      'query',
      /<ErrorResponse><Error><Type>Sender<\/Type><Code>Throttling<\/Code><Message>a &lt; b &amp; c<\/Message>/,
    ],
    ['rest-xml', /<ErrorResponse><Error><Type>Sender<\/Type><Code>Throttling<\/Code>/],
    ['ec2', /<Response><Errors><Error><Code>Throttling<\/Code><Message>a &lt; b &amp; c<\/Message>/],
    ['s3', /\?>\s*<Error><Code>Throttling<\/Code><Message>a &lt; b &amp; c<\/Message><RequestId>/],
  ])('writes the XML of %s', (protocol, pattern) => {
    expect(renderError(error, protocol).body.toString()).toMatch(pattern);
  });

  it('writes a map in CBOR', () => {
    const { headers, body } = renderError({ ...error, message: 'slow' }, 'cbor');

    expect(headers['smithy-protocol']).toBe('rpc-v2-cbor');
    expect(body.toString('latin1')).toBe(
      '\xa2\x79\x00\x06__type\x79\x00\x0aThrottling\x79\x00\x07message\x79\x00\x04slow',
    );
  });

  it('tells the length of its body', () => {
    const { headers, body } = renderError({ ...error, message: 'zu schnell für uns' }, 's3');

    expect(headers['content-length']).toBe(String(body.length));
  });
});
