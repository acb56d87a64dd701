import { operationOf, protocolOf, type RequestHead } from './operation';

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

function head(overrides: Partial<Omit<RequestHead, 'url'>> & { url?: string }): RequestHead {
  const { url = '/', ...others } = overrides;
  return { method: 'POST', headers: {}, service: 'kms', ...others, url: new URL(`http://127.0.0.1${url}`) };
}

describe.each([
  ['KMS', head({ headers: { 'x-amz-target': 'TrentService.CreateKey' } }), 'json', 'CreateKey'],
  [
    'DynamoDB',
    head({ service: 'dynamodb', headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' } }),
    'json',
    'PutItem',
  ],
  [
    'CloudWatch',
    head({
      service: 'monitoring',
      headers: { 'smithy-protocol': 'rpc-v2-cbor' },
      url: '/service/GraniteServiceVersion20100801/operation/PutMetricData',
    }),
    'cbor',
    'PutMetricData',
  ],
  [
    'RDS',
    head({ service: 'rds', headers: form, form: 'Action=FailoverGlobalCluster&Version=2014-10-31' }),
    'query',
    'FailoverGlobalCluster',
  ],
  [
    'EC2',
    head({ service: 'ec2', headers: form, form: 'Version=2016-11-15&Action=CreateVpc' }),
    'ec2',
    'CreateVpc',
  ],
  [
    'a presigned STS',
    head({ method: 'GET', service: 'sts', url: '/?Action=GetCallerIdentity&Version=2011-06-15' }),
    'query',
    'GetCallerIdentity',
  ],
  ['S3', head({ method: 'PUT', service: 's3', url: '/bucket/a%20key' }), 's3', 'PUT /bucket/a%20key'],
  [
    'an S3 sub-resource',
    head({ method: 'GET', service: 's3', url: '/bucket?versioning=&max-keys=1&x-id=GetBucketVersioning' }),
    's3',
    'GET /bucket?versioning',
  ],
  [
    'Route 53',
    head({ service: 'route53', url: '/2013-04-01/hostedzone' }),
    'rest-xml',
    'POST /2013-04-01/hostedzone',
  ],
  [
    'Lambda',
    head({ method: 'GET', service: 'lambda', url: '/2015-03-31/functions' }),
    'rest-json',
    'GET /2015-03-31/functions',
  ],
])('a request of %s', (_, request, protocol, operation) => {
  it(`speaks ${protocol}`, () => expect(protocolOf(request)).toBe(protocol));
  it(`asks for ${operation}`, () => expect(operationOf(request)).toBe(operation));
});
