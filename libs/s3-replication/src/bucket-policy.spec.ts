import { deniedBy } from './__fixtures__/evaluate-policy';
import { bucketPolicy, encryptionStatements, transportStatements } from './bucket-policy';

const KEY = 'arn:aws:kms:eu-west-2:111111111111:key/ours';
const statements = bucketPolicy(
  ...transportStatements('data'),
  ...encryptionStatements('data', KEY),
).Statement;

const SECURE = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };
const SSE = 's3:x-amz-server-side-encryption';
const KEY_ID = 's3:x-amz-server-side-encryption-aws-kms-key-id';
const CUSTOMER = 's3:x-amz-server-side-encryption-customer-algorithm';

const denied = (action: string, keys: Readonly<Record<string, string>> = {}) =>
  deniedBy(statements, { action, keys: { ...SECURE, ...keys } });

describe('a request over the wire', () => {
  it.each(['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:ReplicateObject'])(
    '%s passes with TLS',
    (action) => {
      expect(denied(action)).toEqual([]);
    },
  );

  it.each(['s3:GetObject', 's3:PutObject', 's3:ListBucket'])('%s is refused over plain HTTP', (action) => {
    expect(denied(action, { 'aws:SecureTransport': 'false' })).toEqual(['RefusePlainHttp']);
  });

  it.each([
    ['1.0', ['RefuseOldTls']],
    ['1.1', ['RefuseOldTls']],
    ['1.2', []],
    ['1.3', []],
  ])('over TLS %s is answered by %j', (version, by) => {
    expect(denied('s3:GetObject', { 's3:TlsVersion': version })).toEqual(by);
  });

  it('of an AWS service, which has no TLS version, passes', () => {
    expect(deniedBy(statements, { action: 's3:GetObject', keys: { 'aws:SecureTransport': 'true' } })).toEqual(
      [],
    );
  });

  it('is judged on the bucket and on its objects', () => {
    for (const { Resource, Action } of transportStatements('data')) {
      expect([Action, Resource]).toEqual(['s3:*', ['arn:aws:s3:::data', 'arn:aws:s3:::data/*']]);
    }
  });
});

describe('an upload', () => {
  it('that says nothing of encryption passes, and gets the default of the bucket', () => {
    expect(denied('s3:PutObject')).toEqual([]);
  });

  it('with the key of the Region passes', () => {
    expect(denied('s3:PutObject', { [SSE]: 'aws:kms', [KEY_ID]: KEY })).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string>>, string[]]>([
    ['SSE-S3', { [SSE]: 'AES256' }, ['RefuseOtherEncryption', 'RefuseOtherKey']],
    ['another key', { [SSE]: 'aws:kms', [KEY_ID]: `${KEY}-not` }, ['RefuseOtherKey']],
    ['KMS and no key, which is AWS’s own', { [SSE]: 'aws:kms' }, ['RefuseOtherKey']],
    [
      'two layers, which have no bucket key',
      { [SSE]: 'aws:kms:dsse', [KEY_ID]: KEY },
      ['RefuseOtherEncryption'],
    ],
    ['a key of the client', { [CUSTOMER]: 'AES256' }, ['RefuseCustomerProvidedKeys']],
  ])('with %s is refused', (_, keys, by) => {
    expect(denied('s3:PutObject', keys)).toEqual(by);
  });
});

describe('a replica', () => {
  it.each(['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'])(
    'passes by %s, whatever its encryption says',
    (action) => {
      const requests: Readonly<Record<string, string>>[] = [
        {},
        { [SSE]: 'aws:kms', [KEY_ID]: KEY },
        { [SSE]: 'aws:kms', [KEY_ID]: 'the key of the source' },
      ];
      for (const keys of requests) expect(denied(action, keys)).toEqual([]);
    },
  );
});
