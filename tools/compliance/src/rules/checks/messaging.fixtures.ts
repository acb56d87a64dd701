import { policy } from '@healthcare-dr/testing';
import { KEY_ARN, single, type CheckFixture } from '../describe-checks';

const PUBLISH = {
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: '*',
};
const SEND = {
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: '*',
};
const IN_ACCOUNT = { StringEquals: { 'aws:SourceAccount': '222222222222' } };
const document = (...statements: Record<string, unknown>[]) => ({ policy: policy(...statements) });

/** What each check must accept and refuse. */
export const MESSAGING_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'sns-cmk': single(
    'aws_sns_topic',
    { kms_master_key_id: KEY_ARN },
    { absent: {}, 'AWS’s key': { kms_master_key_id: 'alias/aws/sns' } },
  ),
  'sns-policy-not-public': single(
    'aws_sns_topic_policy',
    document({ ...PUBLISH, Principal: '*', Condition: IN_ACCOUNT }),
    {
      everybody: document(PUBLISH, { ...PUBLISH, Principal: { AWS: '*' } }),
      'not to be read': { policy: '${jsonencode({})}' },
    },
  ),
  'sns-policy-no-cross-account': single(
    'aws_sns_topic',
    document(
      { ...PUBLISH, Condition: IN_ACCOUNT },
      {
        ...PUBLISH,
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-2:222222222222:alarm:*' } },
      },
      { ...PUBLISH, Principal: { AWS: 'arn:aws:iam::222222222222:root' } },
      { ...PUBLISH, Principal: { AWS: 'arn:aws:iam::444444444444:root' }, Condition: IN_ACCOUNT },
    ),
    {
      'an account': document({ ...PUBLISH, Principal: { AWS: 'arn:aws:iam::333333333333:root' } }),
      'an account, on a condition that says nothing of whose it is': document({
        ...PUBLISH,
        Principal: { AWS: 'arn:aws:iam::333333333333:root' },
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      }),
      'an account, on the condition that it is that one': document({
        ...PUBLISH,
        Principal: { AWS: 'arn:aws:iam::333333333333:root' },
        Condition: { StringEquals: { 'aws:PrincipalAccount': '333333333333' } },
      }),
      'an account, on the condition that it is of the organization': document({
        ...PUBLISH,
        Principal: { AWS: 'arn:aws:iam::333333333333:root' },
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } },
      }),
      'a service for whichever account told it to': document(PUBLISH),
      'a service on behalf of another account': document({
        ...PUBLISH,
        Condition: { StringEquals: { 'aws:SourceAccount': ['222222222222', '333333333333'] } },
      }),
      'a service for what another account has': document({
        ...PUBLISH,
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-2:333333333333:alarm:*' } },
      }),
    },
  ),
  'sqs-encrypted': single(
    'aws_sqs_queue',
    { kms_master_key_id: KEY_ARN },
    { 'AWS’s own': { sqs_managed_sse_enabled: true } },
  ),
  'sqs-policy-narrow': single('aws_sqs_queue_policy', document({ ...SEND, Condition: IN_ACCOUNT }), {
    everybody: document({ ...SEND, Principal: '*' }),
    everything: document({ ...SEND, Action: 'sqs:*' }),
    'everything but': document({ ...SEND, Action: undefined, NotAction: 'sqs:DeleteQueue' }),
  }),
};
