import type { TierInvariants } from '@healthcare-dr/testing';

const WITNESS_OF_EACH =
  'both controllers ask for the same two names, one of each Region, whichever Region they stand in';

export default {
  names: {
    aws_dynamodb_table: { names: ['name'], namespace: 'region' },
    aws_lambda_function: { names: ['function_name'], namespace: 'region' },
    aws_lambda_function_event_invoke_config: { names: [], namespace: 'none' },
    aws_lambda_permission: { names: [], namespace: 'none' },
    aws_sqs_queue: { names: ['name'], namespace: 'region' },
    aws_sqs_queue_policy: { names: [], namespace: 'none' },
  },
  roleDifferences: [
    {
      path: 'resource.aws_lambda_function.*.environment.variables.WITNESS_PRIMARY',
      reason: WITNESS_OF_EACH,
    },
    { path: 'resource.aws_lambda_function.*.environment.variables.WITNESS_DR', reason: WITNESS_OF_EACH },
  ],
  primaryRegionMentions: [
    {
      path: 'resource.aws_lambda_function.*.environment.variables.*',
      reason:
        'the controller asks the primary Region, in bounded time, whether it is lost; every answer and none lead on, and nothing that it does for a failover goes there',
    },
    {
      path: 'resource.aws_iam_policy.*.policy',
      reason:
        'a failover names both members by ARN, and what is copied once the primary Region is back stands there; IAM takes both without the Region',
    },
  ],
} satisfies TierInvariants;
