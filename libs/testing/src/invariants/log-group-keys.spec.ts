import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { EnvironmentModel } from '../model';
import { synthesizeAll } from '../synth';
import { withChangedResources, type Attributes } from './changed-resources';
import { logGroupKeyProblems } from './log-group-keys';

const environment = fixtureEnvironment('dev');
const stacks = synthesizeAll(environment);

/** What is wrong once the resources of a type in a stack are others. */
const problemsWith = (name: string, type: string, change: (attributes: Attributes) => void): string[] =>
  logGroupKeyProblems(
    new EnvironmentModel(
      environment,
      withChangedResources(stacks, type, (_, stack) => stack.name === name, change),
    ),
  );

it('finds that CloudWatch Logs may use the key of every log group', () => {
  const model = new EnvironmentModel(environment, stacks);
  expect(new Set(model.ofType('aws_cloudwatch_log_group').map(({ region }) => region)).size).toBe(3);
  expect(logGroupKeyProblems(model)).toEqual([]);
});

it.each([
  ['a service without its Region', 'logs.eu-west-1.amazonaws.com', 'logs.amazonaws.com'],
  ['another Region', 'logs.eu-west-1.amazonaws.com', 'logs.eu-west-2.amazonaws.com'],
  ['another condition', 'kms:EncryptionContext:aws:logs:arn', 'kms:EncryptionContext:aws:s3:arn'],
  ['no folders of log groups', 'healthcare-*-dev/*', 'healthcare-x-dev/*'],
  ['no data keys', '"kms:GenerateDataKey*","kms:DescribeKey"', '"kms:DescribeKey"'],
])('finds a key that admits %s', (_what, text, replacement) => {
  const problems = problemsWith('dr-kms', 'aws_kms_key', (key) => {
    key['policy'] = String(key['policy']).replaceAll(text, replacement);
  });

  expect(problems).toContainEqual(
    expect.stringMatching(
      /^dr-compute: aws_cloudwatch_log_group\..*: its key does not admit logs\.eu-west-1\.amazonaws\.com to kms:.* for \/aws\/ecs\/containerinsights\/healthcare-cluster-dev\/performance\.$/,
    ),
  );
});

it('finds a log group whose name the key does not know', () => {
  const problems = problemsWith('primary-failover-lambda', 'aws_cloudwatch_log_group', (group) => {
    group['name'] = '/aws/lambda/failover-dev';
  });

  expect(problems).toEqual([
    expect.stringMatching(/^primary-failover-lambda: .* for \/aws\/lambda\/failover-dev\.$/),
  ]);
});
