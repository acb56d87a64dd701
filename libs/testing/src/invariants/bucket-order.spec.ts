import { bucketOrderProblems } from './bucket-order';
import type { DefinedStack } from './contracts';
import { fixtureStack, type FixtureStackProps } from './fixture-stack';

const BUCKET = 'healthcare-trail-dev';

function define(props: FixtureStackProps, after: readonly string[] = []): DefinedStack {
  const stack = fixtureStack(props);
  const { name, role, tier } = stack;
  return { definition: { name, role, tier, reads: [], readsDr: [], after }, stack };
}

const maker = define({ tier: 'buckets', resource: { aws_s3_bucket: { b: { bucket: BUCKET } } } });
const writer = (type: string, attributes: unknown, after: readonly string[] = []) =>
  define({ tier: 'writer', resource: { [type]: { w: attributes } } }, after);

const NAMED = [
  ['aws_cloudtrail', { s3_bucket_name: BUCKET }],
  ['aws_lb', { access_logs: { bucket: BUCKET } }],
  ['aws_lb', { connection_logs: { bucket: BUCKET } }],
  ['aws_s3_bucket_logging', { target_bucket: BUCKET }],
  ['aws_s3_bucket_replication_configuration', { bucket: BUCKET }],
] as const;

describe.each(NAMED)('a bucket that is named by %s %j', (type, attributes) => {
  it('stands if its stack is deployed before', () => {
    expect(bucketOrderProblems([maker, writer(type, attributes, ['primary-buckets'])])).toEqual([]);
  });

  it('is not sure to stand if it is not', () => {
    expect(bucketOrderProblems([maker, writer(type, attributes, ['primary-kms'])])).toEqual([
      `primary-writer: ${type}.w: must be deployed after primary-buckets, which creates the bucket ${BUCKET}.`,
    ]);
  });

  it('is found missing', () => {
    expect(bucketOrderProblems([writer(type, attributes, ['primary-buckets'])])).toEqual([
      `primary-writer: ${type}.w: no stack creates the bucket ${BUCKET}.`,
    ]);
  });
});

it('a bucket that is referred to is Terraform’s to bring first', () => {
  const resource = {
    aws_s3_bucket: { b: { bucket: BUCKET } },
    aws_cloudtrail: { t: { s3_bucket_name: '${aws_s3_bucket.b.bucket}' } },
  };
  expect(bucketOrderProblems([define({ resource })])).toEqual([]);
});

it('where nothing is named, nothing is wrong', () => {
  expect(bucketOrderProblems([])).toEqual([]);
  expect(bucketOrderProblems([maker, writer('aws_lb', {})])).toEqual([]);
});
