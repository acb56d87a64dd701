import { changesFacts, needsNewFacts } from './changes';

describe('a request', () => {
  it.each([
    ['iam', 'PutRolePolicy', '/', true],
    ['iam', 'GetRole', '/', false],
    ['kms', 'PutKeyPolicy', '/', true],
    ['kms', 'Decrypt', '/', false],
    ['kms', 'DescribeKey', '/', false],
    ['s3', 'PUT /b?policy', '/b', true],
    ['s3', 'GET /b?policy', '/b', false],
    ['s3', 'PUT /b/k', '/b/k', false],
    ['sns', 'SetTopicAttributes', '/', true],
    ['sns', 'Publish', '/', false],
    ['sqs', 'SendMessage', '/', false],
    ['dynamodb', 'CreateTable', '/', true],
    ['dynamodb', 'TransactWriteItems', '/', false],
    ['lambda', 'POST /2015-03-31/functions', '/2015-03-31/functions', true],
    ['lambda', 'POST /2015-03-31/functions/f/invocations', '/', false],
    ['sts', 'AssumeRole', '/', true],
    ['monitoring', 'PutMetricData', '/', false],
  ])('of %s, %s may change who may do what: %s', (service, operation, path, expected) => {
    expect(changesFacts(service, operation, path)).toBe(expected);
  });

  it.each([
    ['rds', 'CopyDBClusterSnapshot', true],
    ['rds', 'DescribeDBClusters', false],
    ['sns', 'Publish', false],
  ])('of %s, %s needs what RDS did by itself: %s', (service, operation, expected) => {
    expect(needsNewFacts(service, operation)).toBe(expected);
  });
});
