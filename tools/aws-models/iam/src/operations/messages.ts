import { keyUse } from './key-use';
import { arnIn, direct, text, type ApiCall, type Operations } from './operation';

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html, "Enable compatibility between event sources and encrypted topics" */
export const SNS: Operations = {
  Publish: (call, inventory) => {
    const topic = text(call, 'TopicArn') ?? text(call, 'TargetArn');
    // A message to a telephone number is of no topic.
    if (topic === undefined) return [direct('sns:Publish', '*')];
    return [
      direct('sns:Publish', topic),
      ...keyUse(call, inventory, inventory.keyOf(topic), {
        via: 'sns',
        actions: ['GenerateDataKey', 'Decrypt'],
        encryptionContext: { 'aws:sns:topicArn': topic },
      }),
    ];
  },
};

/** The ARN of a queue by its URL, `https://sqs.eu-west-1.amazonaws.com/111111111111/queue`. */
function queueArn(call: ApiCall): string {
  const [accountId, name] = (text(call, 'QueueUrl') ?? '').split('/').slice(-2);
  return `arn:aws:sqs:${call.region}:${accountId ?? ''}:${name ?? ''}`;
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
export const SQS: Operations = {
  SendMessage: (call, inventory) => {
    const queue = queueArn(call);
    return [
      direct('sqs:SendMessage', queue),
      ...keyUse(call, inventory, inventory.keyOf(queue), {
        via: 'sqs',
        actions: ['GenerateDataKey', 'Decrypt'],
        encryptionContext: { 'aws:sqs:arn': queue },
      }),
    ];
  },
};

/**
 * A log group's ARN ends in its streams for all but the tagging calls.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/permissions-reference-cwl.html
 */
export const LOGS: Operations = {
  CreateLogGroup: (call) => [direct('logs:CreateLogGroup', streamArn(call, ''))],
  PutRetentionPolicy: (call) => [direct('logs:PutRetentionPolicy', streamArn(call, ''))],
  DescribeLogStreams: (call) => [direct('logs:DescribeLogStreams', streamArn(call, ''))],
  CreateLogStream: (call) => [direct('logs:CreateLogStream', streamArn(call, ''))],
  GetLogEvents: (call) => [direct('logs:GetLogEvents', streamArn(call, text(call, 'logStreamName') ?? ''))],
  PutLogEvents: (call) => [direct('logs:PutLogEvents', streamArn(call, text(call, 'logStreamName') ?? ''))],
};

const streamArn = (call: ApiCall, stream: string): string =>
  arnIn(call, 'logs', `log-group:${text(call, 'logGroupName') ?? ''}:log-stream:${stream}`);

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const CLOUDWATCH: Operations = {
  GetMetricData: () => [direct('cloudwatch:GetMetricData', '*')],
  GetMetricStatistics: () => [direct('cloudwatch:GetMetricStatistics', '*')],
  PutMetricData: (call) => [
    direct('cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': text(call, 'Namespace') ?? '' }),
  ],
};

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html */
export const XRAY: Operations = {
  PutTelemetryRecords: () => [direct('xray:PutTelemetryRecords', '*')],
  PutTraceSegments: () => [direct('xray:PutTraceSegments', '*')],
};
