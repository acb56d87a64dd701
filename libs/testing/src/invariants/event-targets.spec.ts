import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { EnvironmentModel } from '../model/model';
import { synthesizeAll } from '../synth';
import { withChangedResources, type Attributes } from './changed-resources';
import { eventTargetProblems } from './event-targets';

const environment = fixtureEnvironment('dev');
const stacks = synthesizeAll(environment);

/** What is wrong once the resources of a type in a stack are others. */
const problemsWith = (name: string, type: string, change: (attributes: Attributes) => void): string[] =>
  eventTargetProblems(
    new EnvironmentModel(
      environment,
      withChangedResources(stacks, type, (_, stack) => stack.name === name, change),
    ),
  );

it('finds that EventBridge may call every target of the environment', () => {
  const model = new EnvironmentModel(environment, stacks);
  expect(model.ofType('aws_cloudwatch_event_target').length).toBeGreaterThan(0);
  expect(eventTargetProblems(model)).toEqual([]);
});

it.each(['primary-observability', 'dr-aurora'])(
  'finds a topic that %s publishes to without a role, since the topic admits no rules',
  (stack) => {
    const problems = problemsWith(
      stack,
      'aws_cloudwatch_event_target',
      (target) => delete target['role_arn'],
    );
    expect(problems).toEqual([
      expect.stringMatching(
        new RegExp(
          `^${stack}: aws_cloudwatch_event_target\\.\\S+: EventBridge may not sns:Publish: the target has no role`,
        ),
      ),
    ]);
  },
);

it('finds a role that may publish to another topic alone', () => {
  const problems = problemsWith('dr-observability', 'aws_cloudwatch_event_target', (target) => {
    target['arn'] = String(target['arn']).replace('notifications', 'other');
  });
  expect(problems).toEqual([expect.stringMatching(/^dr-observability: .*: its role may not sns:Publish\.$/)]);
});

it('finds a function that does not admit the schedule', () => {
  const problems = problemsWith('dr-failover-lambda', 'aws_lambda_permission', (permission) => {
    permission['principal'] = 's3.amazonaws.com';
  });
  expect(problems).toEqual([expect.stringMatching(/EventBridge may not lambda:InvokeFunction/)]);
});

it('finds a target of a service of which it is not known how it is called', () => {
  const problems = problemsWith('dr-observability', 'aws_cloudwatch_event_target', (target) => {
    target['arn'] = String(target['arn']).replace(':sns:', ':sqs:');
  });
  expect(problems).toEqual([
    expect.stringMatching(/it is not known how EventBridge may call sqs; allowed: sns, lambda\.$/),
  ]);
});
