import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { EnvironmentModel } from '../model';
import { synthesizeAll } from '../synth';
import { withChangedResources, type Attributes } from './changed-resources';
import { logBucketProblems } from './log-buckets';

const environment = fixtureEnvironment('dev');
const stacks = synthesizeAll(environment);

const LOGS = 'healthcare-access-logs-111111111111-eu-west-1-dev';

/** What is wrong once what is picked of a type is another in a dr stack. */
const problemsWith = (
  name: string,
  type: string,
  pick: (attributes: Attributes) => boolean,
  change: (attributes: Attributes) => void,
): string[] =>
  logBucketProblems(
    new EnvironmentModel(
      environment,
      withChangedResources(stacks, type, (found, stack) => stack.name === name && pick(found), change),
    ),
  );

const ofLogs = ({ bucket }: Attributes): boolean => /access-logs/.test(String(bucket));

it('finds that access logs lead to buckets that take them', () => {
  const model = new EnvironmentModel(environment, stacks);
  expect(model.ofType('aws_lb', 'aws_s3_bucket_logging').length).toBeGreaterThan(4);
  expect(logBucketProblems(model)).toEqual([]);
});

it('finds a bucket that encrypts with KMS', () => {
  const problems = problemsWith(
    'dr-s3-replication',
    'aws_s3_bucket_server_side_encryption_configuration',
    ofLogs,
    (encryption) => {
      encryption['rule'] = [{ apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms' } }];
    },
  );

  for (const from of [
    /^dr-compute: aws_lb\..*: access_logs\.bucket: /,
    /^dr-s3-replication: .*: target_bucket: /,
  ])
    expect(problems).toContainEqual(expect.stringMatching(from));
  expect(problems[0]).toContain(`${LOGS} encrypts with aws:kms; allowed: AES256`);
});

it('finds a bucket with a default of Object Lock', () => {
  const problems = problemsWith(
    'dr-s3-replication',
    'aws_s3_bucket_object_lock_configuration',
    () => true,
    (lock) => {
      lock['bucket'] = LOGS;
    },
  );

  expect(problems).toContainEqual(expect.stringContaining(`${LOGS} locks what is delivered`));
});

it('finds a load balancer whose logs leave their Region', () => {
  const bucket = LOGS.replace('eu-west-1', 'eu-west-2');
  const problems = problemsWith(
    'dr-compute',
    'aws_lb',
    () => true,
    (balancer) => {
      balancer['connection_logs'] = { enabled: true, bucket };
    },
  );

  expect(problems).toEqual([
    expect.stringMatching(
      /^dr-compute: aws_lb\..*: connection_logs\.bucket: .* is in eu-west-2, not in eu-west-1\.$/,
    ),
  ]);
});
