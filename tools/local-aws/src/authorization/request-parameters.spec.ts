import { gzipSync } from 'node:zlib';
import { cbor } from '@smithy/core/cbor';
import type { RequestHead } from '../gateway/operation';
import { readRequest } from './request-parameters';

const head = (more: Partial<RequestHead> & { readonly path?: string }): RequestHead => ({
  method: 'POST',
  url: new URL(`http://127.0.0.1${more.path ?? '/'}`),
  headers: {},
  service: 'rds',
  ...more,
});
const json = { 'x-amz-target': 'AmazonSSM.GetParameter' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the parameters of a request', () => {
  it.each([
    ['JSON', head({ service: 'ssm', headers: json }), '{"Name":"/a"}', { Name: '/a' }],
    ['JSON without a body', head({ service: 'ssm', headers: json }), '', {}],
    ['a form', head({ headers: form, form: 'x' }), 'Action=A&TopicArn=t', { Action: 'A', TopicArn: 't' }],
  ])('are read from %s', (_, given, body, parameters) => {
    expect(readRequest(given, 'GetParameter', Buffer.from(body))).toEqual({
      operation: 'GetParameter',
      parameters,
    });
  });

  it('are read from CBOR, compressed too', () => {
    const body = Buffer.from(cbor.serialize({ Namespace: 'N' }));
    const headers = { 'smithy-protocol': 'rpc-v2-cbor' };
    const expected = { operation: 'PutMetricData', parameters: { Namespace: 'N' } };

    expect(readRequest(head({ headers }), 'PutMetricData', body)).toEqual(expected);
    expect(
      readRequest(
        head({ headers: { ...headers, 'content-encoding': 'gzip' } }),
        'PutMetricData',
        gzipSync(body),
      ),
    ).toEqual(expected);
  });

  it('cannot be read from what is no object', () => {
    expect(() => readRequest(head({ headers: json }), 'X', Buffer.from('7'))).toThrow(SyntaxError);
    expect(() => readRequest(head({ headers: json }), 'X', Buffer.from('{'))).toThrow(SyntaxError);
  });

  it.each([
    ['GET', '/b/a/c', 'GetObject', { Bucket: 'b', Key: 'a/c' }],
    ['GET', '/b/a%20c?versionId=1', 'GetObject', { Bucket: 'b', Key: 'a c', VersionId: '1' }],
    ['GET', '/b/a?x-id=GetObject&X-Amz-Signature=0', 'GetObject', { Bucket: 'b', Key: 'a' }],
    ['HEAD', '/b/a', 'HeadObject', { Bucket: 'b', Key: 'a' }],
    ['GET', '/b/a?tagging', 'GetObjectTagging', { Bucket: 'b', Key: 'a' }],
    ['PUT', '/b/a', 'PutObject', { Bucket: 'b', Key: 'a' }],
    ['PUT', '/b/a?partNumber=1&uploadId=u', 'UploadPart', { Bucket: 'b', Key: 'a' }],
    ['POST', '/b/a?uploads', 'CreateMultipartUpload', { Bucket: 'b', Key: 'a' }],
    ['POST', '/b/a?uploadId=u', 'CompleteMultipartUpload', { Bucket: 'b', Key: 'a' }],
    ['DELETE', '/b/a?uploadId=u', 'AbortMultipartUpload', { Bucket: 'b', Key: 'a' }],
    ['DELETE', '/b/a', 'DeleteObject', { Bucket: 'b', Key: 'a' }],
    ['GET', '/b?list-type=2&prefix=p', 'ListObjectsV2', { Bucket: 'b', Prefix: 'p' }],
    ['GET', '/b?location', 'GetBucketLocation', { Bucket: 'b' }],
    ['GET', '/b?versions', 'ListObjectVersions', { Bucket: 'b' }],
    ['HEAD', '/b', 'HeadBucket', { Bucket: 'b' }],
  ])('of S3, %s %s is %s', (method, path, operation, parameters) => {
    expect(readRequest(head({ service: 's3', method, path }), '', undefined)).toEqual({
      operation,
      parameters,
    });
  });

  it('of S3 carry what conditions ask for', () => {
    const headers = {
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'k',
    };

    expect(readRequest(head({ service: 's3', method: 'PUT', path: '/b/a', headers }), '', undefined)).toEqual(
      {
        operation: 'PutObject',
        parameters: { Bucket: 'b', Key: 'a', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'k' },
      },
    );
  });

  it.each([
    ['s3', 'PUT', '/b?policy', {}],
    ['s3', 'GET', '/b/a?acl', {}],
    ['s3', 'POST', '/b?delete', {}],
    ['s3', 'PUT', '/b/a', { 'x-amz-copy-source': 'other/key' }],
    ['s3', 'GET', '/', {}],
    ['lambda', 'GET', '/2015-03-31/functions/f/invocations', {}],
    ['lambda', 'POST', '/2015-03-31/functions', {}],
    ['backup', 'PUT', '/backup-vaults/v', {}],
  ])('of %s, %s %s is in no table', (service, method, path, headers) => {
    expect(readRequest(head({ service, method, path, headers }), '', undefined)).toBeUndefined();
  });

  it('of Lambda name the function', () => {
    const path = '/2015-03-31/functions/arn%3Aaws%3Alambda%3Ax/invocations';

    expect(readRequest(head({ service: 'lambda', path }), '', undefined)).toEqual({
      operation: 'Invoke',
      parameters: { FunctionName: 'arn:aws:lambda:x' },
    });
  });
});
