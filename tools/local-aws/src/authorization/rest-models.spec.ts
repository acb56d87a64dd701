import { RestModel, type RestOperation } from './rest-models';

const operation = (name: string, more: Partial<RestOperation>): RestOperation => ({
  name,
  method: 'GET',
  path: '/',
  query: {},
  requiredQuery: [],
  requiredHeaders: [],
  ...more,
});
const model = new RestModel([
  operation('ListBuckets', {}),
  operation('ListObjects', { path: '/{Bucket}' }),
  operation('GetBucketTagging', { path: '/{Bucket}', query: { tagging: '' } }),
  operation('ListObjectsV2', { path: '/{Bucket}', query: { 'list-type': '2' } }),
  operation('GetObject', { path: '/{Bucket}/{Key+}' }),
  operation('ListParts', { path: '/{Bucket}/{Key+}', requiredQuery: ['uploadId'] }),
  operation('PutObject', { method: 'PUT', path: '/{Bucket}/{Key+}' }),
  operation('CopyObject', {
    method: 'PUT',
    path: '/{Bucket}/{Key+}',
    requiredHeaders: ['x-amz-copy-source'],
  }),
  operation('GetPlan', { path: '/backup/plans/{PlanId}/' }),
  operation('ListSelections', { path: '/backup/plans/{PlanId}/selections/' }),
]);
const named = (method: string, path: string, headers = {}) =>
  model.callOf({ method, url: new URL(`http://localhost${path}`), headers });

describe('a request of REST', () => {
  it.each([
    ['GET', '/', 'ListBuckets'],
    ['GET', '/b', 'ListObjects'],
    ['GET', '/b/', 'ListObjects'],
    ['GET', '/b?tagging', 'GetBucketTagging'],
    ['GET', '/b?list-type=2&prefix=x', 'ListObjectsV2'],
    ['GET', '/b?list-type=1', 'ListObjects'],
    ['GET', '/b/k', 'GetObject'],
    ['GET', '/b/k?uploadId=1', 'ListParts'],
    ['PUT', '/b/k', 'PutObject'],
    ['GET', '/backup/plans/1', 'GetPlan'],
    ['DELETE', '/b/k', undefined],
  ])('%s %s is %s', (method, path, expected) => {
    expect(named(method, path)?.operation).toBe(expected);
  });

  it('is told from another by a header that only one of them needs', () => {
    expect(named('PUT', '/b/k', { 'x-amz-copy-source': '/a/k' })?.operation).toBe('CopyObject');
  });

  it('says by its path and query what it is about', () => {
    expect(named('GET', '/b/a/c%20d?versionId=v')?.parameters).toEqual({
      Bucket: 'b',
      Key: 'a/c d',
      VersionId: 'v',
    });
    expect(named('GET', '/backup/plans/1/selections')).toEqual({
      operation: 'ListSelections',
      parameters: { PlanId: '1' },
    });
  });
});
