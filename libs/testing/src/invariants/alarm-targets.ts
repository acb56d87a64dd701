import { statementOfPermission, statementsOf, type EnvironmentModel, type Resource } from '../model';
import { admits, type ServiceRequest } from './service-request';

const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html */
const ALARMS_TO_LAMBDA = 'lambda.alarms.cloudwatch.amazonaws.com';

/** What SNS asks of the key of a topic in the publisher's name: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
const KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * Actions of alarms that CloudWatch may not carry out: the topic or the function does not admit this alarm, or the topic's key does not admit
 * CloudWatch, which AWS's own key for SNS never does. The alarm goes off, and its history alone says that nobody was told.
 *
 * Who is told of what is not there is another matter: `observabilityProblems`.
 */
export function alarmTargetProblems(model: EnvironmentModel): string[] {
  return model.ofType('aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm').flatMap((alarm) => {
    const told = ['alarm_actions', 'ok_actions', 'insufficient_data_actions'].flatMap((path) =>
      alarm.strings(path),
    );
    return [...new Set(told)].flatMap((arn) =>
      refusals(model, alarm, arn).map((refusal) => `${alarm.stack.name}: ${alarm.address}: ${refusal}`),
    );
  });
}

function refusals(model: EnvironmentModel, alarm: Resource, arn: string): string[] {
  const [, , service, region] = arn.split(':');
  const name = arn.split(':').at(-1);
  const named = (type: string, attribute: string) =>
    model.ofType(type).filter((found) => found.region === region && found.text(attribute) === name);
  return service === 'lambda'
    ? named('aws_lambda_function', 'function_name').flatMap((fn) => functionRefusals(model, alarm, fn))
    : named('aws_sns_topic', 'name').flatMap((topic) => topicRefusals(model, alarm, topic));
}

/** What CloudWatch sends of the alarm, whoever takes it. */
const keysOf = ({ environment }: EnvironmentModel, alarm: Resource): ServiceRequest['keys'] => ({
  'aws:SourceAccount': environment.accountId,
  'aws:SourceArn': `arn:aws:cloudwatch:${String(alarm.region)}:${environment.accountId}:alarm:${alarm.text('alarm_name')}`,
});

function topicRefusals(model: EnvironmentModel, alarm: Resource, topic: Resource): string[] {
  const name = topic.text('name');
  const request = { service: CLOUDWATCH, action: 'sns:Publish', keys: keysOf(model, alarm) };
  const admitted = model
    .companions(topic, 'aws_sns_topic_policy', 'arn')
    .flatMap((policy) => statementsOf(model, policy, policy.at('policy')) ?? [])
    .some((statement) => admits(statement, request));
  const keys = model
    .references(topic, topic.at('kms_master_key_id'))
    .filter(({ type }) => type === 'aws_kms_key');
  const statements = keys.flatMap((key) => statementsOf(model, key, key.at('policy')) ?? []);
  const lacking = KEY_ACTIONS.filter(
    (action) => !statements.some((statement) => admits(statement, { ...request, action })),
  );
  return [
    ...(admitted ? [] : [`the topic ${name} does not admit it.`]),
    ...(lacking.length === 0
      ? []
      : [`the key of the topic ${name} does not admit ${CLOUDWATCH} to ${lacking.join(' and ')}.`]),
  ];
}

function functionRefusals(model: EnvironmentModel, alarm: Resource, fn: Resource): string[] {
  const keys = keysOf(model, alarm);
  const admitted = model
    .companions(fn, 'aws_lambda_permission', 'function_name', 'function_name')
    .some((permission) =>
      admits(statementOfPermission(permission), {
        service: ALARMS_TO_LAMBDA,
        action: 'lambda:InvokeFunction',
        keys,
      }),
    );
  return admitted ? [] : [`the function ${fn.text('function_name')} does not admit it.`];
}
