import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { EnvironmentModel } from '../model';
import { arnFormProblems } from './arn-forms';
import { fixtureStack } from './fixture-stack';

const environment = fixtureEnvironment('dev');

/** What is wrong with a policy that allows these actions on these resources. */
const problemsOf = (Action: string | string[], ...Resource: string[]): string[] => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource }],
  });
  const resource = { aws_iam_policy: { fixture: { name: 'healthcare-fixture-dev', policy } } };
  return arnFormProblems(new EnvironmentModel(environment, [fixtureStack({ resource })]));
};

const GROUP = 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/x/healthcare-x-dev';

it.each([
  ['a log group without :*', 'logs:CreateLogStream', GROUP, /ends in :\*/],
  ['a log group without :* among others', ['s3:GetObject', 'logs:*'], GROUP, /ends in :\*/],
  [
    'a Region of a global cluster',
    'rds:FailoverGlobalCluster',
    'arn:aws:rds:eu-west-1:111111111111:global-cluster:healthcare-global-dev',
    /stands in no Region/,
  ],
  ['a Region of IAM', 'iam:PassRole', 'arn:aws:iam:eu-west-1:111111111111:role/x', /have no Regions/],
  [
    'an account of a bucket',
    's3:GetObject',
    'arn:aws:s3::111111111111:bucket/*',
    /neither Region nor account/,
  ],
  ['a Region of a bucket', 's3:GetObject', 'arn:aws:s3:eu-west-1::bucket/*', /neither Region nor account/],
])('finds %s', (_what, action, resource, problem) => {
  expect(problemsOf(action, resource)).toEqual([
    expect.stringMatching(/^primary-fixture: aws_iam_policy\.fixture: arn:/),
  ]);
  expect(problemsOf(action, resource)[0]).toMatch(problem);
});

it.each([
  ['a log group with :*', 'logs:CreateLogGroup', `${GROUP}:*`],
  ['streams of a log group', 'logs:PutLogEvents', `${GROUP}:log-stream:own`],
  ['a log group that is tagged', 'logs:TagResource', GROUP],
  [
    'a global cluster',
    'rds:FailoverGlobalCluster',
    'arn:aws:rds::111111111111:global-cluster:healthcare-global-dev',
  ],
  [
    'a cluster',
    'rds:FailoverGlobalCluster',
    'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev',
  ],
  ['objects', 's3:GetObject', 'arn:aws:s3:::bucket/*'],
  ['a role', 'iam:PassRole', 'arn:aws:iam::111111111111:role/x'],
])('takes %s', (_what, action, resource) => {
  expect(problemsOf(action, resource)).toEqual([]);
});

it('finds a policy that it cannot read', () => {
  const resource = { aws_iam_policy: { fixture: { policy: '${file("policy.json")}' } } };
  expect(arnFormProblems(new EnvironmentModel(environment, [fixtureStack({ resource })]))).toEqual([
    'primary-fixture: aws_iam_policy.fixture: its policy cannot be read.',
  ]);
});
