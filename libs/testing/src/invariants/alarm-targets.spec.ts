import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { EnvironmentModel } from '../model';
import { synthesizeAll } from '../synth';
import { alarmTargetProblems } from './alarm-targets';
import { withChangedResources, type Attributes } from './changed-resources';

const environment = fixtureEnvironment('dev');
const stacks = synthesizeAll(environment);

type Change = (attributes: Attributes) => void;

/** What is wrong once the resources of a type in a stack are others. */
const problemsWith = (name: string, type: string, change: Change): string[] =>
  alarmTargetProblems(
    new EnvironmentModel(
      environment,
      withChangedResources(stacks, type, (_, stack) => stack.name === name, change),
    ),
  );

/** Another text in the policy of a resource. */
const inPolicy =
  (text: string, replacement: string): Change =>
  (attributes) => {
    expect(attributes['policy']).toContain(text);
    attributes['policy'] = String(attributes['policy']).replaceAll(text, replacement);
  };

it('finds that CloudWatch may carry out every action of every alarm', () => {
  const model = new EnvironmentModel(environment, stacks);
  const told = model
    .ofType('aws_cloudwatch_metric_alarm')
    .flatMap((alarm) => alarm.strings('alarm_actions').map((arn) => arn.split(':')[2]));
  expect([...new Set(told)].sort()).toEqual(['lambda', 'sns']);
  expect(alarmTargetProblems(model)).toEqual([]);
});

it.each([
  ['of another service', 'cloudwatch.amazonaws.com', 'events.amazonaws.com'],
  ['of another account', ':111111111111:alarm:', ':222222222222:alarm:'],
  ['of other names', 'alarm:healthcare-*', 'alarm:hospital-*'],
  ['of another Region', 'cloudwatch:eu-west-1:', 'cloudwatch:eu-west-2:'],
])('finds a topic that admits alarms %s alone', (_what, text, replacement) => {
  const problems = problemsWith('dr-notifications', 'aws_sns_topic_policy', inPolicy(text, replacement));

  expect(problems).toContainEqual(
    expect.stringMatching(
      /^dr-observability: .*: the topic healthcare-notifications-dev does not admit it\.$/,
    ),
  );
  expect(problems).not.toContainEqual(expect.stringMatching(/^primary-observability: /));
});

it('finds a topic on the key that AWS has for SNS, which no alarm can use', () => {
  const problems = problemsWith('primary-notifications', 'aws_sns_topic', (topic) => {
    topic['kms_master_key_id'] = 'alias/aws/sns';
  });

  expect(problems).toContainEqual(
    expect.stringMatching(
      /^primary-observability: .*: the key of the topic healthcare-notifications-dev does not admit cloudwatch\.amazonaws\.com to kms:Decrypt and kms:GenerateDataKey\.$/,
    ),
  );
});

it('finds a key that lets CloudWatch encrypt and not make the data key of a message', () => {
  const problems = problemsWith('dr-kms', 'aws_kms_key', (key) => {
    key['policy'] = String(key['policy']).replaceAll(
      '"Action":["kms:Decrypt","kms:GenerateDataKey*"]',
      '"Action":["kms:Decrypt","kms:Encrypt"]',
    );
  });

  expect(problems).toContainEqual(
    expect.stringMatching(
      /^dr-observability: .*does not admit cloudwatch\.amazonaws\.com to kms:GenerateDataKey\.$/,
    ),
  );
});

it.each([
  ['by the principal of a topic', { principal: 'cloudwatch.amazonaws.com' }],
  ['for another account', { source_account: '222222222222' }],
  ['for other alarms', { source_arn: 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:other-*' }],
])('finds a function that admits alarms %s', (_what, changed) => {
  const problems = problemsWith('dr-failover-lambda', 'aws_lambda_permission', (permission) => {
    if (permission['statement_id'] === 'alarms') Object.assign(permission, changed);
  });

  expect(problems).toContainEqual(
    expect.stringMatching(/^dr-observability: .*: the function healthcare-failover-dev does not admit it\.$/),
  );
});
