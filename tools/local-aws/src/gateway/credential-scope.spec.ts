import { signed } from './__fixtures__/upstream';
import { credentialScopeOf } from './credential-scope';

const none = new URLSearchParams();

describe('credentialScopeOf', () => {
  it('reads Region, service and access key from the Authorization header', () => {
    expect(credentialScopeOf(signed('eu-west-2', 'kms'), none)).toEqual({
      region: 'eu-west-2',
      service: 'kms',
      accessKeyId: 'AKIATEST',
    });
  });

  it('reads them from the query of a presigned URL', () => {
    const query = new URLSearchParams('X-Amz-Credential=AKIATEST%2F20260102%2Feu-west-1%2Fs3%2Faws4_request');

    expect(credentialScopeOf({}, query)).toMatchObject({ region: 'eu-west-1', service: 's3' });
  });

  it.each(['iam', 'route53', 'cloudfront', 'organizations'])(
    'places %s in aws-global, whatever its client signs with',
    (service) => {
      expect(credentialScopeOf(signed('us-east-1', service), none).region).toBe('aws-global');
      expect(credentialScopeOf(signed('eu-west-1', service), none).region).toBe('aws-global');
    },
  );

  it('places STS in its Region, and only its global endpoint in aws-global', () => {
    const scope = signed('us-east-1', 'sts');

    expect(credentialScopeOf({ ...scope, host: 'sts.us-east-1.amazonaws.com' }, none).region).toBe(
      'us-east-1',
    );
    expect(credentialScopeOf({ ...scope, host: '127.0.0.1:4566' }, none).region).toBe('us-east-1');
    expect(credentialScopeOf({ ...scope, host: 'sts.amazonaws.com' }, none).region).toBe('aws-global');
  });

  it.each([
    ['no signature', {}],
    ['a bearer token', { authorization: 'Bearer abc' }],
    ['the signature of version 2', { authorization: 'AWS AKIATEST:abc=' }],
    [
      'a scope that is too short',
      { authorization: 'AWS4-HMAC-SHA256 Credential=AKIATEST/20260102/kms/aws4_request' },
    ],
  ])('counts %s as unsigned', (_, headers) => {
    expect(credentialScopeOf(headers, none)).toEqual({ region: 'unsigned', service: 'unsigned' });
  });
});
